package io.tidepost.sim.share;

import io.tidepost.coordinator.share.DeliveryBatch;
import io.tidepost.coordinator.share.SharePartitionState;
import io.tidepost.replica.share.RecordState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What must be true of one record of the log.
final class RecordModel {

  /// A stored state.
  record Stored(RecordState state, int deliveryCount) {}

  final long offset;
  final boolean deliverable;

  /// How often it was delivered, as far as anybody remembers.
  int deliveryCount;

  /// Who holds it, `null` for nobody.
  @Nullable String holder;

  /// The last state that is certainly stored.
  Stored stored = new Stored(RecordState.AVAILABLE, 0);

  /// A step of which it is not known yet whether it is stored.
  @Nullable Stored storing;

  /// Steps that were said to have failed when nobody could know. One that ended the record's way
  /// stays in doubt: the stored start offset may be behind the record already, and never goes back.
  final List<Stored> doubtful = new ArrayList<>();

  /// Dead letters that were asked for.
  int letters;

  RecordModel(long offset, boolean deliverable) {
    this.offset = offset;
    this.deliverable = deliverable;
  }

  boolean isDone() {
    return stored.state().isFinal();
  }

  /// The step is stored.
  void settled() {
    Stored step = storing;
    if (step != null) {
      stored = step;
      doubtful.removeIf(doubted -> !doubted.state().isFinal());
      deliveryCount = step.deliveryCount();
      holder = null;
      storing = null;
    }
  }

  /// What may be found after a crash.
  List<Stored> possible() {
    List<Stored> all = new ArrayList<>();
    all.add(stored);
    all.addAll(doubtful);
    if (storing != null) {
      all.add(storing);
    }
    return all;
  }

  /// The step is said not to be stored.
  ///
  /// @param certain whether that is certain
  void failed(boolean certain) {
    Stored step = storing;
    if (step != null && !certain) {
      doubtful.add(step);
    }
    storing = null;
  }

  /// This is what was found after a crash.
  void found(Stored state) {
    stored = state;
    doubtful.clear();
    deliveryCount = state.deliveryCount();
    holder = null;
    storing = null;
  }

  /// What a stored state says about the record, `null` when it starts behind it.
  @Nullable Stored in(SharePartitionState state) {
    if (offset < state.startOffset()) {
      return null;
    }
    for (DeliveryBatch batch : state.batches()) {
      if (offset >= batch.firstOffset() && offset <= batch.lastOffset()) {
        return new Stored(RecordState.of(batch.state()), batch.deliveryCount());
      }
    }
    return new Stored(RecordState.AVAILABLE, 0);
  }
}
