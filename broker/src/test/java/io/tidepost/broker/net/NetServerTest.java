package io.tidepost.broker.net;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.wire.WireWriter;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/// Connections over real sockets, with a service whose replies the test gives itself. A request is
/// one number; a negative one is exclusive; the reply is the number again.
class NetServerTest {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static final NetOptions OPTIONS =
      new NetOptions(
          1 << 20, 64 << 20, 100, 100, Map.of(), 1000, 600_000, -1, -1, 50, 8, 256 << 10);

  private final Loops loops = new Loops(2);
  private final List<Held> started = new CopyOnWriteArrayList<>();
  private @Nullable NetServer server;
  private int replyBytes = 4;

  @AfterEach
  void stop() {
    if (server != null) {
      server.stop(100);
    }
    loops.close();
  }

  private final class Held extends Exchange {
    private final int number;

    Held(Frame frame) {
      super(frame);
      this.number = frame.bytes().getInt(frame.bytes().position());
    }

    @Override
    protected void start() {
      started.add(this);
    }

    @Override
    protected boolean exclusive() {
      return number < 0;
    }

    /// From 1,000 on, requests wait for something to happen.
    @Override
    protected boolean waits() {
      return number >= 1000;
    }

    @Override
    protected boolean write(WireWriter out) {
      out.writeInt32(number);
      out.writeRaw(ByteBuffer.allocate(replyBytes - 4));
      return true;
    }

    void answer() {
      complete();
    }

    void refuse() {
      completeByClosing("the test says so");
    }
  }

  private NetServer server() {
    return Objects.requireNonNull(server);
  }

  private Client connect(NetOptions options) throws IOException {
    if (server == null) {
      server = new NetServer(loops, options, (frame, connection) -> new Held(frame));
      server.bind(new ListenerAddress("PLAINTEXT", "127.0.0.1", 0), ListenerSecurity.NONE);
      server.accept();
    }
    return new Client();
  }

  private final class Client implements AutoCloseable {
    private final Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), server().ports().getFirst());
    private final DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    private final DataInputStream in = new DataInputStream(socket.getInputStream());

    Client() throws IOException {
      socket.setSoTimeout((int) LIMIT.toMillis());
    }

    void send(int... numbers) throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(8 * numbers.length);
      for (int number : numbers) {
        bytes.putInt(4).putInt(number);
      }
      out.write(bytes.array());
    }

    int receive() throws IOException {
      byte[] reply = new byte[in.readInt()];
      in.readFully(reply);
      return ByteBuffer.wrap(reply).getInt();
    }

    boolean isClosedByPeer() throws IOException {
      try {
        return in.read() < 0;
      } catch (SocketException e) {
        return true; // reset: what was sent was not read to its end
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private Held started(int count) {
    await()
        .atMost(LIMIT)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> started.size() >= count);
    return started.get(count - 1);
  }

  @Test
  void repliesLeaveInRequestOrderWhateverTheOrderTheyAreGivenIn() throws IOException {
    try (Client client = connect(OPTIONS)) {
      client.send(1, 2, 3, 4);
      started(4);
      for (int i : new int[] {2, 0, 3, 1}) {
        started.get(i).answer();
      }
      for (int i = 1; i <= 4; i++) {
        assertEquals(i, client.receive());
      }
    }
  }

  @Test
  void anExclusiveRequestRunsAlone() throws IOException {
    try (Client client = connect(OPTIONS)) {
      client.send(1, 2, -3, 4);
      started(2).answer();
      assertEquals(2, started.size());
      started.get(0).answer();
      assertEquals(-3, started(3).number);
      assertEquals(3, started.size());
      started.get(2).answer();
      started(4).answer();
      for (int expected : new int[] {1, 2, -3, 4}) {
        assertEquals(expected, client.receive());
      }
    }
  }

  @Test
  void notMoreThanTheLimitIsInFlight() throws IOException {
    try (Client client = connect(OPTIONS)) {
      client.send(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
      started(8);
      started.get(7).answer();
      assertEquals(8, started.size());
      for (int i = 0; i < 12; i++) {
        started(i + 1).answer();
        assertEquals(i + 1, client.receive());
      }
    }
  }

  @Test
  void aReaderThatDoesNotReadIsNotReadFromEither() throws IOException {
    replyBytes = 256 << 10;
    try (Client client = connect(OPTIONS)) {
      int most = 200;
      Thread sender =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  for (int i = 0; i < most; i++) {
                    client.send(i);
                  }
                } catch (IOException e) {
                  // the test is over
                }
              });
      Thread answerer =
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < most; i++) {
                  started(i + 1).answer();
                }
              });
      await().atMost(LIMIT).until(() -> !answerer.isAlive() || started.size() > 10);
      // 200 replies are 50 MB; what was served is what the sockets and one connection's bound take.
      assertTrue(started.size() < most, "all were served although nobody read");
      for (int i = 0; i < most; i++) {
        assertEquals(i, client.receive());
      }
      await().atMost(LIMIT).until(() -> !sender.isAlive() && !answerer.isAlive());
    }
  }

  @Test
  void impossibleSizesCloseThatConnectionOnly() throws IOException {
    try (Client good = connect(OPTIONS)) {
      for (int size : new int[] {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, (1 << 20) + 1}) {
        try (Client bad = connect(OPTIONS)) {
          bad.out.writeInt(size);
          assertTrue(bad.isClosedByPeer(), "size " + size);
        }
      }
      good.send(7);
      started(1).answer();
      assertEquals(7, good.receive());
    }
  }

  @Test
  void repliesBeforeARefusalStillLeave() throws IOException {
    try (Client client = connect(OPTIONS)) {
      client.send(1, 2, 3);
      started(3);
      started.get(1).refuse();
      started.get(0).answer();
      assertEquals(1, client.receive());
      assertTrue(client.isClosedByPeer());
    }
  }

  @Test
  void announcedBytesCostNothingAndMemoryIsGivenBack() throws IOException {
    try (Client first = connect(OPTIONS)) {
      List<Client> clients = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        Client client = connect(OPTIONS);
        client.out.writeInt(1 << 20);
        client.out.write(new byte[12]);
        clients.add(client);
      }
      await()
          .atMost(LIMIT)
          .until(() -> server().connectionCount() == 61 && server().frameBytes() > 0);
      assertTrue(server().frameBytes() <= 61 * 8192, () -> server().frameBytes() + " bytes");
      for (Client client : clients) {
        client.close();
      }
      await().atMost(LIMIT).until(() -> server().frameBytes() == 0);
    }
  }

  @RepeatedTest(5)
  void readingPausesWhenMemoryIsUsedUpAndEverythingIsServedInTheEnd() throws Exception {
    NetOptions tight =
        new NetOptions(
            1 << 20, 256 << 10, 100, 100, Map.of(), 1000, 600_000, -1, -1, 50, 8, 256 << 10);
    List<Thread> senders = new ArrayList<>();
    try (Client first = connect(tight)) {
      for (int i = 0; i < 8; i++) {
        Client client = connect(tight);
        senders.add(
            Thread.ofPlatform()
                .start(() -> {
                  try (client) {
                    for (int n = 0; n < 3; n++) {
                      client.out.writeInt(700_000);
                      client.out.write(new byte[700_000]);
                      client.receive();
                    }
                  } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                }));
      }
      for (int i = 1; i <= 24; i++) {
        started(i).answer();
      }
      for (Thread sender : senders) {
        sender.join();
      }
      await().atMost(LIMIT).until(() -> server().frameBytes() == 0);
    }
  }

  @Test
  void whenThereIsRoomAgainEverybodyWhoWaitsForItGoesOn() throws Exception {
    int limit = 256 << 10;
    NetOptions tight =
        new NetOptions(1 << 20, limit, 100, 100, Map.of(), 1000, 600_000, -1, -1, 50, 8, 256 << 10);
    try (Client large = connect(tight);
        Client excepted = connect(tight);
        Client one = connect(tight);
        Client two = connect(tight)) {
      large.out.writeInt(2 * limit);
      large.out.write(new byte[2 * limit]);
      Held held = started(1);
      for (Client client : List.of(excepted, one, two)) {
        long before = server().frameBytes();
        client.out.writeInt(4);
        await().atMost(LIMIT).until(() -> server().frameBytes() > before);
      }
      held.answer();
      await().atMost(LIMIT).until(() -> server().frameBytes() < limit);
      one.out.writeInt(1);
      two.out.writeInt(2);
      started(3);
      started.forEach(Held::answer);
      assertEquals(1, one.receive());
      assertEquals(2, two.receive());
    }
  }

  @Test
  void oneAddressMayHaveOnlySoManyConnections() throws IOException {
    NetOptions two =
        new NetOptions(
            1 << 20, 64 << 20, 100, 2, Map.of(), 1000, 600_000, -1, -1, 50, 8, 256 << 10);
    try (Client first = connect(two);
        Client second = connect(two);
        Client third = connect(two)) {
      assertTrue(third.isClosedByPeer());
      first.send(1);
      second.send(2);
      started(2);
      started.forEach(Held::answer);
      assertEquals(1, first.receive());
      assertEquals(2, second.receive());
    }
  }

  @Test
  void aStopWaitsForWhatIsInFlightAndForNothingElse() throws Exception {
    try (Client busy = connect(OPTIONS);
        Client idle = connect(OPTIONS);
        Client waiting = connect(OPTIONS)) {
      busy.send(1, 2);
      started(2);
      waiting.send(1000, 1001);
      started(4);
      Thread stopping = Thread.ofPlatform().start(() -> server().stop(600_000));
      assertTrue(idle.isClosedByPeer());
      assertTrue(waiting.isClosedByPeer());
      busy.send(3);
      started.stream().filter(held -> held.number < 3).forEach(Held::answer);
      assertEquals(1, busy.receive());
      assertEquals(2, busy.receive());
      assertTrue(busy.isClosedByPeer());
      stopping.join();
      assertEquals(4, started.size(), "nothing was started any more");
    }
  }

  @Test
  void silentConnectionsAreClosed() throws IOException {
    NetOptions hasty =
        new NetOptions(1 << 20, 64 << 20, 100, 100, Map.of(), 1000, 50, -1, -1, 50, 8, 256 << 10);
    try (Client client = connect(hasty)) {
      assertTrue(client.isClosedByPeer());
    }
  }
}
