package io.tidepost.broker.hostile;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.broker.api.ApiRegistry.ServedApi;
import io.tidepost.broker.server.TestNode;
import io.tidepost.wire.ApiKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Sound headers with hostile bodies, for every API and version that is served: well-formed
/// nonsense first, then the same with bits flipped, lengths blown up, ends cut off. A node where
/// everybody may do everything takes it, so that nothing ends at the authorizer.
class HostileRequestsTest {

  private static final int ROUNDS = 12;
  private static final int PIPELINED = 6;
  private static final int PATIENCE_MILLIS = 120_000;

  /// Produce, Fetch, JoinGroup, SyncGroup, InitProducerId, AddPartitionsToTxn, EndTxn,
  /// TxnOffsetCommit, ShareFetch: they may wait for somebody else.
  private static final Set<Integer> WAITING = Set.of(0, 1, 11, 14, 22, 24, 26, 28, 78);

  private static final int WAITING_PATIENCE_MILLIS = 250;

  /// What nodes say to each other, and what takes a node out of its cluster: asked in earnest by
  /// somebody who may, it does what it says.
  private static final Set<Integer> BETWEEN_NODES = Set.of(52, 53, 54, 62, 63, 64, 80, 81);

  /// Whoever may delete or widen the broker's own topics takes away what others have in them:
  /// DeleteTopics, CreatePartitions.
  private static final Set<Integer> SPARING = Set.of(20, 37);

  @TempDir static Path directory;

  private static TestNode node;
  private static Innocent innocent;
  private static Health health;
  private static Faults faults;
  private static List<Uuid> topicIds = List.of();

  @BeforeAll
  static void start() throws Exception {
    node =
        TestNode.start(
            directory,
            "offsets.topic.num.partitions=2",
            "transaction.state.log.num.partitions=2",
            "share.coordinator.state.topic.num.partitions=2",
            "group.initial.rebalance.delay.ms=0",
            "num.partitions=1",
            "tidepost.durability=os");
    Map<String, Object> options = Map.of("bootstrap.servers", node.bootstrap());
    prey(options);
    innocent = new Innocent(options);
    health = new Health(node);
    faults = new Faults();
  }

  /// Topics, a group and a transactional id that exist, for attackers to find.
  private static void prey(Map<String, Object> options) throws Exception {
    try (Admin admin = Admin.create(options)) {
      var created =
          admin.createTopics(
              List.of(new NewTopic("prey", 2, (short) 1), new NewTopic("prey-2", 1, (short) 1)));
      topicIds = List.of(created.topicId("prey").get(), created.topicId("prey-2").get());
    }
    Map<String, Object> all = new java.util.HashMap<>(options);
    all.put("transactional.id", "prey-id");
    try (var producer = new KafkaProducer<>(all, new StringSerializer(), new StringSerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>("prey", "k", "v"));
      producer.commitTransaction();
    }
    for (String protocol : List.of("classic", "consumer")) {
      Map<String, Object> grouped = new java.util.HashMap<>(options);
      grouped.put("group.id", protocol.equals("classic") ? "prey-classic" : "prey-group");
      grouped.put("group.protocol", protocol);
      grouped.put("auto.offset.reset", "earliest");
      try (var consumer =
          new KafkaConsumer<>(grouped, new StringDeserializer(), new StringDeserializer())) {
        consumer.subscribe(List.of("prey"));
        org.awaitility.Awaitility.await()
            .atMost(Duration.ofSeconds(120))
            .until(() -> !consumer.poll(Duration.ofMillis(100)).isEmpty());
        consumer.commitSync();
      }
    }
  }

  @AfterAll
  static void stop() throws Exception {
    try {
      innocent.check();
      faults.assertNone("at the end");
      health.check();
    } finally {
      faults.close();
      innocent.close();
      node.close();
    }
  }

  static Stream<ServedApi> apis() {
    return node.served().stream().filter(api -> !BETWEEN_NODES.contains((int) api.apiKey()));
  }

  @ParameterizedTest
  @MethodSource("apis")
  void hostileBodiesHurtNobody(ServedApi api) throws Exception {
    attack(api, 1, ROUNDS);
  }

  @Tag("soak")
  @ParameterizedTest
  @MethodSource("apis")
  void moreHostileBodiesHurtNobody(ServedApi api) throws Exception {
    for (long seed = 2; seed < 40; seed++) {
      attack(api, seed, 40);
    }
  }

  private static void attack(ServedApi api, long seed, int rounds) throws Exception {
    String name = Objects.requireNonNull(ApiKey.of(api.apiKey())).apiName();
    boolean mayWait = WAITING.contains((int) api.apiKey());
    int patience = mayWait ? WAITING_PATIENCE_MILLIS : PATIENCE_MILLIS;
    var schemas = ApiMessageType.fromApiKey(api.apiKey()).requestSchemas();
    for (short version = api.lowestVersion(); version <= api.highestVersion(); version++) {
      String what = "%s version %d, seed %d".formatted(name, version, seed);
      var random = new SplittableRandom(seed * 1_000_003 + api.apiKey() * 101L + version);
      var bodies = new HostileBodies(random, topicIds, !SPARING.contains((int) api.apiKey()));
      List<byte[]> pipelined = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        byte[] body = bodies.body(schemas[version]);
        pipelined.add(Attacker.request(api.apiKey(), version, round, body));
        if (pipelined.size() == PIPELINED || mayWait) {
          expect(what, mayWait, Attacker.attack(node.port(), pipelined, patience));
          pipelined.clear();
        }
        byte[] damaged = Attacker.request(api.apiKey(), version, round, bodies.damage(body));
        expect(what, mayWait, Attacker.attack(node.port(), List.of(damaged), patience));
      }
      faults.assertNone(what);
    }
    innocent.check();
  }

  private static void expect(String what, boolean mayWait, Attacker.Outcome outcome) {
    if (!mayWait) {
      assertNotEquals(Attacker.Outcome.WAITS, outcome, what);
    }
  }

  @ParameterizedTest
  @MethodSource("apis")
  void versionsThatAreNotServedCloseTheirConnection(ServedApi api) throws Exception {
    if (api.apiKey() == ApiKey.API_VERSIONS.id()) {
      return; // answered with what is served
    }
    List<Attacker.Outcome> outcomes = new ArrayList<>();
    for (int version : new int[] {api.highestVersion() + 1, Short.MAX_VALUE, -1, Short.MIN_VALUE}) {
      byte[] frame = Attacker.request(api.apiKey(), api.highestVersion(), 1, new byte[8]);
      frame[2] = (byte) (version >> 8);
      frame[3] = (byte) version;
      outcomes.add(Attacker.attack(node.port(), List.of(frame), PATIENCE_MILLIS));
    }
    assertTrue(
        outcomes.equals(Collections.nCopies(4, Attacker.Outcome.CLOSED)), outcomes::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
        "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "SSH-2.0-OpenSSH_9.6\r\n",
        "*1\r\n$4\r\nPING\r\n",
        "\u0000\u0000\u0000\u0008\u0004\u00d2\u0016\u002f"
      })
  void otherProtocolsAreTurnedAway(String greeting) throws Exception {
    try (Attacker attacker = new Attacker(node.port())) {
      attacker.sendRaw(greeting.getBytes(StandardCharsets.ISO_8859_1));
      if (greeting.charAt(0) == 0) {
        attacker.sendRaw(new byte[4]); // the rest of what it announced
      }
      attacker.awaitClosed();
    }
    faults.assertNone(greeting);
  }
}
