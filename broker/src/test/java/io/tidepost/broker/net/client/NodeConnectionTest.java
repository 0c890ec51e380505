package io.tidepost.broker.net.client;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.world.SystemRandomness;
import io.tidepost.broker.net.ConnectionInfo;
import io.tidepost.broker.net.Exchange;
import io.tidepost.broker.net.Frame;
import io.tidepost.broker.net.ListenerAddress;
import io.tidepost.broker.net.ListenerSecurity;
import io.tidepost.broker.net.Loops;
import io.tidepost.broker.net.NetOptions;
import io.tidepost.broker.net.NetServer;
import io.tidepost.wire.ApiKey;
import io.tidepost.wire.Message;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.WireWriter;
import io.tidepost.wire.message.ApiVersionsResponse;
import io.tidepost.wire.message.FindCoordinatorRequest;
import io.tidepost.wire.message.FindCoordinatorResponse;
import io.tidepost.wire.message.RequestHeader;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Connections to a node that speaks ApiVersions and FindCoordinator, over real sockets. The key of
/// a request comes back as the error message of its answer.
class NodeConnectionTest {

  private static final long SECONDS_MAX = 120;

  private final Loops loops = new Loops(2);
  private final List<NetServer> servers = new ArrayList<>();
  private final List<NodeConnection> connections = new ArrayList<>();
  private final AtomicInteger connected = new AtomicInteger();
  private final List<IOException> disconnected = new CopyOnWriteArrayList<>();
  private final List<Short> versions = new CopyOnWriteArrayList<>();
  private final List<Answering> withheld = new CopyOnWriteArrayList<>();
  private volatile short newestServed = FindCoordinatorRequest.HIGHEST_VERSION;
  private volatile boolean withholds;

  @AfterEach
  void stop() {
    connections.forEach(NodeConnection::close);
    servers.forEach(server -> server.stop(100));
    loops.close();
  }

  /// Answers one request, at once or when it is told.
  private final class Answering extends Exchange {
    private final RequestHeader header;
    private final Message answer;

    Answering(Frame frame) {
      super(frame);
      short api = frame.bytes().getShort(frame.bytes().position());
      WireReader in = new WireReader(frame.bytes());
      header = RequestHeader.read(in, (short) 2);
      if (api == ApiKey.API_VERSIONS.id()) {
        answer = versions();
      } else {
        var request = FindCoordinatorRequest.read(in, header.requestApiVersion);
        versions.add(header.requestApiVersion);
        var response = new FindCoordinatorResponse();
        var coordinator = new FindCoordinatorResponse.Coordinator();
        coordinator.key = request.coordinatorKeys.getFirst();
        response.coordinators.add(coordinator);
        answer = response;
      }
    }

    @Override
    protected boolean exclusive() {
      return false;
    }

    @Override
    protected void start() {
      if (withholds && header.requestApiKey != ApiKey.API_VERSIONS.id()) {
        withheld.add(this);
      } else {
        complete();
      }
    }

    void release() {
      complete();
    }

    @Override
    protected boolean write(WireWriter out) {
      out.writeInt32(header.correlationId);
      if (header.requestApiKey != ApiKey.API_VERSIONS.id()) {
        out.writeTags(null);
      }
      answer.write(out, header.requestApiVersion);
      return true;
    }
  }

  private ApiVersionsResponse versions() {
    var response = new ApiVersionsResponse();
    for (ApiKey api : List.of(ApiKey.API_VERSIONS, ApiKey.FIND_COORDINATOR)) {
      var version = new ApiVersionsResponse.ApiVersion();
      version.apiKey = api.id();
      version.minVersion = 0;
      version.maxVersion = api == ApiKey.FIND_COORDINATOR ? newestServed : 3;
      response.apiKeys.add(version);
    }
    return response;
  }

  private int serve(int port) throws IOException {
    NetServer server =
        new NetServer(
            loops,
            NetOptions.DEFAULT,
            (Frame frame, ConnectionInfo connection) -> new Answering(frame));
    servers.add(server);
    int bound = server.bind(new ListenerAddress("TEST", "127.0.0.1", port), ListenerSecurity.NONE);
    server.accept();
    return bound;
  }

  private NodeConnection connect(int port, int requestMillis) {
    ClientSettings settings =
        new ClientSettings("test", 5000, requestMillis, 5, 50, 16, 1 << 20, -1, -1);
    NodeConnection connection =
        new NodeConnection(
            new NodeConnection.Shared(
                loops, Runnable::run, SystemRandomness.INSTANCE, ClientSecurity.NONE, settings),
            loops.get(0),
            new NodeAddress(7, "127.0.0.1", port),
            new NodeConnection.Listener() {
              @Override
              public void connected() {
                connected.incrementAndGet();
              }

              @Override
              public void disconnected(IOException cause) {
                disconnected.add(cause);
              }
            });
    connections.add(connection);
    return connection;
  }

  private static CompletableFuture<String> ask(NodeConnection connection, String key) {
    CompletableFuture<String> result = new CompletableFuture<>();
    var request = new FindCoordinatorRequest();
    request.coordinatorKeys = List.of(key);
    connection.send(
        new SimpleCall<FindCoordinatorResponse>(
            FindCoordinatorRequest.API_KEY,
            (short) 4,
            FindCoordinatorRequest.HIGHEST_VERSION,
            request,
            FindCoordinatorResponse::read,
            0,
            (response, failure) -> finish(result, response, failure)));
    return result;
  }

  private static void finish(
      CompletableFuture<String> result,
      @Nullable FindCoordinatorResponse response,
      @Nullable IOException failure) {
    if (response != null) {
      result.complete(response.coordinators.getFirst().key);
    } else if (failure != null) {
      result.completeExceptionally(failure);
    }
  }

  private static String get(CompletableFuture<String> asked) throws Exception {
    return asked.get(SECONDS_MAX, TimeUnit.SECONDS);
  }

  private static IOException failure(CompletableFuture<String> asked) throws Exception {
    try {
      String answer = asked.get(SECONDS_MAX, TimeUnit.SECONDS);
      throw new AssertionError("answered " + answer);
    } catch (ExecutionException e) {
      return (IOException) Objects.requireNonNull(e.getCause());
    }
  }

  @Test
  void severalRequestsAreInFlightAndEachGetsItsAnswer() throws Exception {
    NodeConnection connection = connect(serve(0), 10_000);
    withholds = true;
    List<CompletableFuture<String>> asked = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      asked.add(ask(connection, "key-" + i));
    }
    await().atMost(Duration.ofSeconds(SECONDS_MAX)).until(() -> withheld.size() == 10);
    List<Answering> lastFirst = new ArrayList<>(withheld).reversed();
    lastFirst.forEach(Answering::release);
    for (int i = 0; i < 10; i++) {
      assertEquals("key-" + i, get(asked.get(i)));
    }
    assertEquals(1, connected.get());
  }

  @Test
  void theNewestVersionOfBothSidesIsSpoken() throws Exception {
    newestServed = 5;
    NodeConnection connection = connect(serve(0), 10_000);
    assertEquals("a", get(ask(connection, "a")));
    assertEquals(List.of((short) 5), versions);
    newestServed = 3;
    NodeConnection older = connect(serve(0), 10_000);
    assertTrue(String.valueOf(failure(ask(older, "b")).getMessage()).contains("does not serve"));
  }

  @Test
  void itComesBackWhenTheOtherNodeDoes() throws Exception {
    int port = serve(0);
    NodeConnection connection = connect(port, 10_000);
    assertEquals("a", get(ask(connection, "a")));
    withholds = true;
    CompletableFuture<String> lost = ask(connection, "lost");
    await().atMost(Duration.ofSeconds(SECONDS_MAX)).until(() -> withheld.size() == 1);
    servers.removeFirst().stop(1);
    assertTrue(String.valueOf(failure(lost).getMessage()).contains("node 7 at 127.0.0.1:" + port));
    await().atMost(Duration.ofSeconds(SECONDS_MAX)).until(() -> !disconnected.isEmpty());
    assertNotNull(refused(connection));
    withholds = false;
    serve(port);
    await()
        .atMost(Duration.ofSeconds(SECONDS_MAX))
        .until(() -> {
          try {
            return get(ask(connection, "again")).equals("again");
          } catch (ExecutionException e) {
            return false;
          }
        });
    assertEquals(2, connected.get());
  }

  private static ConnectException refused(NodeConnection connection) throws Exception {
    IOException failure = failure(ask(connection, "nobody"));
    assertTrue(failure.getCause() instanceof ConnectException, failure.toString());
    return (ConnectException) Objects.requireNonNull(failure.getCause());
  }

  @Test
  void anAnswerThatDoesNotComeEndsTheConnection() throws Exception {
    NodeConnection connection = connect(serve(0), 50);
    withholds = true;
    assertTrue(String.valueOf(failure(ask(connection, "late")).getMessage()).contains("in time"));
    withholds = false;
    assertEquals("next", get(ask(connection, "next")));
    assertEquals(2, connected.get());
  }

  @Test
  void waitingRequestsAreBounded() throws Exception {
    NodeConnection connection = connect(serve(0), 10_000);
    withholds = true;
    List<CompletableFuture<String>> asked = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      asked.add(ask(connection, "key-" + i));
    }
    await().atMost(Duration.ofSeconds(SECONDS_MAX)).until(() -> withheld.size() == 16);
    assertTrue(String.valueOf(failure(asked.get(19)).getMessage()).contains("too many"));
    withheld.forEach(Answering::release);
    assertEquals("key-0", get(asked.getFirst()));
  }

  @Test
  void itFollowsANodeThatMoves() throws Exception {
    NodeConnection connection;
    try (ServerSocket nobody = new ServerSocket(0)) {
      connection = connect(nobody.getLocalPort(), 10_000);
    }
    refused(connection);
    connection.moveTo(new NodeAddress(7, "localhost", serve(0)));
    assertEquals("here", get(ask(connection, "here")));
    connection.close();
    assertTrue(String.valueOf(failure(ask(connection, "x")).getMessage()).contains("closed here"));
  }
}
