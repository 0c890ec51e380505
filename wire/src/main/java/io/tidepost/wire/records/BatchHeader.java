package io.tidepost.wire.records;

import java.nio.ByteBuffer;

/// Where the fields of a record batch, magic 2, stand, and how to read and patch them in place. All
/// methods take the buffer and the batch's absolute start, so that walking a buffer allocates
/// nothing. The layout is the one of Kafka's protocol guide, "Record Batch".
public final class BatchHeader {

  /// Position of each field, in bytes from the start of the batch.
  public static final int BASE_OFFSET = 0;

  public static final int BATCH_LENGTH = 8;
  public static final int PARTITION_LEADER_EPOCH = 12;
  public static final int MAGIC = 16;
  public static final int CRC = 17;
  public static final int ATTRIBUTES = 21;
  public static final int LAST_OFFSET_DELTA = 23;
  public static final int BASE_TIMESTAMP = 27;
  public static final int MAX_TIMESTAMP = 35;
  public static final int PRODUCER_ID = 43;
  public static final int PRODUCER_EPOCH = 51;
  public static final int BASE_SEQUENCE = 53;
  public static final int RECORD_COUNT = 57;

  /// Length of the whole header, after which the records start.
  public static final int SIZE = 61;

  /// Base offset and batch length: what [#BATCH_LENGTH] does not count.
  public static final int LENGTH_OVERHEAD = 12;

  /// Attribute bits.
  public static final int CODEC_MASK = 0x07;

  public static final int LOG_APPEND_TIME_BIT = 0x08;
  public static final int TRANSACTIONAL_BIT = 0x10;
  public static final int CONTROL_BIT = 0x20;
  public static final int DELETE_HORIZON_BIT = 0x40;

  private BatchHeader() {}

  public static long baseOffset(ByteBuffer b, int start) {
    return b.getLong(start + BASE_OFFSET);
  }

  /// Size of the whole batch in bytes, header included.
  public static int sizeInBytes(ByteBuffer b, int start) {
    return b.getInt(start + BATCH_LENGTH) + LENGTH_OVERHEAD;
  }

  public static int leaderEpoch(ByteBuffer b, int start) {
    return b.getInt(start + PARTITION_LEADER_EPOCH);
  }

  public static byte magic(ByteBuffer b, int start) {
    return b.get(start + MAGIC);
  }

  /// The stored CRC-32C, unsigned.
  public static long crc(ByteBuffer b, int start) {
    return b.getInt(start + CRC) & 0xffffffffL;
  }

  public static short attributes(ByteBuffer b, int start) {
    return b.getShort(start + ATTRIBUTES);
  }

  /// The codec's number: 0 none, 1 gzip, 2 snappy, 3 lz4, 4 zstd; 5 to 7 are not assigned.
  public static int codec(ByteBuffer b, int start) {
    return attributes(b, start) & CODEC_MASK;
  }

  public static boolean isLogAppendTime(ByteBuffer b, int start) {
    return (attributes(b, start) & LOG_APPEND_TIME_BIT) != 0;
  }

  public static boolean isTransactional(ByteBuffer b, int start) {
    return (attributes(b, start) & TRANSACTIONAL_BIT) != 0;
  }

  public static boolean isControl(ByteBuffer b, int start) {
    return (attributes(b, start) & CONTROL_BIT) != 0;
  }

  public static int lastOffsetDelta(ByteBuffer b, int start) {
    return b.getInt(start + LAST_OFFSET_DELTA);
  }

  public static long lastOffset(ByteBuffer b, int start) {
    return baseOffset(b, start) + lastOffsetDelta(b, start);
  }

  public static long baseTimestamp(ByteBuffer b, int start) {
    return b.getLong(start + BASE_TIMESTAMP);
  }

  public static long maxTimestamp(ByteBuffer b, int start) {
    return b.getLong(start + MAX_TIMESTAMP);
  }

  public static long producerId(ByteBuffer b, int start) {
    return b.getLong(start + PRODUCER_ID);
  }

  public static short producerEpoch(ByteBuffer b, int start) {
    return b.getShort(start + PRODUCER_EPOCH);
  }

  public static int baseSequence(ByteBuffer b, int start) {
    return b.getInt(start + BASE_SEQUENCE);
  }

  public static int recordCount(ByteBuffer b, int start) {
    return b.getInt(start + RECORD_COUNT);
  }

  /// Gives the batch its place in the log. Neither field is covered by the CRC.
  public static void place(ByteBuffer b, int start, long baseOffset, int leaderEpoch) {
    b.putLong(start + BASE_OFFSET, baseOffset);
    b.putInt(start + PARTITION_LEADER_EPOCH, leaderEpoch);
  }
}
