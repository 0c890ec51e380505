package io.tidepost.log;

import io.tidepost.wire.records.BatchHeader;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// Builds small uncompressed batches by hand, so that the log's tests do not depend on the builder
/// of the wire room.
final class Batches {

  private int count = 1;
  private int valueSize = 20;
  private long timestamp = 1_000;
  private long producerId = -1;
  private short producerEpoch = -1;
  private int baseSequence = -1;
  private int attributes;
  private byte fill = 'v';
  private long[] timestamps = {};

  static Batches of(int count) {
    var b = new Batches();
    b.count = count;
    return b;
  }

  Batches valueSize(int bytes) {
    valueSize = bytes;
    return this;
  }

  Batches timestamp(long millis) {
    timestamp = millis;
    return this;
  }

  Batches timestamps(long... millis) {
    timestamps = millis;
    count = millis.length;
    return this;
  }

  Batches producer(long id, int epoch, int sequence) {
    producerId = id;
    producerEpoch = (short) epoch;
    baseSequence = sequence;
    return this;
  }

  Batches transactional() {
    attributes |= BatchHeader.TRANSACTIONAL_BIT;
    return this;
  }

  Batches attributes(int bits) {
    attributes |= bits;
    return this;
  }

  Batches fill(int b) {
    fill = (byte) b;
    return this;
  }

  ByteBuffer build() {
    ByteBuffer records = ByteBuffer.allocate(count * (valueSize + 40));
    long first = timestamps.length > 0 ? timestamps[0] : timestamp;
    long max = first;
    for (int i = 0; i < count; i++) {
      long at = timestamps.length > 0 ? timestamps[i] : timestamp;
      max = Math.max(max, at);
      record(records, i, at - first);
    }
    records.flip();
    return frame(records, first, max, count);
  }

  static ByteBuffer marker(
      long producerId, int producerEpoch, boolean commit, int coordinatorEpoch, long timestamp) {
    var b = of(1).producer(producerId, producerEpoch, -1);
    b.attributes = BatchHeader.TRANSACTIONAL_BIT | BatchHeader.CONTROL_BIT;
    ByteBuffer record = ByteBuffer.allocate(64);
    ByteBuffer body = ByteBuffer.allocate(32);
    body.put((byte) 0);
    varint(body, 0);
    varint(body, 0);
    varint(body, 4);
    body.putShort((short) 0).putShort((short) (commit ? 1 : 0));
    varint(body, 6);
    body.putShort((short) 0).putInt(coordinatorEpoch);
    varint(body, 0);
    body.flip();
    varint(record, body.remaining());
    record.put(body).flip();
    return b.frame(record, timestamp, timestamp, 1);
  }

  private void record(ByteBuffer to, int offsetDelta, long timestampDelta) {
    ByteBuffer body = ByteBuffer.allocate(valueSize + 32);
    body.put((byte) 0);
    varint(body, timestampDelta);
    varint(body, offsetDelta);
    varint(body, -1);
    varint(body, valueSize);
    for (int i = 0; i < valueSize; i++) {
      body.put(fill);
    }
    varint(body, 0);
    body.flip();
    varint(to, body.remaining());
    to.put(body);
  }

  private ByteBuffer frame(ByteBuffer records, long first, long max, int recordCount) {
    ByteBuffer b = ByteBuffer.allocateDirect(BatchHeader.SIZE + records.remaining());
    b.putLong(0).putInt(b.capacity() - BatchHeader.LENGTH_OVERHEAD).putInt(-1).put((byte) 2);
    b.putInt(0).putShort((short) attributes).putInt(recordCount - 1).putLong(first).putLong(max);
    b.putLong(producerId).putShort(producerEpoch).putInt(baseSequence).putInt(recordCount);
    b.put(records).flip();
    var crc = new CRC32C();
    crc.update(b.slice(BatchHeader.ATTRIBUTES, b.limit() - BatchHeader.ATTRIBUTES));
    b.putInt(BatchHeader.CRC, (int) crc.getValue());
    return b;
  }

  static void varint(ByteBuffer b, long value) {
    long raw = (value << 1) ^ (value >> 63);
    while ((raw & ~0x7fL) != 0) {
      b.put((byte) ((raw & 0x7f) | 0x80));
      raw >>>= 7;
    }
    b.put((byte) raw);
  }

  static ByteBuffer join(ByteBuffer... batches) {
    int size = 0;
    for (ByteBuffer b : batches) {
      size += b.remaining();
    }
    ByteBuffer all = ByteBuffer.allocateDirect(size);
    for (ByteBuffer b : batches) {
      all.put(b);
    }
    return all.flip();
  }
}
