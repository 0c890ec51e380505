package io.tidepost.log.compaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class OffsetMapTest {

  /// The reference vectors of SipHash-2-4-128: secret 00 01 … 0f, messages 00 01 … of length 0, 1,
  /// 8 and 15.
  @Test
  void hashesAsTheReferenceDoes() {
    var hash = new KeyHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
    ByteBuffer message = ByteBuffer.allocate(20);
    for (int i = 0; i < 16; i++) {
      message.put(2 + i, (byte) i);
    }
    check(hash, message, 0, 0xe6a825ba047f81a3L, 0x930255c71472f66dL);
    check(hash, message, 1, 0x44af996bd8c187daL, 0x45fc229b11597634L);
  }

  private static void check(KeyHash hash, ByteBuffer message, int length, long low, long high) {
    hash.hash(message, 2, length);
    assertEquals(Long.toHexString(low), Long.toHexString(hash.low()));
    assertEquals(Long.toHexString(high), Long.toHexString(hash.high()));
  }

  private static ByteBuffer key(int i) {
    return ByteBuffer.allocate(4).putInt(0, i);
  }

  @Test
  void keepsTheNewestOffsetOfEachKeyUntilItIsFull() {
    try (var map = new OffsetMap(100, 0.9, new KeyHash(1, 2))) {
      for (int i = 0; i < 90; i++) {
        assertFalse(map.isFull(), "full at " + i);
        map.put(key(i), 0, 4, i);
      }
      assertTrue(map.isFull());
      assertEquals(90, map.entries());
      for (int i = 0; i < 90; i += 2) {
        map.put(key(i), 0, 4, 1000 + i);
      }
      assertEquals(90, map.entries());
      for (int i = 0; i < 90; i++) {
        assertEquals(i % 2 == 0 ? 1000 + i : i, map.get(key(i), 0, 4));
      }
      assertEquals(-1, map.get(key(90), 0, 4));
      assertEquals(-1, map.get(key(0), 0, 0));
    }
  }

  @Test
  void takesNoMoreMemoryThanItIsGiven() {
    var settings = new CompactionSettings(2400, 0.9, 0, 0, new KeyHash(1, 2));
    assertEquals(100, settings.slotsFor(1_000_000));
    assertTrue(settings.slotsFor(5) < 10);
    try (var map = new OffsetMap(settings.slotsFor(1_000_000), 0.9, settings.hash())) {
      assertEquals(2400, map.sizeInBytes());
    }
  }
}
