package io.tidepost.broker.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.tidepost.broker.api.ApiRegistry.ServedApi;
import io.tidepost.broker.server.TestNode;
import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.wire.ApiKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody who may do nothing sends all APIs in all versions, with names of what exists and of
/// what does not: afterwards everything is as it was.
class RefusedRequestsTest {

  private static final int ROUNDS = 8;
  private static final int PATIENCE_MILLIS = 120_000;
  private static final String LOGIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"admin\""
          + " password=\"secret\";";

  @TempDir Path directory;

  private TestNode start() throws Exception {
    return TestNode.start(
        directory,
        "listeners=PLAINTEXT://127.0.0.1:0,SASL://127.0.0.1:0",
        "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL:SASL_PLAINTEXT",
        "sasl.enabled.mechanisms=PLAIN",
        "listener.name.sasl.plain.sasl.jaas.config="
            + "a.PlainLoginModule required user_admin=\"secret\";",
        "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "super.users=User:admin",
        "offsets.topic.num.partitions=2",
        "transaction.state.log.num.partitions=2",
        "group.initial.rebalance.delay.ms=0",
        "tidepost.durability=os");
  }

  private static Map<String, Object> admin(TestNode node) {
    Map<String, Object> options = new HashMap<>();
    options.put("bootstrap.servers", "127.0.0.1:" + node.port("SASL"));
    options.put("security.protocol", "SASL_PLAINTEXT");
    options.put("sasl.mechanism", "PLAIN");
    options.put("sasl.jaas.config", LOGIN);
    return options;
  }

  @Test
  void nothingChanges() throws Exception {
    try (TestNode node = start();
        Admin admin = Admin.create(admin(node))) {
      List<Uuid> ids = prey(node, admin);
      try (Innocent innocent = new Innocent(admin(node));
          Faults faults = new Faults()) {
        Health health = new Health(node);
        MetadataImage before = node.server().context().image();
        Map<String, Long> ends = ends(node);
        for (ServedApi api : node.served()) {
          attack(node, api, ids);
          faults.assertNone(name(api));
        }
        innocent.check();
        MetadataImage after = node.server().context().image();
        assertSame(before.topics(), after.topics());
        assertSame(before.configs(), after.configs());
        assertSame(before.acls(), after.acls());
        assertSame(before.kept(), after.kept());
        assertEquals(ends, ends(node));
        assertEquals(
            Set.of("innocent"),
            admin.listGroups().all().get().stream()
                .map(GroupListing::groupId)
                .collect(Collectors.toSet()));
        health.check();
      }
    }
  }

  private static List<Uuid> prey(TestNode node, Admin admin) throws Exception {
    var created =
        admin.createTopics(
            List.of(new NewTopic("prey", 2, (short) 1), new NewTopic("prey-2", 1, (short) 1)));
    List<Uuid> ids = List.of(created.topicId("prey").get(), created.topicId("prey-2").get());
    Map<String, Object> options = admin(node);
    options.put("transactional.id", "prey-id");
    try (var producer =
        new KafkaProducer<>(options, new StringSerializer(), new StringSerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>("prey", "k", "v"));
      producer.commitTransaction();
    }
    return ids;
  }

  /// Ends of all logs but those that the innocent writes to.
  private static Map<String, Long> ends(TestNode node) {
    Map<String, Long> ends = new TreeMap<>();
    for (HostedPartition partition : node.server().context().partitions().all()) {
      String name = partition.topicPartition().toString();
      if (!name.contains("innocent") && !name.contains("__consumer_offsets")) {
        ends.put(name, partition.leader().log().logEndOffset());
      }
    }
    return ends;
  }

  private static String name(ServedApi api) {
    return Objects.requireNonNull(ApiKey.of(api.apiKey())).apiName();
  }

  private static void attack(TestNode node, ServedApi api, List<Uuid> ids) throws Exception {
    var schemas = ApiMessageType.fromApiKey(api.apiKey()).requestSchemas();
    for (short version = api.lowestVersion(); version <= api.highestVersion(); version++) {
      var random = new SplittableRandom(77 + api.apiKey() * 101L + version);
      var bodies = new HostileBodies(random, ids, true);
      List<byte[]> requests = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        byte[] body = bodies.body(schemas[version]);
        requests.add(Attacker.request(api.apiKey(), version, round, body));
      }
      String what = name(api) + " version " + version;
      assertNotEquals(
          Attacker.Outcome.WAITS,
          Attacker.attack(node.port(), requests, PATIENCE_MILLIS),
          () -> what + ": nothing that is refused is waited for");
    }
  }
}
