package io.tidepost.wire.compression;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/// Zstandard frames (RFC 8878), by the native library.
final class ZstdCodec implements Codec {

  @Override
  public void compress(byte[] source, int from, int length, int level, ByteSink sink) {
    try (OutputStream out =
        new ZstdOutputStreamNoFinalizer(sink, RecyclingBufferPool.INSTANCE, level)) {
      out.write(source, from, length);
    } catch (IOException e) {
      throw new UncheckedIOException("zstd cannot compress", e);
    }
  }

  @Override
  public void decompress(byte[] source, int from, int length, ByteSink sink) {
    try (InputStream in =
        new ZstdInputStreamNoFinalizer(
            new ByteArrayInputStream(source, from, length), RecyclingBufferPool.INSTANCE)) {
      Streams.drain(in, sink);
    } catch (IOException e) {
      throw CompressionException.corrupt("zstd", e);
    }
  }
}
