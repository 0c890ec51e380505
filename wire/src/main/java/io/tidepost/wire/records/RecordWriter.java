package io.tidepost.wire.records;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Encodes records, magic 2, one behind the other in growing memory.
final class RecordWriter {

  /// Most bytes of a varint of 64 bits.
  private static final int VARLONG_MAX = 10;

  private byte[] bytes = new byte[256];
  private int size;

  int size() {
    return size;
  }

  ByteBuffer toBuffer() {
    return ByteBuffer.wrap(bytes, 0, size).slice();
  }

  void write(
      long timestampDelta,
      int offsetDelta,
      @Nullable ByteBuffer key,
      @Nullable ByteBuffer value,
      List<RecordHeader> headers) {
    byte[][] names = names(headers);
    varlong(bodySize(timestampDelta, offsetDelta, key, value, headers, names));
    ensure(1);
    bytes[size++] = 0;
    varlong(timestampDelta);
    varlong(offsetDelta);
    nullable(key);
    nullable(value);
    varlong(headers.size());
    for (int i = 0; i < names.length; i++) {
      nullable(ByteBuffer.wrap(names[i]));
      nullable(headers.get(i).value());
    }
  }

  private static byte[][] names(List<RecordHeader> headers) {
    byte[][] names = new byte[headers.size()][];
    for (int i = 0; i < names.length; i++) {
      names[i] = headers.get(i).name().getBytes(StandardCharsets.UTF_8);
    }
    return names;
  }

  private static int bodySize(
      long timestampDelta,
      int offsetDelta,
      @Nullable ByteBuffer key,
      @Nullable ByteBuffer value,
      List<RecordHeader> headers,
      byte[][] names) {
    int body =
        1
            + sizeOf(timestampDelta)
            + sizeOf(offsetDelta)
            + sizeOf(key)
            + sizeOf(value)
            + sizeOf(headers.size());
    for (int i = 0; i < names.length; i++) {
      body += sizeOf(names[i].length) + names[i].length + sizeOf(headers.get(i).value());
    }
    return body;
  }

  private static int sizeOf(@Nullable ByteBuffer value) {
    return value == null ? 1 : sizeOf(value.remaining()) + value.remaining();
  }

  private static int sizeOf(long value) {
    long zigzag = (value << 1) ^ (value >> 63);
    return Math.max(1, (70 - Long.numberOfLeadingZeros(zigzag)) / 7);
  }

  private void nullable(@Nullable ByteBuffer value) {
    if (value == null) {
      varlong(-1);
      return;
    }
    int length = value.remaining();
    varlong(length);
    ensure(length);
    value.get(value.position(), bytes, size, length);
    size += length;
  }

  private void varlong(long value) {
    ensure(VARLONG_MAX);
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  private void ensure(int more) {
    if (more > bytes.length - size) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), 2 * bytes.length));
    }
  }
}
