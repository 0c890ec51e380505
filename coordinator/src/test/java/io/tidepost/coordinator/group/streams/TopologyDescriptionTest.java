package io.tidepost.coordinator.group.streams;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.coordinator.group.Client;
import io.tidepost.coordinator.group.GroupOptions;
import io.tidepost.coordinator.group.GroupWorld;
import io.tidepost.coordinator.group.SeededRandomness;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.StreamsGroupDescribeResponse.DescribedGroup;
import io.tidepost.wire.message.StreamsGroupHeartbeatRequest;
import io.tidepost.wire.message.StreamsGroupHeartbeatRequest.Subtopology;
import io.tidepost.wire.message.StreamsGroupHeartbeatRequest.Topology;
import io.tidepost.wire.message.StreamsGroupHeartbeatResponse;
import io.tidepost.wire.message.StreamsGroupTopologyDescriptionUpdateRequest;
import io.tidepost.wire.message.StreamsGroupTopologyDescriptionUpdateRequest.TopologyDescriptionNode;
import io.tidepost.wire.message.StreamsGroupTopologyDescriptionUpdateRequest.TopologyDescriptionSubtopology;
import io.tidepost.wire.message.StreamsGroupTopologyDescriptionUpdateResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.coordinator.group.GroupCoordinatorRecordSerde;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A streams group keeps what its members say its topology looks like (KIP-1331).
class TopologyDescriptionTest {

  private final GroupWorld world = new GroupWorld(GroupOptions.DEFAULTS, new SeededRandomness(1));

  @BeforeEach
  void makeTopic() {
    world.surroundings.topic("t", 2);
    world.surroundings.streams = new StreamsGroupSettings(45_000, 5_000, 0, 0, 0, 60_000, 3);
  }

  private StreamsGroupHeartbeatResponse join(String memberId, short version) {
    StreamsGroupHeartbeatRequest request = new StreamsGroupHeartbeatRequest();
    request.groupId = "g";
    request.memberId = memberId;
    request.rebalanceTimeoutMs = 10_000;
    request.processId = memberId;
    request.topology = new Topology();
    Subtopology subtopology = new Subtopology();
    subtopology.subtopologyId = "0";
    subtopology.sourceTopics = List.of("t");
    request.topology.subtopologies.add(subtopology);
    request.activeTasks = List.of();
    request.standbyTasks = List.of();
    request.warmupTasks = List.of();
    List<StreamsGroupHeartbeat.Answer> answers = new ArrayList<>();
    Client client = new Client("client", "/host", version);
    world.submit(new StreamsGroupHeartbeat(request, client, new Reply<>(answers::add)));
    return answers.get(0).response();
  }

  private static StreamsGroupTopologyDescriptionUpdateRequest description(String memberId) {
    var request = new StreamsGroupTopologyDescriptionUpdateRequest();
    request.groupId = "g";
    request.memberId = memberId;
    var subtopology = new TopologyDescriptionSubtopology();
    subtopology.subtopologyId = "0";
    var node = new TopologyDescriptionNode();
    node.name = "KSTREAM-SOURCE-0000000000";
    node.nodeType = 1;
    node.sourceTopics = List.of("t");
    subtopology.nodes.add(node);
    request.topologyDescription.subtopologies.add(subtopology);
    return request;
  }

  private ErrorCode push(StreamsGroupTopologyDescriptionUpdateRequest request) {
    List<StreamsGroupTopologyDescriptionUpdateResponse> answers = new ArrayList<>();
    world.submit(new UpdateTopologyDescription(request, new Reply<>(answers::add)));
    return ErrorCode.of(answers.get(0).errorCode);
  }

  private DescribedGroup describe(boolean withDescription) {
    List<DescribedGroup> answers = new ArrayList<>();
    world.submit(new DescribeStreamsGroup("g", withDescription, new Reply<>(answers::add)));
    return answers.get(0);
  }

  @Test
  void oneMemberIsAskedAndItsAnswerIsKept() {
    assertTrue(join("a", (short) 1).topologyDescriptionRequired);
    assertFalse(join("b", (short) 1).topologyDescriptionRequired);
    assertEquals(1, describe(true).topologyDescriptionStatus);
    assertEquals(ErrorCode.NONE, push(description("b")));
    world.advance(40_000);
    assertFalse(join("c", (short) 1).topologyDescriptionRequired);
    DescribedGroup described = describe(true);
    assertEquals(3, described.topologyDescriptionStatus);
    assertNotNull(described.topologyDescription);
    assertEquals(
        "KSTREAM-SOURCE-0000000000",
        described.topologyDescription.subtopologies.get(0).nodes.get(0).name);
  }

  @Test
  void isThereAfterACrashAndOnlyShownWhenWanted() {
    join("a", (short) 1);
    push(description("a"));
    world.crash();
    assertEquals(3, describe(true).topologyDescriptionStatus);
    assertEquals(0, describe(false).topologyDescriptionStatus);
    assertNull(describe(false).topologyDescription);
    assertEquals(0, join("b", (short) 1).errorCode);
  }

  @Test
  void isAskedForMoreAndMoreSeldom() {
    assertTrue(join("a", (short) 1).topologyDescriptionRequired);
    world.advance(29_000);
    assertFalse(join("b", (short) 1).topologyDescriptionRequired);
    world.advance(1_000);
    assertTrue(join("b", (short) 1).topologyDescriptionRequired);
    world.advance(30_000);
    assertFalse(join("b", (short) 1).topologyDescriptionRequired);
  }

  @Test
  void olderClientsAreNotAsked() {
    assertFalse(join("a", (short) 0).topologyDescriptionRequired);
    assertTrue(join("b", (short) 1).topologyDescriptionRequired);
  }

  @Test
  void nonsenseIsRefusedAndChangesNothing() {
    assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, push(description("a")));
    join("a", (short) 1);
    assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, push(description("b")));
    assertEquals(ErrorCode.INVALID_REQUEST, push(description("")));
    var otherEpoch = description("a");
    otherEpoch.topologyEpoch = 7;
    assertEquals(ErrorCode.INVALID_REQUEST, push(otherEpoch));
    var unknownNode = description("a");
    unknownNode.topologyDescription.subtopologies.get(0).nodes.get(0).nodeType = 9;
    assertEquals(ErrorCode.INVALID_REQUEST, push(unknownNode));
    var twice = description("a");
    twice.topologyDescription.subtopologies.add(twice.topologyDescription.subtopologies.get(0));
    assertEquals(ErrorCode.INVALID_REQUEST, push(twice));
    assertEquals(1, describe(true).topologyDescriptionStatus);
  }

  @Test
  void whatIsTooLargeIsRefusedForGood() {
    join("a", (short) 1);
    var huge = description("a");
    huge.topologyDescription.subtopologies.get(0).nodes.get(0).stores =
        List.of("s".repeat(32_000), "t".repeat(32_000));
    for (int i = 0; i < 40; i++) {
      var more = new TopologyDescriptionNode();
      more.name = "n" + i;
      more.nodeType = 2;
      more.stores = List.of("s".repeat(32_000));
      huge.topologyDescription.subtopologies.get(0).nodes.add(more);
    }
    assertEquals(ErrorCode.STREAMS_TOPOLOGY_DESCRIPTION_UPDATE_FAILED, push(huge));
    world.advance(40_000);
    assertFalse(join("b", (short) 1).topologyDescriptionRequired);
  }

  @Test
  void kafkaReadsTheRecordAndPassesOverTheDescription() {
    join("a", (short) 1);
    push(description("a"));
    StreamsGroup group = world.shard().streams().find("g");
    assertNotNull(group);
    var topology = group.topology();
    assertNotNull(topology);
    CoordinatorRecord record = StreamsRecords.topology("g", topology);
    assertNotNull(record.value());
    var serde = new GroupCoordinatorRecordSerde();
    var read = serde.deserialize(ByteBuffer.wrap(record.key()), ByteBuffer.wrap(record.value()));
    assertEquals(topology.epoch, epochOf(read.value().message()));
    CoordinatorRecord bare = StreamsRecords.topology("g", TopologyDescriptions.bare(topology));
    var plain = serde.deserialize(ByteBuffer.wrap(bare.key()), ByteBuffer.wrap(bare.value()));
    assertArrayEquals(record.key(), bare.key());
    assertEquals(plain.value().message().toString(), read.value().message().toString());
  }

  private static int epochOf(Object message) {
    return ((org.apache.kafka.coordinator.group.generated.StreamsGroupTopologyValue) message)
        .epoch();
  }
}
