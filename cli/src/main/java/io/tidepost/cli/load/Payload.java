package io.tidepost.cli.load;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The value of a record of the load: who wrote it, which one it is, when, and a checksum of all of
/// it, so that whatever is read back can be told apart.
///
/// @param run which run wrote it
/// @param producer number of the producer, from 0
/// @param sequence number of the record of this producer, from 0
/// @param nanos when it was due, by this process's counting clock
record Payload(long run, int producer, long sequence, long nanos) {

  /// Bytes that the smallest one takes.
  static final int SIZE_MIN = 8 + 4 + 8 + 8 + 4;

  private static final int HEAD = SIZE_MIN - 4;

  /// @param filler what is behind the head; a part of it that begins at a random place
  byte[] encode(int size, byte[] filler, RandomGenerator random) {
    byte[] value = new byte[size];
    ByteBuffer buffer = ByteBuffer.wrap(value);
    buffer.putLong(run).putInt(producer).putLong(sequence).putLong(nanos);
    int rest = size - SIZE_MIN;
    System.arraycopy(filler, random.nextInt(filler.length - rest), value, HEAD, rest);
    CRC32C checksum = new CRC32C();
    checksum.update(value, 0, size - 4);
    buffer.putInt(size - 4, (int) checksum.getValue());
    return value;
  }

  /// `null` when it is none, or not as it was written.
  static @Nullable Payload decode(byte @Nullable [] value) {
    if (value == null || value.length < SIZE_MIN) {
      return null;
    }
    CRC32C checksum = new CRC32C();
    checksum.update(value, 0, value.length - 4);
    ByteBuffer buffer = ByteBuffer.wrap(value);
    if (buffer.getInt(value.length - 4) != (int) checksum.getValue()) {
      return null;
    }
    return new Payload(buffer.getLong(), buffer.getInt(), buffer.getLong(), buffer.getLong());
  }
}
