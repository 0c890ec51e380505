package io.tidepost.replica.share;

import java.util.ArrayList;
import java.util.List;

/// Says what has to be stored for the changes that wait.
final class StateWrites {

  private StateWrites() {}

  /// Everything that is marked to change, and where the share partition starts after that. A change
  /// that was asked for before the last write was settled is among them, for it could not be part
  /// of that one.
  static StateWrite of(InFlight records) {
    List<StateBatch> batches = new ArrayList<>();
    long start = records.startOffset();
    int complete = 0;
    for (Stretch stretch : records.all()) {
      Change change = stretch.change;
      RecordState state = change == null ? stretch.state : change.target();
      if (state.isFinal() && start == stretch.firstOffset) {
        start = stretch.lastOffset + 1;
        continue;
      }
      complete += state.isFinal() ? (int) stretch.count() : 0;
      if (change != null) {
        append(batches, stretch, change);
      }
    }
    return new StateWrite(start, complete, batches);
  }

  private static void append(List<StateBatch> batches, Stretch stretch, Change change) {
    StateBatch last = batches.isEmpty() ? null : batches.getLast();
    if (last != null
        && last.lastOffset() + 1 == stretch.firstOffset
        && last.state() == change.target()
        && last.deliveryCount() == change.deliveryCount()) {
      batches.removeLast();
      batches.add(
          new StateBatch(
              last.firstOffset(), stretch.lastOffset, last.state(), last.deliveryCount()));
    } else {
      batches.add(
          new StateBatch(
              stretch.firstOffset, stretch.lastOffset, change.target(), change.deliveryCount()));
    }
  }
}
