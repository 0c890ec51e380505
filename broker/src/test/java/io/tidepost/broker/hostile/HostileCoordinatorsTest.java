package io.tidepost.broker.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.broker.group.RawClient;
import io.tidepost.broker.server.TestNode;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.AddPartitionsToTxnRequest;
import io.tidepost.wire.message.AddPartitionsToTxnResponse;
import io.tidepost.wire.message.ConsumerGroupHeartbeatRequest;
import io.tidepost.wire.message.ConsumerGroupHeartbeatResponse;
import io.tidepost.wire.message.EndTxnRequest;
import io.tidepost.wire.message.EndTxnResponse;
import io.tidepost.wire.message.HeartbeatRequest;
import io.tidepost.wire.message.HeartbeatResponse;
import io.tidepost.wire.message.InitProducerIdRequest;
import io.tidepost.wire.message.InitProducerIdResponse;
import io.tidepost.wire.message.JoinGroupRequest;
import io.tidepost.wire.message.JoinGroupResponse;
import io.tidepost.wire.message.LeaveGroupRequest;
import io.tidepost.wire.message.LeaveGroupResponse;
import io.tidepost.wire.message.OffsetCommitRequest;
import io.tidepost.wire.message.OffsetCommitResponse;
import io.tidepost.wire.message.SyncGroupRequest;
import io.tidepost.wire.message.SyncGroupResponse;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Attacks on groups and transactions: storms of fencing, zombies, members nobody knows, patterns
/// that are meant to cost.
class HostileCoordinatorsTest {

  private static final int FENCERS = 8;
  private static final int FENCINGS = 25;

  @TempDir static Path directory;

  private static TestNode node;
  private static Innocent innocent;
  private static Health health;
  private static Faults faults;

  @BeforeAll
  static void start() throws Exception {
    node =
        TestNode.start(
            directory,
            "offsets.topic.num.partitions=1",
            "transaction.state.log.num.partitions=1",
            "group.initial.rebalance.delay.ms=0",
            "tidepost.durability=os");
    Map<String, Object> options = Map.of("bootstrap.servers", node.bootstrap());
    try (Admin admin = Admin.create(options)) {
      admin.createTopics(List.of(new NewTopic("storm", 1, (short) 1))).all().get();
    }
    innocent = new Innocent(options);
    faults = new Faults();
    health = new Health(node);
  }

  @AfterEach
  void nobodyNoticed() throws Exception {
    innocent.check();
    faults.assertNone("an attack");
  }

  @AfterAll
  static void stop() throws Exception {
    try {
      health.check();
    } finally {
      faults.close();
      innocent.close();
      node.close();
    }
  }

  private static InitProducerIdResponse init(RawClient client) throws IOException {
    var request = new InitProducerIdRequest();
    request.transactionalId = "storm";
    request.transactionTimeoutMs = 60_000;
    return client.call(request, 4, 2, InitProducerIdResponse::read);
  }

  private static ErrorCode add(RawClient client, InitProducerIdResponse producer)
      throws IOException {
    var request = new AddPartitionsToTxnRequest();
    request.v3AndBelowTransactionalId = "storm";
    request.v3AndBelowProducerId = producer.producerId;
    request.v3AndBelowProducerEpoch = producer.producerEpoch;
    var topic = new AddPartitionsToTxnRequest.AddPartitionsToTxnTopic();
    topic.name = "storm";
    topic.partitions.add(0);
    request.v3AndBelowTopics.add(topic);
    return ErrorCode.of(
        client
            .call(request, 3, 3, AddPartitionsToTxnResponse::read)
            .resultsByTopicV3AndBelow
            .getFirst()
            .resultsByPartition
            .getFirst()
            .partitionErrorCode);
  }

  private static ErrorCode end(RawClient client, InitProducerIdResponse producer)
      throws IOException {
    var request = new EndTxnRequest();
    request.transactionalId = "storm";
    request.producerId = producer.producerId;
    request.producerEpoch = producer.producerEpoch;
    request.committed = true;
    return ErrorCode.of(client.call(request, 3, 3, EndTxnResponse::read).errorCode);
  }

  @Test
  void aStormOfFencingLeavesOneOwnerAndNothingOfTheZombies() throws Exception {
    Map<String, Object> options =
        Map.of("bootstrap.servers", node.bootstrap(), "transactional.id", "storm");
    try (var first = new KafkaProducer<>(options, new StringSerializer(), new StringSerializer())) {
      first.initTransactions(); // the coordinator is at work from now on
    }
    List<InitProducerIdResponse> given = new ArrayList<>();
    try (var storm = Executors.newFixedThreadPool(FENCERS)) {
      List<Future<List<InitProducerIdResponse>>> all = new ArrayList<>();
      for (int i = 0; i < FENCERS; i++) {
        all.add(
            storm.submit((Callable<List<InitProducerIdResponse>>) HostileCoordinatorsTest::fence));
      }
      for (var each : all) {
        given.addAll(each.get());
      }
    }
    assertTrue(given.size() > FENCERS, given::toString);
    Set<String> identities = new java.util.HashSet<>();
    given.forEach(each -> identities.add(each.producerId + ":" + each.producerEpoch));
    assertEquals(given.size(), identities.size(), "an epoch was given to two producers");

    try (var last = new KafkaProducer<>(options, new StringSerializer(), new StringSerializer())) {
      last.initTransactions();
      last.beginTransaction();
      last.send(new ProducerRecord<>("storm", "the only one")).get();
      Set<ErrorCode> toldZombies = EnumSet.noneOf(ErrorCode.class);
      try (RawClient zombies = new RawClient(node.port())) {
        for (InitProducerIdResponse zombie : given) {
          toldZombies.add(add(zombies, zombie));
          toldZombies.add(end(zombies, zombie));
        }
      }
      assertTrue(
          Set.of(
                  ErrorCode.PRODUCER_FENCED,
                  ErrorCode.INVALID_PRODUCER_EPOCH,
                  ErrorCode.INVALID_PRODUCER_ID_MAPPING,
                  ErrorCode.INVALID_TXN_STATE)
              .containsAll(toldZombies),
          toldZombies::toString);
      last.commitTransaction();
    }
    assertEquals(List.of("the only one"), committed());
  }

  private static List<InitProducerIdResponse> fence() throws IOException {
    List<InitProducerIdResponse> given = new ArrayList<>();
    try (RawClient client = new RawClient(node.port())) {
      for (int i = 0; i < FENCINGS; i++) {
        InitProducerIdResponse answer = init(client);
        if (answer.errorCode == 0) {
          given.add(answer);
          if (i % 3 == 0) {
            add(client, answer);
          }
        }
      }
    }
    return given;
  }

  private static List<String> committed() {
    Map<String, Object> options =
        Map.of(
            "bootstrap.servers", node.bootstrap(),
            "isolation.level", "read_committed",
            "auto.offset.reset", "earliest");
    List<String> values = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(options, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(new TopicPartition("storm", 0)));
      org.awaitility.Awaitility.await()
          .atMost(Duration.ofSeconds(120))
          .until(() -> {
            consumer.poll(Duration.ofMillis(100)).forEach(each -> values.add(each.value()));
            return !values.isEmpty();
          });
    }
    return values;
  }

  @Test
  void membersNobodyKnowsChangeNothing() throws Exception {
    try (RawClient client = new RawClient(node.port())) {
      for (String group : List.of("innocent", "missing")) {
        var heartbeat = new HeartbeatRequest();
        heartbeat.groupId = group;
        heartbeat.memberId = "nobody";
        heartbeat.generationId = 1;
        assertNotEquals(0, client.call(heartbeat, 4, 4, HeartbeatResponse::read).errorCode);
        var sync = new SyncGroupRequest();
        sync.groupId = group;
        sync.memberId = "nobody";
        sync.generationId = 1;
        assertNotEquals(0, client.call(sync, 5, 4, SyncGroupResponse::read).errorCode);
        var leave = new LeaveGroupRequest();
        leave.groupId = group;
        var gone = new LeaveGroupRequest.MemberIdentity();
        gone.memberId = "nobody";
        leave.members.add(gone);
        var left = client.call(leave, 5, 4, LeaveGroupResponse::read);
        assertTrue(left.errorCode != 0 || left.members.getFirst().errorCode != 0);
        for (int generation : new int[] {-1, 0, 1, Integer.MAX_VALUE}) {
          if (generation < 0 && group.equals("missing")) {
            continue; // commits without a group at work are allowed, as in Kafka
          }
          ErrorCode answer = commit(client, group, generation, "nobody");
          assertNotEquals(ErrorCode.NONE, answer);
          assertNotEquals(ErrorCode.UNKNOWN_SERVER_ERROR, answer);
        }
      }
      assertNotEquals(ErrorCode.NONE, commit(client, "innocent", -1, ""), "a group at work");
    }
  }

  private static ErrorCode commit(RawClient client, String group, int generation, String member)
      throws IOException {
    var request = new OffsetCommitRequest();
    request.groupId = group;
    request.generationIdOrMemberEpoch = generation;
    request.memberId = member;
    var topic = new OffsetCommitRequest.OffsetCommitRequestTopic();
    topic.name = "innocent";
    var partition = new OffsetCommitRequest.OffsetCommitRequestPartition();
    partition.committedOffset = Long.MAX_VALUE;
    partition.committedMetadata = "m";
    topic.partitions.add(partition);
    request.topics.add(topic);
    return ErrorCode.of(
        client
            .call(request, 9, 8, OffsetCommitResponse::read)
            .topics
            .getFirst()
            .partitions
            .getFirst()
            .errorCode);
  }

  private static ConsumerGroupHeartbeatRequest heartbeat(String member) {
    var request = new ConsumerGroupHeartbeatRequest();
    request.groupId = "patterns";
    request.memberId = member;
    request.memberEpoch = 0;
    request.rebalanceTimeoutMs = 60_000;
    request.topicPartitions = new ArrayList<>();
    request.subscribedTopicRegex = "";
    return request;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"((a{1,100}){1,100}){1,100}", "(?:a{1,1000}){1,1000}", "DEEP", "ROW", "LONG", "("})
  void patternsThatExplodeAreRefused(String pattern) throws Exception {
    try (RawClient client = new RawClient(node.port())) {
      var request = heartbeat(org.apache.kafka.common.Uuid.randomUuid().toString());
      request.subscribedTopicRegex =
          switch (pattern) {
            case "DEEP" -> "(".repeat(16_000) + "a" + ")".repeat(16_000);
            case "ROW" -> "a?".repeat(16_000);
            case "LONG" -> "x".repeat(32_000);
            default -> pattern;
          };
      var answer = client.call(request, 1, 0, ConsumerGroupHeartbeatResponse::read);
      assertEquals(ErrorCode.INVALID_REGULAR_EXPRESSION, ErrorCode.of(answer.errorCode));
    }
  }

  @Test
  void absurdMembersAreRefused() throws Exception {
    try (RawClient client = new RawClient(node.port())) {
      var assignor = heartbeat(org.apache.kafka.common.Uuid.randomUuid().toString());
      assignor.serverAssignor = "nobody-knows";
      assertEquals(
          ErrorCode.UNSUPPORTED_ASSIGNOR,
          ErrorCode.of(
              client.call(assignor, 1, 0, ConsumerGroupHeartbeatResponse::read).errorCode));
    }
    for (int size : new int[] {900 << 10, 3 << 20}) {
      try (RawClient client = new RawClient(node.port())) {
        JoinGroupResponse first = client.call(join(size, ""), 9, 6, JoinGroupResponse::read);
        assertEquals(ErrorCode.MEMBER_ID_REQUIRED, ErrorCode.of(first.errorCode));
        var second = client.call(join(size, first.memberId), 9, 6, JoinGroupResponse::read);
        assertNotEquals(ErrorCode.UNKNOWN_SERVER_ERROR, ErrorCode.of(second.errorCode));
      } catch (EOFException | SocketException e) {
        continue; // closed: as good as an error
      }
    }
  }

  /// A member with so many bytes of metadata in a hundred protocols.
  private static JoinGroupRequest join(int size, String member) {
    var request = new JoinGroupRequest();
    request.groupId = "absurd-" + size;
    request.memberId = member;
    request.protocolType = "consumer";
    request.sessionTimeoutMs = 10_000;
    request.rebalanceTimeoutMs = 10_000;
    for (int i = 0; i < 100; i++) {
      var protocol = new JoinGroupRequest.JoinGroupRequestProtocol();
      protocol.name = "protocol-" + i;
      protocol.metadata = ByteBuffer.allocate(size / 100);
      request.protocols.add(protocol);
    }
    return request;
  }
}
