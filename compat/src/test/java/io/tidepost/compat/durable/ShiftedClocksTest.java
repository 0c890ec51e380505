package io.tidepost.compat.durable;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidepost.compat.process.Host;
import io.tidepost.compat.server.TidepostCluster;
import io.tidepost.compat.support.Agreement;
import io.tidepost.compat.support.Clients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three nodes, each with a wall clock of its own that libfaketime sets and lets drift, as a
/// careless administrator or a broken time server would: the clock that only counts on is left
/// alone. Writing goes on meanwhile, and in the end everything acknowledged is there once, in
/// order. Without libfaketime it is not carried out.
class ShiftedClocksTest {
  private static final int NODES = 3;
  private static final int STEP = 200;
  private static final String AS_IT_IS = "+0 x1";

  /// How well two clocks agree that were not set, given what a slow machine does in between.
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir static Path home;

  private static TidepostCluster cluster;
  private static Clients clients;

  private String topic;
  private Load load;

  @BeforeAll
  static void start() throws IOException {
    Path library = library();
    for (int id = 1; id <= NODES; id++) {
      set(id, AS_IT_IS);
    }
    cluster =
        new TidepostCluster(
            home,
            NODES,
            id -> host(library, id),
            Map.of("leader.imbalance.check.interval.seconds", "1"));
    cluster.start();
    clients = new Clients(cluster.bootstrap());
    for (int id = 1; id <= NODES; id++) {
      stampedBy(id);
    }
  }

  private static Path library() throws IOException {
    Path libraries = Path.of("/usr/lib");
    try (Stream<Path> files = Files.find(libraries, 4, (path, _) -> isLibrary(path))) {
      return files
          .findFirst()
          .orElseGet(() -> Assumptions.abort("install libfaketime: no clock can be set here"));
    }
  }

  private static boolean isLibrary(Path path) {
    return path.endsWith("faketime/libfaketimeMT.so.1");
  }

  /// The loopback interface with a clock that says what the node's file says.
  private static Host host(Path library, int id) {
    return new Host(
        Host.LOOPBACK.address(),
        List.of(
            "env",
            "LD_PRELOAD=" + library,
            "FAKETIME_TIMESTAMP_FILE=" + clock(id),
            "FAKETIME_CACHE_DURATION=1",
            "FAKETIME_DONT_FAKE_MONOTONIC=1",
            "FAKETIME_FORCE_MONOTONIC_FIX=0",
            "NO_FAKE_STAT=1"));
  }

  private static Path clock(int id) {
    return home.resolve("clock-" + id);
  }

  /// Sets a node's clock in the terms of libfaketime, within a second.
  private static void set(int id, String offset) throws IOException {
    Path next = home.resolve("clock-next");
    Files.writeString(next, offset);
    Files.move(next, clock(id), StandardCopyOption.ATOMIC_MOVE);
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  /// A topic whose records get their time from this node.
  private static void stampedBy(int id) {
    List<Integer> nodes =
        IntStream.range(0, NODES).map(i -> (id - 1 + i) % NODES + 1).boxed().toList();
    var topic =
        new NewTopic("stamped-" + id, Map.of(0, nodes))
            .configs(Map.of("message.timestamp.type", "LogAppendTime"));
    try (Admin admin = clients.admin()) {
      Clients.get(admin.createTopics(List.of(topic)).all());
    }
    clients.awaitEverywhere(topic.name());
  }

  /// Waits until a node's clock is ahead of this machine's by about `offset`, as it stamps records.
  private static void awaitClock(int id, Duration offset) {
    awaitClock(id, ahead -> Math.abs(ahead - offset.toMillis()) < TOLERANCE.toMillis());
  }

  /// Waits until the milliseconds by which a node's clock is ahead of this machine's are as wanted.
  private static void awaitClock(int id, LongPredicate wanted) {
    try (Producer<String, String> producer = clients.producer()) {
      await()
          .until(() -> {
            var record = new ProducerRecord<String, String>("stamped-" + id, "now");
            long stamp = Clients.get(producer.send(record)).timestamp();
            return wanted.test(stamp - System.currentTimeMillis());
          });
    }
  }

  @BeforeEach
  void write() {
    topic = Clients.unique("shifted");
    try (Admin admin = clients.admin()) {
      var created =
          new NewTopic(topic, 1, (short) NODES).configs(Map.of("min.insync.replicas", "2"));
      Clients.get(admin.createTopics(List.of(created)).all());
    }
    awaitAllInSync();
    load = new Load(cluster.bootstrap(), topic);
    load.awaitMore(STEP);
  }

  @AfterEach
  void everythingAcknowledgedIsThere() throws IOException {
    for (int id = 1; id <= NODES; id++) {
      set(id, AS_IT_IS);
    }
    if (load == null) {
      return;
    }
    for (int id = 1; id <= NODES; id++) {
      awaitClock(id, Duration.ZERO);
    }
    awaitAllInSync();
    load.awaitMore(STEP);
    load.close();
    assertEquals(null, load.failure());
    awaitAllInSync();
    assertEquals(List.of(), load.history().violations(clients.readAll(topic)));
  }

  private int awaitAllInSync() {
    return Agreement.await(
            topic,
            places -> Set.copyOf(places.getFirst().inSync()).equals(Set.of(1, 2, 3)),
            cluster.node(1),
            cluster.node(2),
            cluster.node(3))
        .getFirst()
        .leader();
  }

  private static int activeController() {
    try (Admin admin = clients.admin()) {
      return Clients.get(admin.describeMetadataQuorum().quorumInfo()).leaderId();
    }
  }

  /// What the clock of `id` does while records are written: it jumps ahead, back behind the others,
  /// and home again.
  private void shift(int id) throws IOException {
    set(id, "+3h");
    awaitClock(id, HOUR.multipliedBy(3));
    load.awaitMore(STEP);
    set(id, "-50m"); // a client's time may be an hour ahead of the broker's
    awaitClock(id, Duration.ofMinutes(-50));
    load.awaitMore(STEP);
    set(id, AS_IT_IS);
    awaitClock(id, Duration.ZERO);
    load.awaitMore(STEP);
  }

  @Test
  void theClockOfALeaderIsSet() throws IOException {
    shift(awaitAllInSync());
  }

  @Test
  void theClockOfAFollowerIsSet() throws IOException {
    shift(awaitAllInSync() % NODES + 1);
  }

  @Test
  void theClockOfTheActiveControllerIsSet() throws IOException {
    shift(activeController());
  }

  /// One runs a minute a second, one hardly at all.
  @Test
  void clocksDrift() throws IOException {
    int leader = awaitAllInSync();
    set(leader, "+0 x60");
    set(leader % NODES + 1, "+0 x0.05");
    awaitClock(leader, ahead -> ahead > TOLERANCE.toMillis());
    load.awaitMore(STEP);
  }
}
