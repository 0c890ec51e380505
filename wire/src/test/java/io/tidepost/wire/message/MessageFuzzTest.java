package io.tidepost.wire.message;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.tidepost.wire.WireException;
import io.tidepost.wire.WireReader;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.kafka.common.protocol.types.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Damaged bytes of every message and version: our reader says no in one way only, and never
/// allocates out of proportion to what has arrived.
final class MessageFuzzTest {

  private static final int ROUNDS = 250;

  /// What reading may allocate: a constant, and so much per byte that arrived.
  private static final long ALLOCATION_CONSTANT = 256 * 1024;

  private static final long ALLOCATION_PER_BYTE = 200;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  static Stream<MessagePair> messages() {
    return MessagePair.all();
  }

  @ParameterizedTest
  @MethodSource("messages")
  void damageIsRefusedAndCheap(MessagePair pair) {
    Schema[] schemas = pair.schemas();
    for (short version = pair.lowestVersion(); version <= pair.highestVersion(); version++) {
      for (int round = 0; round < ROUNDS; round++) {
        SplittableRandom random = new SplittableRandom(77L * version + round);
        ByteBuffer bytes = new SchemaBytes(random).message(schemas[version]);
        damage(bytes, random);
        attempt(pair, version, bytes, round);
      }
    }
  }

  private static void damage(ByteBuffer bytes, SplittableRandom random) {
    if (bytes.limit() == 0) {
      return;
    }
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(bytes.limit());
      switch (random.nextInt(5)) {
        case 0 -> bytes.put(at, (byte) (bytes.get(at) ^ 1 << random.nextInt(8)));
        case 1 -> bytes.put(at, (byte) random.nextInt());
        case 2 -> fill(bytes, at, (byte) 0xff);
        case 3 -> {
          bytes.put(at, (byte) 0x7f);
          fill(bytes, at + 1, (byte) 0xff);
        }
        default -> bytes.limit(Math.max(1, at));
      }
    }
  }

  private static void fill(ByteBuffer bytes, int from, byte value) {
    for (int at = from; at < Math.min(from + 4, bytes.limit()); at++) {
      bytes.put(at, value);
    }
  }

  private static void attempt(MessagePair pair, short version, ByteBuffer bytes, int round) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      pair.read(new WireReader(bytes), version);
    } catch (WireException expected) {
      assertTrue(!expected.getMessage().isEmpty());
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    long allowed = ALLOCATION_CONSTANT + ALLOCATION_PER_BYTE * bytes.limit();
    assertTrue(
        allocated <= allowed,
        () ->
            pair
                + " version "
                + version
                + " round "
                + round
                + " allocated "
                + allocated
                + " bytes for "
                + bytes.limit());
  }
}
