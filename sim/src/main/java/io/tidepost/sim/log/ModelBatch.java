package io.tidepost.sim.log;

import java.nio.ByteBuffer;

/// A batch that was handed to the log.
final class ModelBatch {

  final long producerId;
  final int baseSequence;
  final int count;

  /// Timestamps of the records, or one for all of them with LogAppendTime.
  final long[] timestamps;

  /// As sent, for another attempt.
  final ByteBuffer sent;

  /// As it stands in the log; what the log patched is in there.
  ByteBuffer placed;

  long baseOffset = -1;

  /// A bit of it was flipped on the disk: it may be refused, but not served.
  boolean flipped;

  ModelBatch(long producerId, int baseSequence, int count, long[] timestamps, ByteBuffer sent) {
    this.producerId = producerId;
    this.baseSequence = baseSequence;
    this.count = count;
    this.timestamps = timestamps;
    this.sent = sent;
    this.placed = sent;
  }

  long endOffset() {
    return baseOffset + count;
  }

  boolean idempotent() {
    return producerId >= 0;
  }

  /// Whether it is the same batch of the same producer.
  ///
  /// @param at where it has to stand, -1 for anywhere
  boolean isCopyOf(ModelBatch other, long at) {
    return producerId == other.producerId
        && baseSequence == other.baseSequence
        && count == other.count
        && (at < 0 || baseOffset == at);
  }

  /// The same batch, to be placed once more.
  ModelBatch anew() {
    return new ModelBatch(producerId, baseSequence, count, timestamps.clone(), sent);
  }

  /// A copy of what was sent, in memory that the log may patch.
  ByteBuffer toSend() {
    ByteBuffer copy = ByteBuffer.allocate(sent.remaining());
    return copy.put(0, sent, 0, sent.remaining());
  }

  @Override
  public String toString() {
    return "batch at %d (%d records, producer %d, sequence %d%s)"
        .formatted(baseOffset, count, producerId, baseSequence, flipped ? ", flipped" : "");
  }
}
