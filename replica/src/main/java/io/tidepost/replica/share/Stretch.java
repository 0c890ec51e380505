package io.tidepost.replica.share;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Consecutive offsets in flight of which the same is true.
final class Stretch {

  final long firstOffset;
  long lastOffset;
  RecordState state;
  short deliveryCount;

  /// Who holds the lock, `null` unless acquired.
  @Nullable String memberId;

  /// When the lock ends.
  long lockedUntilMillis;

  /// What it becomes once that is stored; until then nobody else gets at it.
  @Nullable Change change;

  Stretch(long firstOffset, long lastOffset, RecordState state, short deliveryCount) {
    this.firstOffset = firstOffset;
    this.lastOffset = lastOffset;
    this.state = state;
    this.deliveryCount = deliveryCount;
  }

  boolean isAvailable() {
    return state == RecordState.AVAILABLE && change == null;
  }

  boolean isHeldBy(String member) {
    return state == RecordState.ACQUIRED && change == null && member.equals(memberId);
  }

  long count() {
    return lastOffset - firstOffset + 1;
  }

  /// Cuts the offsets from `offset` on off, and returns them.
  Stretch splitAt(long offset) {
    Stretch rest = new Stretch(offset, lastOffset, state, deliveryCount);
    rest.memberId = memberId;
    rest.lockedUntilMillis = lockedUntilMillis;
    rest.change = change;
    lastOffset = offset - 1;
    return rest;
  }

  boolean isLike(Stretch other) {
    return state == other.state
        && deliveryCount == other.deliveryCount
        && lockedUntilMillis == other.lockedUntilMillis
        && change == other.change
        && Objects.equals(memberId, other.memberId);
  }

  /// Nobody holds it any more.
  void become(RecordState newState, short newDeliveryCount) {
    state = newState;
    deliveryCount = newDeliveryCount;
    memberId = null;
    lockedUntilMillis = 0;
    change = null;
  }

  @Override
  public String toString() {
    return firstOffset + "-" + lastOffset + " " + state + " x" + deliveryCount;
  }
}
