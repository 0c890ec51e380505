package io.tidepost.wire.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.wire.Message;
import io.tidepost.wire.WireReader;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.protocol.types.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every message, every version, on seeded content: the bytes that Kafka writes are read and
/// written back by us without a difference, and Kafka reads out of ours what it had put in.
final class MessagesAgainstKafkaTest {

  private static final int ROUNDS = 80;

  static Stream<MessagePair> messages() {
    return MessagePair.all();
  }

  @ParameterizedTest
  @MethodSource("messages")
  void bytesAreKafkasBytes(MessagePair pair) {
    Schema[] schemas = pair.schemas();
    assertEquals(schemas.length - 1, pair.highestVersion());
    for (short version = 0; version < schemas.length; version++) {
      if (version < pair.lowestVersion()) {
        assertNull(schemas[version], () -> "Kafka has an older version of " + pair);
        continue;
      }
      assertNotNull(schemas[version]);
      for (int round = 0; round < ROUNDS; round++) {
        SplittableRandom random = new SplittableRandom(31L * version + round);
        roundTrip(pair, version, new SchemaBytes(random).message(schemas[version]), round);
      }
    }
  }

  private static void roundTrip(MessagePair pair, short version, ByteBuffer raw, int round) {
    ByteBuffer expected = pair.throughKafka(raw, version);
    String where = pair + " version " + version + " round " + round;
    Message fromRaw = read(pair, version, round % 2 == 0 ? raw : direct(raw), where);
    Message fromKafka = read(pair, version, expected, where);
    ByteBuffer written = MessagePair.write(fromRaw, version);
    assertEquals(expected, written, where);
    assertEquals(expected, MessagePair.write(fromKafka, version), where);
    assertEquals(fromKafka, fromRaw, where);
    assertEquals(pair.readWithKafka(raw, version), pair.readWithKafka(written, version), where);
  }

  private static Message read(MessagePair pair, short version, ByteBuffer bytes, String where) {
    WireReader in = new WireReader(bytes);
    Message message = pair.read(in, version);
    in.checkEnd(where);
    return message;
  }

  private static ByteBuffer direct(ByteBuffer bytes) {
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.remaining() + 10);
    direct.put(5, bytes, 0, bytes.remaining());
    return direct.limit(5 + bytes.remaining()).position(5);
  }

  /// Nothing of Kafka's is missing.
  @Test
  void coversEveryApi() {
    var names = messages().map(MessagePair::name).toList();
    assertTrue(names.size() > 270, () -> names.size() + " messages");
    for (ApiMessageType api : ApiMessageType.values()) {
      if (api.lowestSupportedVersion() <= api.highestSupportedVersion(true)) {
        assertTrue(names.contains(api.name + "Request"), api.name);
        assertTrue(names.contains(api.name + "Response"), api.name);
      }
    }
  }
}
