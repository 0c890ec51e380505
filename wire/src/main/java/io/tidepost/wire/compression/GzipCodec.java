package io.tidepost.wire.compression;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// The gzip format (RFC 1952) by the JDK.
final class GzipCodec implements Codec {

  private static final int BUFFER_SIZE = 8192;

  @Override
  public void compress(byte[] source, int from, int length, int level, ByteSink sink) {
    try (OutputStream out = new LevelledOutput(sink, level)) {
      out.write(source, from, length);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
  }

  @Override
  public void decompress(byte[] source, int from, int length, ByteSink sink) {
    try (InputStream in =
        new GZIPInputStream(new ByteArrayInputStream(source, from, length), BUFFER_SIZE)) {
      Streams.drain(in, sink);
    } catch (IOException e) {
      throw CompressionException.corrupt("gzip", e);
    }
  }

  private static final class LevelledOutput extends GZIPOutputStream {
    LevelledOutput(OutputStream out, int level) throws IOException {
      super(out, BUFFER_SIZE);
      def.setLevel(level);
    }
  }
}
