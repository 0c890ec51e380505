package io.tidepost.broker.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {

  private static final int FRAME_MAX = 1 << 20;

  private final FrameMemory memory = new FrameMemory(1 << 30);
  private final FrameReader reader =
      new FrameReader(PooledByteBufAllocator.DEFAULT, memory, FRAME_MAX);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void framesComeOutWholeHoweverTheirBytesArrive(long seed) {
    Random random = new Random(seed);
    List<byte[]> sent = new ArrayList<>();
    ByteBuffer stream = ByteBuffer.allocate(8 << 20);
    for (int i = 0; i < 200; i++) {
      byte[] frame = new byte[1 + random.nextInt(random.nextInt(20) == 0 ? 300_000 : 3000)];
      random.nextBytes(frame);
      sent.add(frame);
      stream.putInt(frame.length).put(frame);
    }
    stream.flip();
    List<byte[]> received = new ArrayList<>();
    Queue<Frame> held = new ArrayDeque<>();
    while (stream.hasRemaining()) {
      feed(stream, 1 + random.nextInt(random.nextInt(3) == 0 ? 3 : 100_000));
      Frame frame;
      while ((frame = reader.next()) != null) {
        received.add(bytes(frame));
        held.add(frame);
        if (random.nextBoolean()) {
          held.remove().release();
        }
      }
    }
    assertEquals(sent.size(), received.size());
    for (int i = 0; i < sent.size(); i++) {
      assertArrayEquals(sent.get(i), received.get(i), "frame " + i);
    }
    held.forEach(Frame::release);
    reader.close();
    assertEquals(0, memory.used());
  }

  @Test
  void memoryFollowsWhatHasArrivedNotWhatWasAnnounced() {
    ByteBuffer stream = ByteBuffer.allocate(500_000).putInt(FRAME_MAX);
    stream.position(0).limit(16);
    feed(stream, 16);
    assertNull(reader.next());
    assertTrue(memory.used() <= 8192, () -> memory.used() + " bytes for 16");
    stream.limit(500_000);
    while (stream.hasRemaining()) {
      feed(stream, 5000);
      assertNull(reader.next());
      long bound = Math.max(8192, 8L * stream.position());
      assertTrue(memory.used() <= bound, () -> memory.used() + " bytes for " + stream.position());
    }
    reader.close();
    assertEquals(0, memory.used());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE, FRAME_MAX + 1, Integer.MAX_VALUE})
  void impossibleSizesAreRefused(int size) {
    ByteBuffer stream = ByteBuffer.allocate(4).putInt(size).flip();
    feed(stream, 4);
    FrameException refused = assertThrows(FrameException.class, reader::next);
    assertTrue(refused.reason().contains(String.valueOf(size)), refused.reason());
    reader.close();
    assertEquals(0, memory.used());
  }

  @Test
  void nothingIsHeldBetweenFrames() {
    ByteBuffer stream = ByteBuffer.allocate(14).putInt(10).position(14).flip();
    feed(stream, 14);
    Frame frame = Objects.requireNonNull(reader.next());
    assertEquals(10, frame.bytes().remaining());
    frame.release();
    assertEquals(0, memory.used());
  }

  private void feed(ByteBuffer stream, int most) {
    int left = Math.min(most, stream.remaining());
    while (left > 0) {
      ByteBuf target = reader.target();
      int count = Math.min(left, target.writableBytes());
      byte[] chunk = new byte[count];
      stream.get(chunk);
      int room = target.writableBytes();
      target.writeBytes(chunk);
      reader.wasRead(room, count);
      left -= count;
    }
  }

  private static byte[] bytes(Frame frame) {
    byte[] result = new byte[frame.bytes().remaining()];
    frame.bytes().duplicate().get(result);
    return result;
  }
}
