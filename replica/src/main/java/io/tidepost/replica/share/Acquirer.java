package io.tidepost.replica.share;

import java.util.ArrayList;
import java.util.List;

/// Takes records for one fetch of one member: first what is available again, then what was never
/// delivered, in the order of the log.
final class Acquirer {

  private static final int SHIFT_MAX = 30;

  private final InFlight records;
  private final ShareSettings settings;
  private final AcquireRequest request;
  private final long lockedUntilMillis;
  private final List<AcquiredRange> acquired = new ArrayList<>();
  private long room;
  private long taken;
  private boolean enough;

  Acquirer(
      InFlight records, ShareSettings settings, AcquireRequest request, long lockedUntilMillis) {
    this.records = records;
    this.settings = settings;
    this.request = request;
    this.lockedUntilMillis = lockedUntilMillis;
    this.room = settings.recordLocksMax() - records.openCount();
    this.enough = request.recordsMax() <= 0;
  }

  /// @param fetchOffset where the log was read from
  /// @param batches what was read, in order
  Acquisition acquire(long fetchOffset, List<FetchedBatch> batches) {
    long next = Math.max(fetchOffset, records.startOffset());
    for (FetchedBatch batch : batches) {
      if (enough) {
        break;
      }
      // What compaction has removed will never be read.
      discard(next, batch.baseOffset() - 1);
      long first = Math.max(next, batch.baseOffset());
      if (batch.deliverable()) {
        takeAgain(first, batch.lastOffset());
        takeNew(batch.lastOffset());
      } else {
        discard(first, batch.lastOffset());
      }
      next = Math.max(next, batch.lastOffset() + 1);
    }
    return new Acquisition(acquired);
  }

  /// These offsets are no records.
  private void discard(long first, long last) {
    if (first > last) {
      return;
    }
    for (Stretch stretch : records.within(first, last)) {
      if (stretch.isAvailable()) {
        stretch.become(RecordState.ARCHIVED, stretch.deliveryCount);
      }
    }
    if (last >= records.endOffset()) {
      if (first > records.endOffset()) {
        throw new IllegalStateException(
            "offsets from " + records.endOffset() + " to " + first + " would be left out");
      }
      records.extend(last, RecordState.ARCHIVED, (short) 0);
    }
    records.join(first, last);
  }

  private void takeAgain(long first, long last) {
    if (first >= records.endOffset()) {
      return;
    }
    for (Stretch stretch : records.within(first, last)) {
      if (enough) {
        break;
      }
      if (stretch.isAvailable()) {
        takeAgain(stretch);
      }
    }
    records.join(first, last);
  }

  private void takeAgain(Stretch stretch) {
    long wanted = portion(stretch);
    if (wanted == 0) {
      enough = true;
      return;
    }
    long lastOffset = stretch.firstOffset + wanted - 1;
    for (Stretch part : records.within(stretch.firstOffset, lastOffset)) {
      acquire(part, (short) Math.min(Short.MAX_VALUE, part.deliveryCount + 1));
    }
    enough |= taken >= request.recordsMax();
  }

  /// How many records of a stretch are taken. Once records were delivered half as often as they may
  /// be, they come alone and in portions that halve each time, down to one.
  private long portion(Stretch stretch) {
    long wanted = stretch.count();
    if (request.mode() == AcquireMode.RECORD_LIMIT) {
      wanted = Math.min(wanted, request.recordsMax() - taken);
    }
    int excess = stretch.deliveryCount - settings.cautiousDeliveryCount();
    if (excess < 0) {
      return wanted;
    }
    if (taken > 0) {
      return 0;
    }
    enough = true;
    boolean lastTime = stretch.deliveryCount + 1 >= settings.deliveryCountLimit();
    long portion = lastTime ? 1 : stretch.count() >> Math.min(excess + 1, SHIFT_MAX);
    return Math.min(wanted, Math.max(1, portion));
  }

  private void takeNew(long lastOfBatch) {
    if (enough || lastOfBatch < records.endOffset()) {
      return;
    }
    if (room <= 0) {
      enough = true;
      return;
    }
    long last = lastOfBatch;
    if (request.mode() == AcquireMode.RECORD_LIMIT) {
      long wanted = Math.min(room, request.recordsMax() - taken);
      last = Math.min(last, records.endOffset() + wanted - 1);
    }
    Stretch added = records.extend(last, RecordState.AVAILABLE, (short) 0);
    room -= added.count();
    acquire(added, (short) 1);
    records.join(added.firstOffset, added.lastOffset);
    // What is left of a batch comes before anything behind it.
    enough |= taken >= request.recordsMax() || last < lastOfBatch;
  }

  private void acquire(Stretch stretch, short deliveryCount) {
    stretch.become(RecordState.ACQUIRED, deliveryCount);
    stretch.memberId = request.memberId();
    stretch.lockedUntilMillis = lockedUntilMillis;
    taken += stretch.count();
    AcquiredRange last = acquired.isEmpty() ? null : acquired.getLast();
    if (last != null
        && last.lastOffset() + 1 == stretch.firstOffset
        && last.deliveryCount() == deliveryCount
        && last.count() < request.batchSize()) {
      acquired.removeLast();
      acquired.add(new AcquiredRange(last.firstOffset(), stretch.lastOffset, deliveryCount));
    } else {
      acquired.add(new AcquiredRange(stretch.firstOffset, stretch.lastOffset, deliveryCount));
    }
  }
}
