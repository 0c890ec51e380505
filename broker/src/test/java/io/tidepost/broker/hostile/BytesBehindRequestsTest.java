package io.tidepost.broker.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidepost.broker.server.TestNode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.MetadataResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Requests that end before their frames do are answered: librdkafka 2.x sends such a Metadata
/// request when it wants to know of all topics.
class BytesBehindRequestsTest {

  private static final short METADATA = 3;

  @TempDir Path directory;

  @Test
  void librdkafkasWishForAllTopicsIsAnswered() throws Exception {
    try (TestNode node = TestNode.start(directory);
        Attacker client = new Attacker(node.port())) {
      for (short version : new short[] {9, 12, 13}) {
        // All topics, not to be created, without rights, without tags; in version 9 with one more
        // flag; and what is left of the four bytes that librdkafka keeps for their number.
        byte[] body = new byte[version == 9 ? 5 + 3 : 4 + 3];
        client.send(Attacker.request(METADATA, version, 7, body));
        WireReader in = new WireReader(ByteBuffer.wrap(client.answer()));
        assertEquals(7, in.readInt32());
        in.readTagCount();
        assertEquals(1, MetadataResponse.read(in, version).brokers.size());
      }
    }
  }
}
