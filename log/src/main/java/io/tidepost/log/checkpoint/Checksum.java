package io.tidepost.log.checkpoint;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// CRC-32C of whole contents.
public final class Checksum {

  private Checksum() {}

  /// Of all bytes, unsigned.
  public static long of(byte[] bytes) {
    var crc = new CRC32C();
    crc.update(bytes);
    return crc.getValue();
  }

  /// Of a buffer's remaining bytes, unsigned; the position stays.
  public static long of(ByteBuffer bytes) {
    var crc = new CRC32C();
    crc.update(bytes.duplicate());
    return crc.getValue();
  }
}
