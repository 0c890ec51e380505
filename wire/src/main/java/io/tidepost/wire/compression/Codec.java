package io.tidepost.wire.compression;

/// One way of compressing. Implementations have no state and are loaded when they are first used,
/// so that a native library nobody needs is never loaded.
interface Codec {

  /// Compresses into `sink`.
  ///
  /// @param level one that [Compression] allows
  void compress(byte[] source, int from, int length, int level, ByteSink sink);

  /// Decompresses all of it into `sink`.
  ///
  /// @throws CompressionException when the bytes are damaged, or more than the sink takes
  void decompress(byte[] source, int from, int length, ByteSink sink);
}
