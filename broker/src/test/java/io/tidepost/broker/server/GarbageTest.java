package io.tidepost.broker.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.WireWriter;
import io.tidepost.wire.message.ApiVersionsResponse;
import io.tidepost.wire.message.RequestHeader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What strangers may send: their connection is closed, the node goes on and nobody else notices.
class GarbageTest {

  private static final short API_VERSIONS = 18;

  @TempDir static Path directory;

  private static TestNode node;

  @BeforeAll
  static void start() throws Exception {
    node = TestNode.start(directory);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port());
    socket.setSoTimeout(120_000);
    return socket;
  }

  /// A header that ends after the client id, for versions that are not flexible.
  private static byte[] header(short apiKey, short version, int correlationId) {
    WireWriter out = new WireWriter();
    RequestHeader header = new RequestHeader();
    header.requestApiKey = apiKey;
    header.requestApiVersion = version;
    header.correlationId = correlationId;
    header.clientId = "test";
    header.write(out, (short) 1);
    ByteBuffer bytes = out.toBuffer();
    byte[] result = new byte[bytes.remaining()];
    bytes.get(result);
    return result;
  }

  private static void send(Socket socket, byte[] frame) throws IOException {
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    out.write(ByteBuffer.allocate(4 + frame.length).putInt(frame.length).put(frame).array());
  }

  private static boolean isClosed(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketException e) {
      return true; // reset: what was sent was not read to its end
    }
  }

  private static ApiVersionsResponse apiVersions(Socket socket, int correlationId)
      throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    byte[] frame = new byte[in.readInt()];
    in.readFully(frame);
    WireReader reader = new WireReader(ByteBuffer.wrap(frame));
    assertEquals(correlationId, reader.readInt32());
    ApiVersionsResponse response = ApiVersionsResponse.read(reader, (short) 0);
    reader.checkEnd("ApiVersions");
    return response;
  }

  private static void assertServes() throws IOException {
    try (Socket socket = connect()) {
      send(socket, header(API_VERSIONS, (short) 0, 77));
      assertEquals(0, apiVersions(socket, 77).errorCode);
    }
  }

  @Test
  void aClientThatIsTooNewLearnsWhatIsSpokenHere() throws IOException {
    try (Socket socket = connect()) {
      send(socket, header(API_VERSIONS, (short) 99, 5));
      ApiVersionsResponse response = apiVersions(socket, 5);
      assertEquals(ErrorCode.UNSUPPORTED_VERSION.code(), response.errorCode);
      var own =
          response.apiKeys.stream().filter(api -> api.apiKey == API_VERSIONS).findFirst().get();
      assertEquals(5, own.maxVersion);
      send(socket, header(API_VERSIONS, (short) 0, 6));
      assertEquals(0, apiVersions(socket, 6).errorCode, "the connection goes on");
    }
  }

  @Test
  void produceIsAdvertisedFromVersionZeroAndOthersFromTheirLowest() throws IOException {
    try (Socket socket = connect()) {
      send(socket, header(API_VERSIONS, (short) 0, 1));
      for (var api : apiVersions(socket, 1).apiKeys) {
        if (api.apiKey == 0) {
          assertEquals(0, api.minVersion);
          assertEquals(13, api.maxVersion);
        } else if (api.apiKey == 1) {
          assertEquals(4, api.minVersion);
          assertEquals(18, api.maxVersion);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, -1, 999, 32767})
  void unknownApisCloseTheirConnection(int apiKey) throws IOException {
    try (Socket socket = connect()) {
      send(socket, header((short) apiKey, (short) 0, 1));
      assertTrue(isClosed(socket));
    }
    assertServes();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 14, -1, 32767})
  void unknownVersionsOfProduceCloseTheirConnection(int version) throws IOException {
    try (Socket socket = connect()) {
      send(socket, header((short) 0, (short) version, 1));
      assertTrue(isClosed(socket));
    }
    assertServes();
  }

  @Test
  void truncatedRequestsCloseTheirConnection() throws IOException {
    for (short apiKey = 0; apiKey < 70; apiKey++) {
      try (Socket socket = connect()) {
        byte[] header = header(apiKey, (short) 4, 1);
        byte[] frame = java.util.Arrays.copyOf(header, header.length + 1);
        frame[header.length] = 77;
        send(socket, frame);
        send(socket, new byte[] {1});
        drainUntilClosed(socket);
      }
    }
    assertServes();
  }

  private static void drainUntilClosed(Socket socket) throws IOException {
    byte[] chunk = new byte[8192];
    try {
      while (socket.getInputStream().read(chunk) >= 0) {
        // whatever it answers first
      }
    } catch (SocketException e) {
      // reset is a way of closing
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void randomBytesHurtNobody(long seed) throws IOException {
    Random random = new Random(seed);
    try (Socket honest = connect()) {
      for (int i = 0; i < 60; i++) {
        try (Socket socket = connect()) {
          byte[] garbage = new byte[1 + random.nextInt(2000)];
          random.nextBytes(garbage);
          if (random.nextBoolean()) {
            ByteBuffer.wrap(garbage, 0, Math.min(2, garbage.length))
                .put((byte) 0)
                .put(garbage.length > 1 ? new byte[] {(byte) random.nextInt(70)} : new byte[0]);
            send(socket, garbage);
          } else {
            socket.getOutputStream().write(garbage);
          }
        } catch (SocketException e) {
          // it closed while we were still sending
        }
        send(honest, header(API_VERSIONS, (short) 0, i));
        assertEquals(0, apiVersions(honest, i).errorCode);
      }
    }
  }

  @Test
  void manyLargeAnnouncementsCostNothing() throws IOException {
    long before = Runtime.getRuntime().totalMemory();
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Socket socket = connect();
      socket.getOutputStream().write(ByteBuffer.allocate(16).putInt(100 << 20).array());
      sockets.add(socket);
    }
    await()
        .atMost(Duration.ofSeconds(120))
        .untilAsserted(() -> assertTrue(node.server().frameBytes() >= 60 * 4096));
    assertTrue(node.server().frameBytes() < 2 << 20, () -> node.server().frameBytes() + " bytes");
    assertServes();
    assertTrue(Runtime.getRuntime().totalMemory() - before < 64 << 20);
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
