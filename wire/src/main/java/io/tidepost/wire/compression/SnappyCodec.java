package io.tidepost.wire.compression;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.xerial.snappy.Snappy;

/// Snappy in the framing of the xerial library, which Kafka's Java client writes: a header of 16
/// bytes, then blocks, each behind its length. Reading also takes one raw block without any
/// framing, as librdkafka and others write it.
final class SnappyCodec implements Codec {

  private static final byte[] MAGIC = {(byte) 0x82, 'S', 'N', 'A', 'P', 'P', 'Y', 0};
  private static final int HEADER_SIZE = 16;
  private static final int VERSION = 1;
  private static final int BLOCK_SIZE = 32 * 1024;

  /// First four bytes of the header as a block length: a second stream follows the first.
  private static final int MAGIC_AS_LENGTH = 0x82534e41;

  @Override
  public void compress(byte[] source, int from, int length, int level, ByteSink sink) {
    sink.write(MAGIC, 0, MAGIC.length);
    writeInt(sink, VERSION);
    writeInt(sink, VERSION);
    try {
      for (int done = 0; done < length; done += BLOCK_SIZE) {
        int block = Math.min(BLOCK_SIZE, length - done);
        sink.ensure(4 + Snappy.maxCompressedLength(block));
        int lengthAt = sink.length();
        int size = Snappy.compress(source, from + done, block, sink.array(), lengthAt + 4);
        ByteBuffer.wrap(sink.array()).putInt(lengthAt, size);
        sink.advance(4 + size);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("snappy cannot compress", e);
    }
  }

  private static void writeInt(ByteSink sink, int value) {
    sink.write(value >>> 24);
    sink.write(value >>> 16);
    sink.write(value >>> 8);
    sink.write(value);
  }

  @Override
  public void decompress(byte[] source, int from, int length, ByteSink sink) {
    try {
      if (!isFramed(source, from, length)) {
        block(source, from, length, sink);
        return;
      }
      int end = from + length;
      int at = from + HEADER_SIZE;
      ByteBuffer view = ByteBuffer.wrap(source);
      while (at < end) {
        if (end - at < 4) {
          throw CompressionException.corrupt("snappy: truncated in a block's length");
        }
        int size = view.getInt(at);
        if (size == MAGIC_AS_LENGTH && isFramed(source, at, end - at)) {
          at += HEADER_SIZE;
          continue;
        }
        at += 4;
        if (size < 0 || size > end - at) {
          throw CompressionException.corrupt(
              "snappy: a block of " + size + " bytes, " + (end - at) + " are left");
        }
        block(source, at, size, sink);
        at += size;
      }
    } catch (IOException e) {
      throw CompressionException.corrupt("snappy", e);
    }
  }

  private static boolean isFramed(byte[] source, int from, int length) {
    if (length < HEADER_SIZE) {
      return false;
    }
    for (int i = 0; i < MAGIC.length; i++) {
      if (source[from + i] != MAGIC[i]) {
        return false;
      }
    }
    return true;
  }

  private static void block(byte[] source, int from, int length, ByteSink sink) throws IOException {
    int size = Snappy.uncompressedLength(source, from, length);
    if (size < 0) {
      throw CompressionException.corrupt("snappy: a block announces " + size + " bytes");
    }
    // Snappy cannot expand more than about 21 to 1: what announces more is not believed.
    if (size > 64L * length + 64) {
      throw CompressionException.corrupt(
          "snappy: a block of " + length + " bytes announces " + size);
    }
    sink.ensure(size);
    if (!Snappy.isValidCompressedBuffer(source, from, length)) {
      throw CompressionException.corrupt("snappy: damaged block");
    }
    sink.advance(Snappy.uncompress(source, from, length, sink.array(), sink.length()));
  }
}
