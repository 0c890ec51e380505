package io.tidepost.wire.compression;

/// No compression.
final class StoredCodec implements Codec {

  @Override
  public void compress(byte[] source, int from, int length, int level, ByteSink sink) {
    sink.write(source, from, length);
  }

  @Override
  public void decompress(byte[] source, int from, int length, ByteSink sink) {
    sink.write(source, from, length);
  }
}
