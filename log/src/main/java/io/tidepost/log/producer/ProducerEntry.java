package io.tidepost.log.producer;

import java.util.Arrays;

/// One producer: its latest producer epoch and the last ten batches it appended, for telling
/// duplicates from gaps.
final class ProducerEntry {

  /// Kafka's idempotent clients have at most five requests in flight per connection. While a
  /// partition's leader changes, five may be unanswered at the one before, which this one has as a
  /// follower, and five more be under way here: the first of all may be sent again after that.
  static final int BATCHES = 10;

  private static final int WORDS = 3;

  final long producerId;
  short producerEpoch = -1;
  int coordinatorEpoch = -1;
  long lastTimestamp = -1;
  long transactionFirstOffset = -1;

  /// Ring of (last sequence << 32 | offset delta, last offset, timestamp).
  private final long[] ring = new long[BATCHES * WORDS];

  private int newest = -1;
  private int count;

  ProducerEntry(long producerId) {
    this.producerId = producerId;
  }

  ProducerEntry copy() {
    var copy = new ProducerEntry(producerId);
    copy.producerEpoch = producerEpoch;
    copy.coordinatorEpoch = coordinatorEpoch;
    copy.lastTimestamp = lastTimestamp;
    copy.transactionFirstOffset = transactionFirstOffset;
    System.arraycopy(ring, 0, copy.ring, 0, ring.length);
    copy.newest = newest;
    copy.count = count;
    return copy;
  }

  boolean hasBatches() {
    return count > 0;
  }

  /// Last sequence of the newest batch, -1 when there is none.
  int lastSequence() {
    return count == 0 ? -1 : lastSequence(newest);
  }

  long lastOffset() {
    return count == 0 ? -1 : ring[newest * WORDS + 1];
  }

  int lastOffsetDelta() {
    return count == 0 ? 0 : (int) ring[newest * WORDS];
  }

  private int lastSequence(int slot) {
    return (int) (ring[slot * WORDS] >>> 32);
  }

  /// Moves to another producer epoch: earlier batches mean nothing then.
  void startEpoch(short epoch) {
    if (epoch != producerEpoch) {
      producerEpoch = epoch;
      count = 0;
      newest = -1;
    }
  }

  /// Notes a batch. One that does not follow on the last was let in when that was not known here:
  /// what came before says nothing any more about what is a duplicate.
  void addBatch(int lastSequence, long lastOffset, int offsetDelta, long timestamp) {
    if (count > 0
        && !Sequences.follows(lastSequence(), Sequences.minus(lastSequence, offsetDelta))) {
      count = 0;
    }
    newest = (newest + 1) % BATCHES;
    count = Math.min(BATCHES, count + 1);
    ring[newest * WORDS] = ((long) lastSequence << 32) | (offsetDelta & 0xffffffffL);
    ring[newest * WORDS + 1] = lastOffset;
    ring[newest * WORDS + 2] = timestamp;
    lastTimestamp = timestamp;
  }

  /// Finds a remembered batch with exactly these sequences.
  ///
  /// @return its slot for [#baseOffsetAt], or -1
  int findBatch(int firstSequence, int lastSequence) {
    for (int i = 0; i < count; i++) {
      int slot = Math.floorMod(newest - i, BATCHES);
      if (lastSequence(slot) == lastSequence
          && Sequences.minus(lastSequence, (int) ring[slot * WORDS]) == firstSequence) {
        return slot;
      }
    }
    return -1;
  }

  long baseOffsetAt(int slot) {
    return ring[slot * WORDS + 1] - (int) ring[slot * WORDS];
  }

  long lastOffsetAt(int slot) {
    return ring[slot * WORDS + 1];
  }

  long timestampAt(int slot) {
    return ring[slot * WORDS + 2];
  }

  @Override
  public String toString() {
    return producerId + "/" + producerEpoch + Arrays.toString(ring);
  }
}
