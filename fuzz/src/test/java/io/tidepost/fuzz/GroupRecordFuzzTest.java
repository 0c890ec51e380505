package io.tidepost.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.GroupOptions;
import io.tidepost.coordinator.group.GroupSurroundings;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.coordinator.runtime.CorruptRecordException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Records of `__consumer_offsets`, one after the other: taken in, or passed over with a
/// [CorruptRecordException]; nothing else may stop a coordinator from loading.
class GroupRecordFuzzTest {

  private static final int TYPES = 40;

  /// A key of every type, with a group's name, and a value of some length.
  static Stream<byte[]> everyType() {
    return Stream.iterate(0, type -> type < TYPES, type -> type + 1)
        .map(type -> {
          ByteBuffer bytes = ByteBuffer.allocate(120);
          bytes.put((byte) 24).put((byte) 60);
          bytes.putShort((short) (int) type).putShort((short) 1).put((byte) 'g');
          return bytes.array();
        });
  }

  @MethodSource("everyType")
  @FuzzTest(maxDuration = "60s")
  void records(byte[] data) {
    GroupCoordinatorShard shard =
        new GroupCoordinatorShard(
            new GroupOptions(0, 6_000, 60_000, 100, 4_096, 1_000_000, 600_000, 5_000),
            (GroupSurroundings)
                Proxy.newProxyInstance(
                    GroupSurroundings.class.getClassLoader(),
                    new Class<?>[] {GroupSurroundings.class},
                    (proxy, method, arguments) -> {
                      throw new IllegalStateException("nobody is asked while loading");
                    }));
    ByteBuffer rest = ByteBuffer.wrap(data);
    for (long offset = 0; rest.remaining() >= 2; offset++) {
      byte[] key = new byte[Math.min(Byte.toUnsignedInt(rest.get()), rest.remaining() - 1)];
      int valueSize = rest.get();
      rest.get(key);
      byte[] value = valueSize < 0 ? null : new byte[Math.min(valueSize, rest.remaining())];
      if (value != null) {
        rest.get(value);
      }
      try {
        shard.apply(offset, -1, new CoordinatorRecord(key, value));
      } catch (CorruptRecordException passedOver) {
        // as it should be
      }
    }
    shard.groupIds();
  }
}
