package io.tidepost.wire.compression;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import net.jpountz.lz4.LZ4FrameOutputStream.FLG;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyOutputStream;

/// The framings that clients other than Kafka's Java client use, levels, limits and damage.
final class CompressionTest {

  private static final int LIMIT = 1 << 20;

  private static byte[] content(int size) {
    StringBuilder text = new StringBuilder();
    SplittableRandom random = new SplittableRandom(size);
    while (text.length() < size) {
      text.append("word").append(random.nextInt(50)).append(' ');
    }
    return text.substring(0, size).getBytes(UTF_8);
  }

  private static void assertPlain(byte[] expected, Compression codec, byte[] packed) {
    assertEquals(ByteBuffer.wrap(expected), codec.decompress(ByteBuffer.wrap(packed), LIMIT));
  }

  @ParameterizedTest
  @CsvSource({
    "GZIP, -1",
    "GZIP, 1",
    "GZIP, 9",
    "LZ4, 1",
    "LZ4, 9",
    "LZ4, 17",
    "ZSTD, -5",
    "ZSTD, 3",
    "ZSTD, 19",
    "SNAPPY, 0",
    "NONE, 0"
  })
  void everyLevelComesBack(Compression codec, int level) {
    for (int size : new int[] {0, 1, 100, 32_768, 65_536, 200_000}) {
      byte[] plain = content(size);
      ByteBuffer direct = ByteBuffer.allocateDirect(size).put(plain).flip();
      ByteBuffer packed = codec.compress(direct, level);
      assertEquals(0, direct.position());
      assertEquals(direct, codec.decompress(packed, size));
    }
  }

  @Test
  void knowsItsLevelsAndNames() {
    assertTrue(Compression.GZIP.hasLevel(-1));
    assertTrue(!Compression.GZIP.hasLevel(0));
    assertTrue(!Compression.LZ4.hasLevel(18));
    assertThrows(
        IllegalArgumentException.class,
        () -> Compression.ZSTD.compress(ByteBuffer.allocate(1), 23));
    assertNull(Compression.of(5));
    assertNull(Compression.of(-1));
    for (Compression codec : Compression.values()) {
      assertEquals(codec, Compression.of(codec.id()));
      assertEquals(codec, Compression.named(codec.codecName()));
      assertEquals(
          codec.codecName(),
          org.apache.kafka.common.record.internal.CompressionType.forId(codec.id()).name);
    }
  }

  @Test
  void readsRawSnappy() throws IOException {
    byte[] plain = content(100_000);
    assertPlain(plain, Compression.SNAPPY, Snappy.compress(plain));
  }

  @Test
  void readsSeveralXerialStreams() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    for (int part = 1; part <= 3; part++) {
      byte[] piece = content(50_000 * part);
      plain.write(piece);
      ByteArrayOutputStream stream = new ByteArrayOutputStream();
      try (OutputStream snappy = new SnappyOutputStream(stream)) {
        snappy.write(piece);
      }
      packed.write(stream.toByteArray());
    }
    assertPlain(plain.toByteArray(), Compression.SNAPPY, packed.toByteArray());
  }

  @ParameterizedTest
  @EnumSource(BLOCKSIZE.class)
  void readsLz4FramesOfOthers(BLOCKSIZE blockSize) throws IOException {
    byte[] plain = content(300_000);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream lz4 =
        new LZ4FrameOutputStream(
            packed,
            blockSize,
            plain.length,
            FLG.Bits.BLOCK_INDEPENDENCE,
            FLG.Bits.BLOCK_CHECKSUM,
            FLG.Bits.CONTENT_CHECKSUM,
            FLG.Bits.CONTENT_SIZE)) {
      lz4.write(plain);
    }
    assertPlain(plain, Compression.LZ4, packed.toByteArray());
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void oneByteOverTheLimitIsTooMuch(Compression codec) {
    byte[] plain = content(70_000);
    ByteBuffer packed = codec.compress(ByteBuffer.wrap(plain), codec.levelDefault());
    assertEquals(plain.length, codec.decompress(packed, plain.length).remaining());
    CompressionException refusal =
        assertThrows(CompressionException.class, () -> codec.decompress(packed, plain.length - 1));
    assertTrue(refusal.isTooLarge());
  }

  @ParameterizedTest
  @EnumSource(
      value = Compression.class,
      names = {"GZIP", "SNAPPY", "LZ4", "ZSTD"})
  void damageIsRefusedAndCheap(Compression codec) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    byte[] plain = content(20_000);
    ByteBuffer sound = codec.compress(ByteBuffer.wrap(plain), codec.levelDefault());
    for (int seed = 0; seed < 2000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] packed = new byte[sound.remaining()];
      sound.get(0, packed);
      for (int i = random.nextInt(6); i >= 0; i--) {
        packed[random.nextInt(packed.length)] = (byte) random.nextInt();
      }
      int length = random.nextInt(3) == 0 ? random.nextInt(packed.length) : packed.length;
      long before = threads.getCurrentThreadAllocatedBytes();
      try {
        codec.decompress(ByteBuffer.wrap(packed, 0, length), LIMIT);
      } catch (CompressionException expected) {
        assertTrue(expected.getMessage() != null);
      }
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      assertTrue(allocated < 12L * LIMIT, () -> codec + " allocated " + allocated);
    }
  }
}
