package io.tidepost.wire.compression;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import net.jpountz.xxhash.XXHash32;
import net.jpountz.xxhash.XXHashFactory;

/// The LZ4 frame format as Kafka uses it: blocks of 64 KB that stand for themselves, no block
/// checksums, no content size. Reading takes every frame with independent blocks; like Kafka it
/// does not verify a content checksum (the batch's CRC covers the bytes).
final class Lz4Codec implements Codec {

  private static final int MAGIC = 0x184d2204;
  private static final int VERSION = 1;
  private static final int INDEPENDENT_BIT = 0x20;
  private static final int BLOCK_CHECKSUM_BIT = 0x10;
  private static final int CONTENT_SIZE_BIT = 0x08;
  private static final int CONTENT_CHECKSUM_BIT = 0x04;
  private static final int RESERVED_FLAG_BITS = 0x03;
  private static final int STORED_BIT = 0x80000000;
  private static final int BLOCK_SIZE_64_KB = 4;

  private final LZ4Factory factory = LZ4Factory.fastestInstance();
  private final LZ4SafeDecompressor decompressor = factory.safeDecompressor();
  private final XXHash32 hash = XXHashFactory.fastestInstance().hash32();

  @Override
  public void compress(byte[] source, int from, int length, int level, ByteSink sink) {
    LZ4Compressor compressor =
        level == Compression.LZ4.levelDefault()
            ? factory.fastCompressor()
            : factory.highCompressor(level);
    int blockSize = 1 << (8 + 2 * BLOCK_SIZE_64_KB);
    sink.ensure(7);
    ByteBuffer header = view(sink);
    int start = sink.length();
    header.putInt(start, MAGIC);
    header.put(start + 4, (byte) (VERSION << 6 | INDEPENDENT_BIT));
    header.put(start + 5, (byte) (BLOCK_SIZE_64_KB << 4));
    header.put(start + 6, headerChecksum(sink.array(), start + 4, 2));
    sink.advance(7);
    for (int done = 0; done < length; done += blockSize) {
      block(compressor, source, from + done, Math.min(blockSize, length - done), sink);
    }
    sink.ensure(4);
    view(sink).putInt(sink.length(), 0);
    sink.advance(4);
  }

  private static void block(
      LZ4Compressor compressor, byte[] source, int from, int length, ByteSink sink) {
    int most = compressor.maxCompressedLength(length);
    sink.ensure(4 + most);
    int at = sink.length();
    int size = compressor.compress(source, from, length, sink.array(), at + 4, most);
    if (size >= length) {
      System.arraycopy(source, from, sink.array(), at + 4, length);
      view(sink).putInt(at, length | STORED_BIT);
      sink.advance(4 + length);
    } else {
      view(sink).putInt(at, size);
      sink.advance(4 + size);
    }
  }

  private static ByteBuffer view(ByteSink sink) {
    return ByteBuffer.wrap(sink.array()).order(ByteOrder.LITTLE_ENDIAN);
  }

  private byte headerChecksum(byte[] bytes, int from, int length) {
    return (byte) (hash.hash(bytes, from, length, 0) >> 8);
  }

  @Override
  public void decompress(byte[] source, int from, int length, ByteSink sink) {
    ByteBuffer in = ByteBuffer.wrap(source, from, length).order(ByteOrder.LITTLE_ENDIAN);
    need(in, 7);
    if (in.getInt() != MAGIC) {
      throw CompressionException.corrupt("lz4: not a frame");
    }
    int descriptor = in.position();
    int flags = in.get() & 0xff;
    int blockDescriptor = in.get() & 0xff;
    int blockSizeMax = checkDescriptor(flags, blockDescriptor);
    if ((flags & CONTENT_SIZE_BIT) != 0) {
      need(in, 9);
      in.position(in.position() + 8);
    }
    byte expected = headerChecksum(source, descriptor, in.position() - descriptor);
    if (in.get() != expected) {
      throw CompressionException.corrupt("lz4: the header's checksum does not match");
    }
    while (block(in, (flags & BLOCK_CHECKSUM_BIT) != 0, blockSizeMax, sink)) {
      // Until the end mark.
    }
    if ((flags & CONTENT_CHECKSUM_BIT) != 0) {
      need(in, 4);
    }
  }

  private static int checkDescriptor(int flags, int blockDescriptor) {
    if (flags >>> 6 != VERSION || (flags & RESERVED_FLAG_BITS) != 0) {
      throw CompressionException.corrupt("lz4: unknown frame flags " + flags);
    }
    if ((flags & INDEPENDENT_BIT) == 0) {
      throw CompressionException.corrupt("lz4: blocks that depend on each other");
    }
    int code = blockDescriptor >>> 4;
    if (code < 4 || code > 7 || (blockDescriptor & 0x0f) != 0) {
      throw CompressionException.corrupt("lz4: unknown block size " + blockDescriptor);
    }
    return 1 << (8 + 2 * code);
  }

  /// Returns false at the end mark.
  private boolean block(ByteBuffer in, boolean checksum, int blockSizeMax, ByteSink sink) {
    need(in, 4);
    int head = in.getInt();
    int size = head & ~STORED_BIT;
    if (size == 0) {
      return false;
    }
    if (size > blockSizeMax) {
      throw CompressionException.corrupt("lz4: a block of " + size + " bytes");
    }
    need(in, checksum ? size + 4 : size);
    int at = in.arrayOffset() + in.position();
    if ((head & STORED_BIT) != 0) {
      sink.write(in.array(), at, size);
    } else {
      decompressBlock(in.array(), at, size, blockSizeMax, sink);
    }
    int found = checksum ? hash.hash(in.array(), at, size, 0) : 0;
    in.position(in.position() + size);
    if (checksum && in.getInt() != found) {
      throw CompressionException.corrupt("lz4: a block's checksum does not match");
    }
    return true;
  }

  private void decompressBlock(byte[] source, int from, int size, int blockSizeMax, ByteSink sink) {
    // No block expands more than 255 to 1, so a small block does not need room for the largest.
    int most = (int) Math.min(blockSizeMax, 255L * size);
    byte[] target = new byte[most];
    try {
      int count = decompressor.decompress(source, from, size, target, 0, most);
      sink.write(target, 0, count);
    } catch (LZ4Exception e) {
      throw CompressionException.corrupt("lz4", e);
    }
  }

  private static void need(ByteBuffer in, int size) {
    if (in.remaining() < size) {
      throw CompressionException.corrupt(
          "lz4: truncated, " + size + " bytes wanted, " + in.remaining() + " are left");
    }
  }
}
