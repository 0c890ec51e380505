package io.tidepost.replica;

import io.tidepost.base.TopicPartition;
import io.tidepost.base.Uuid;
import io.tidepost.log.AppendOrigin;
import io.tidepost.log.PartitionLog;
import java.nio.ByteBuffer;

/// The leader of one partition. Decides what may be appended and read, where the high watermark is,
/// and when those who wait are answered.
///
/// Single writer: every method runs on the partition's owner loop.
public final class PartitionLeader {

  /// Acknowledgements that a producer may ask for (`acks`).
  public static final short ACKS_NONE = 0;

  public static final short ACKS_LEADER = 1;
  public static final short ACKS_ALL = -1;

  private final Uuid topicId;
  private final PartitionLog log;

  public PartitionLeader(Uuid topicId, PartitionLog log) {
    this.topicId = topicId;
    this.log = log;
  }

  public TopicPartition topicPartition() {
    return log.topicPartition();
  }

  public Uuid topicId() {
    return topicId;
  }

  /// Takes valid batches for the log; written by the next [#flush], at the end of the owner loop's
  /// turn. The bytes must stay untouched until the callback is called; offsets are patched in
  /// place.
  ///
  /// @param batches from position to limit, checked for structure and checksum
  /// @param acks [#ACKS_LEADER] answers after the write, [#ACKS_ALL] once the high watermark passed
  ///   the records
  /// @param deadlineMillis when [#ACKS_ALL] gives up waiting (REQUEST_TIMED_OUT), wall clock
  public void append(
      ByteBuffer batches,
      AppendOrigin origin,
      short acks,
      long deadlineMillis,
      long nowMillis,
      AppendCallback callback) {
    throw new UnsupportedOperationException();
  }

  /// Everything before this offset is durable and may be read.
  public long highWatermark() {
    throw new UnsupportedOperationException();
  }

  public PartitionLog log() {
    return log;
  }
}
