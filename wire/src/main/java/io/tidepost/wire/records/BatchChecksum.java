package io.tidepost.wire.records;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// The CRC-32C of a batch: over everything from the attributes to the end.
public final class BatchChecksum {

  private BatchChecksum() {}

  /// Computes it from the bytes.
  ///
  /// @param start where the batch starts; all of it must be in the buffer
  public static int compute(ByteBuffer buffer, int start) {
    return over(
        buffer, start + BatchHeader.ATTRIBUTES, start + BatchHeader.sizeInBytes(buffer, start));
  }

  /// Whether the stored checksum is right.
  public static boolean matches(ByteBuffer buffer, int start) {
    return compute(buffer, start) == buffer.getInt(start + BatchHeader.CRC);
  }

  /// Stores the right checksum.
  public static void patch(ByteBuffer buffer, int start) {
    buffer.putInt(start + BatchHeader.CRC, compute(buffer, start));
  }

  private static int over(ByteBuffer buffer, int from, int to) {
    int position = buffer.position();
    int limit = buffer.limit();
    CRC32C crc = new CRC32C();
    buffer.limit(to).position(from);
    crc.update(buffer);
    buffer.limit(limit).position(position);
    return (int) crc.getValue();
  }
}
