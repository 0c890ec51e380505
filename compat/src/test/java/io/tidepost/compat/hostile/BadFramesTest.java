package io.tidepost.compat.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.tidepost.compat.raw.Connection;
import io.tidepost.compat.raw.Frames;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Frames that are no requests close the offender's connection and nobody else's, and take no
/// memory.
@ExtendWith(Shared.class)
final class BadFramesTest {
  private static final int CLOSE_LIMIT_MS = 120_000;

  private final ServerUnderTest server;
  private @Nullable DecentClient decent;

  BadFramesTest(ServerUnderTest server) {
    this.server = server;
  }

  @BeforeEach
  void startDecentClient() {
    decent = new DecentClient(new Clients(server));
  }

  @AfterEach
  void nobodyElseNoticed() throws InterruptedException {
    Objects.requireNonNull(decent).check();
  }

  private void assertCloses(ByteBuffer bytes) throws IOException {
    try (Connection connection = new Connection(server.port())) {
      connection.sendRaw(bytes);
      assertTrue(
          connection.closedByBroker(CLOSE_LIMIT_MS), "the broker answered instead of closing");
    }
  }

  private static ByteBuffer frame(int announced, byte... content) {
    return ByteBuffer.allocate(4 + content.length).putInt(announced).put(content).flip();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void garbageClosesTheConnection(int seed) throws IOException {
    byte[] garbage = new byte[1_000];
    new Random(seed).nextBytes(garbage);
    assertCloses(frame(garbage.length, garbage));
  }

  @Test
  void aNegativeLengthClosesTheConnection() throws IOException {
    assertCloses(frame(-1, new byte[16]));
    assertCloses(frame(Integer.MIN_VALUE, new byte[16]));
  }

  @Test
  void aLengthBeyondTheLimitClosesTheConnection() throws IOException {
    assertCloses(frame(Integer.MAX_VALUE, new byte[16]));
    assertCloses(frame(104_857_601, new byte[16]));
  }

  @Test
  void anotherProtocolClosesTheConnection() throws IOException {
    byte[] http = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    assertCloses(ByteBuffer.wrap(http));
  }

  @Test
  void anUnknownApiClosesTheConnection() throws IOException {
    ByteBuffer request = Frames.encode(new MetadataRequestData(), 9);
    assertCloses(request.putShort(4, (short) 999));
  }

  @Test
  void anUnknownVersionClosesTheConnection() throws IOException {
    ByteBuffer request = Frames.encode(new MetadataRequestData(), 9);
    assertCloses(request.putShort(6, (short) 99));
  }

  @Test
  void anUnknownVersionOfApiVersionsIsAnsweredWithWhatIsKnown() throws IOException {
    ByteBuffer request =
        Frames.encode(
            new ApiVersionsRequestData().setClientSoftwareName("x").setClientSoftwareVersion("1"),
            3);
    request.putShort(6, (short) 99);
    try (Connection connection = new Connection(server.port())) {
      connection.send(request);
      ApiVersionsResponseData response = connection.receive(new ApiVersionsResponseData(), 0);
      assertEquals(Errors.UNSUPPORTED_VERSION.code(), response.errorCode());
      assertTrue(response.apiKeys().stream().anyMatch(key -> key.apiKey() == 18));
    }
  }

  @Test
  void aRequestThatEndsTooEarlyClosesTheConnection() throws IOException {
    ByteBuffer whole = Frames.encode(new MetadataRequestData().setTopics(topics(3)), 9);
    for (int cut = 1; cut < whole.limit() - 14; cut += 3) {
      ByteBuffer part =
          ByteBuffer.allocate(whole.limit() - cut)
              .put(whole.duplicate().limit(whole.limit() - cut));
      part.putInt(0, part.capacity() - 4);
      assertCloses(part.flip());
    }
  }

  @Test
  void aCountBeyondTheFrameClosesTheConnectionAndTakesNoMemory() throws IOException {
    ByteBuffer request = Frames.encode(new MetadataRequestData().setTopics(topics(1)), 1);
    int countAt = request.limit() - 4 - 2 - "topic-0".length();
    assertEquals(1, request.getInt(countAt));
    request.putInt(countAt, Integer.MAX_VALUE);
    assertCloses(request);
  }

  private static List<MetadataRequestData.MetadataRequestTopic> topics(int count) {
    List<MetadataRequestData.MetadataRequestTopic> topics = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      topics.add(new MetadataRequestData.MetadataRequestTopic().setName("topic-" + i));
    }
    return topics;
  }

  @Test
  void memoryFollowsWhatHasArrivedAndNotWhatWasAnnounced() throws IOException {
    assumeFalse(
        ServerUnderTest.isApacheKafka(), "Apache Kafka 4.3.1 reserves what is announced and stops");
    long before = residentKilobytes();
    List<Connection> connections = new ArrayList<>();
    try {
      for (int i = 0; i < 60; i++) {
        Connection connection = new Connection(server.port());
        connections.add(connection);
        connection.sendRaw(frame(100_000_000, new byte[16]));
      }
      new Clients(server).topic("while-announced", 1);
      assertTrue(
          residentKilobytes() - before < 150_000,
          "grew by " + (residentKilobytes() - before) + " KB");
    } finally {
      connections.forEach(Connection::close);
    }
  }

  @Test
  void aThousandIdleAndSlowConnectionsHinderNobody() throws IOException {
    ByteBuffer request = Frames.encode(new MetadataRequestData(), 9);
    List<Connection> connections = new ArrayList<>();
    try {
      for (int i = 0; i < 1_000; i++) {
        Connection connection = new Connection(server.port());
        connections.add(connection);
        if (i % 2 == 0) {
          connection.sendRaw(request.duplicate().limit(5));
        }
      }
      Clients clients = new Clients(server);
      String topic = clients.topic("beside-idle", 1);
      clients.writeNumbers(topic, 0, 1, 1_000);
      assertEquals(1_000, clients.readAll(topic).size());
    } finally {
      connections.forEach(Connection::close);
    }
  }

  private long residentKilobytes() throws IOException {
    for (String line :
        Files.readAllLines(Path.of("/proc", Long.toString(server.pid()), "status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new AssertionError("no VmRSS");
  }
}
