package io.tidepost.wire.compression;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Bytes in memory that grow up to a limit: what bounds a decompression bomb.
final class ByteSink extends OutputStream {

  private static final int FIRST_CAPACITY = 4096;

  private final int limit;
  private byte[] bytes;
  private int length;

  /// @param limit most bytes to take
  /// @param expected a guess at how many will come
  ByteSink(int limit, int expected) {
    this.limit = limit;
    this.bytes = new byte[Math.max(0, Math.min(limit, Math.max(expected, FIRST_CAPACITY)))];
  }

  /// Makes room behind what is there.
  ///
  /// @throws CompressionException when that exceeds the limit
  void ensure(int more) {
    if (more > limit - length) {
      throw CompressionException.tooLarge(limit);
    }
    if (more > bytes.length - length) {
      long doubled = Math.min(limit, 2L * bytes.length);
      bytes = Arrays.copyOf(bytes, (int) Math.max(doubled, length + more));
    }
  }

  /// The array that [#ensure] made room in.
  byte[] array() {
    return bytes;
  }

  int length() {
    return length;
  }

  /// Room behind what is there, at most the array's.
  int free() {
    return bytes.length - length;
  }

  /// Counts bytes that somebody put into [#array] behind [#length].
  void advance(int count) {
    length += count;
  }

  @Override
  public void write(int value) {
    ensure(1);
    bytes[length++] = (byte) value;
  }

  @Override
  public void write(byte[] source, int from, int count) {
    ensure(count);
    System.arraycopy(source, from, bytes, length, count);
    length += count;
  }

  ByteBuffer toBuffer() {
    return ByteBuffer.wrap(bytes, 0, length).slice();
  }
}
