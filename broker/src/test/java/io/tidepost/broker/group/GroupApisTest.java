package io.tidepost.broker.group;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.Uuid;
import io.tidepost.broker.server.TestNode;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.CreateTopicsRequest;
import io.tidepost.wire.message.CreateTopicsResponse;
import io.tidepost.wire.message.DeleteGroupsRequest;
import io.tidepost.wire.message.DeleteGroupsResponse;
import io.tidepost.wire.message.DeleteTopicsRequest;
import io.tidepost.wire.message.DeleteTopicsResponse;
import io.tidepost.wire.message.DescribeGroupsRequest;
import io.tidepost.wire.message.DescribeGroupsResponse;
import io.tidepost.wire.message.FindCoordinatorRequest;
import io.tidepost.wire.message.FindCoordinatorResponse;
import io.tidepost.wire.message.HeartbeatRequest;
import io.tidepost.wire.message.HeartbeatResponse;
import io.tidepost.wire.message.JoinGroupRequest;
import io.tidepost.wire.message.JoinGroupResponse;
import io.tidepost.wire.message.LeaveGroupRequest;
import io.tidepost.wire.message.LeaveGroupResponse;
import io.tidepost.wire.message.ListGroupsRequest;
import io.tidepost.wire.message.ListGroupsResponse;
import io.tidepost.wire.message.OffsetCommitRequest;
import io.tidepost.wire.message.OffsetCommitResponse;
import io.tidepost.wire.message.OffsetDeleteRequest;
import io.tidepost.wire.message.OffsetDeleteResponse;
import io.tidepost.wire.message.OffsetFetchRequest;
import io.tidepost.wire.message.OffsetFetchResponse;
import io.tidepost.wire.message.SyncGroupRequest;
import io.tidepost.wire.message.SyncGroupResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every version of every group API, over the wire of a whole node.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GroupApisTest {

  @TempDir static Path directory;

  private TestNode node;
  private RawClient client;
  private Uuid topicId;

  @BeforeAll
  void start() throws Exception {
    node =
        TestNode.start(
            directory,
            "group.initial.rebalance.delay.ms=0",
            "offsets.topic.num.partitions=3",
            "tidepost.durability=os");
    try (RawClient admin = new RawClient(node.port())) {
      topicId = createTopic(admin, "t");
      findCoordinator(admin, 6, "g");
    }
  }

  @AfterAll
  void stop() {
    node.close();
  }

  @BeforeEach
  void connect() throws IOException {
    client = new RawClient(node.port());
  }

  @AfterEach
  void disconnect() throws IOException {
    client.close();
  }

  static IntStream join() {
    return IntStream.rangeClosed(0, 9);
  }

  static IntStream offsetCommit() {
    return IntStream.rangeClosed(2, 10);
  }

  static IntStream offsetFetch() {
    return IntStream.rangeClosed(1, 10);
  }

  static IntStream upTo6() {
    return IntStream.rangeClosed(0, 6);
  }

  private static Uuid createTopic(RawClient admin, String name) throws IOException {
    CreateTopicsRequest request = new CreateTopicsRequest();
    CreateTopicsRequest.CreatableTopic topic = new CreateTopicsRequest.CreatableTopic();
    topic.name = name;
    topic.numPartitions = 2;
    topic.replicationFactor = 1;
    request.topics.add(topic);
    request.timeoutMs = 30_000;
    return admin.call(request, 7, 5, CreateTopicsResponse::read).topics.get(0).topicId;
  }

  private static FindCoordinatorResponse findCoordinator(
      RawClient client, int version, String group) throws IOException {
    FindCoordinatorRequest request = new FindCoordinatorRequest();
    if (version >= 4) {
      request.coordinatorKeys.add(group);
      request.coordinatorKeys.add(group + "-other");
    } else {
      request.key = group;
    }
    return client.call(request, version, 3, FindCoordinatorResponse::read);
  }

  @ParameterizedTest
  @MethodSource("upTo6")
  void findsTheCoordinator(int version) throws IOException {
    FindCoordinatorResponse response = findCoordinator(client, version, "g");
    if (version >= 4) {
      assertEquals(
          List.of("g", "g-other"), response.coordinators.stream().map(c -> c.key).toList());
      response.coordinators.forEach(c -> assertEquals(node.port(), c.port));
    } else {
      assertEquals(0, response.errorCode);
      assertEquals(node.port(), response.port);
      assertEquals("127.0.0.1", response.host);
    }
  }

  @ParameterizedTest
  @MethodSource("upTo6")
  void refusesAKindOfCoordinatorThatDoesNotExist(int version) throws IOException {
    FindCoordinatorRequest request = new FindCoordinatorRequest();
    if (version >= 1) {
      request.keyType = 7;
    }
    request.key = version < 4 ? "x" : "";
    if (version >= 4) {
      request.coordinatorKeys.add("x");
    }
    FindCoordinatorResponse response =
        client.call(request, version, 3, FindCoordinatorResponse::read);
    short expected = version == 0 ? 0 : ErrorCode.INVALID_REQUEST.code();
    assertEquals(
        expected, version >= 4 ? response.coordinators.get(0).errorCode : response.errorCode);
  }

  private JoinGroupResponse join(String group, String memberId, int version) throws IOException {
    JoinGroupRequest request = new JoinGroupRequest();
    request.groupId = group;
    request.memberId = memberId;
    request.protocolType = "consumer";
    request.sessionTimeoutMs = 10_000;
    if (version >= 1) {
      request.rebalanceTimeoutMs = 10_000;
    }
    if (version >= 8) {
      request.reason = "testing";
    }
    JoinGroupRequest.JoinGroupRequestProtocol protocol =
        new JoinGroupRequest.JoinGroupRequestProtocol();
    protocol.name = "range";
    protocol.metadata = ByteBuffer.wrap(new byte[] {0, 0, 0, 0, 0, 0, -1, -1, -1, -1});
    request.protocols.add(protocol);
    return client.call(request, version, 6, JoinGroupResponse::read);
  }

  private SyncGroupResponse sync(String group, JoinGroupResponse joined, int version)
      throws IOException {
    SyncGroupRequest request = new SyncGroupRequest();
    request.groupId = group;
    request.memberId = joined.memberId;
    request.generationId = joined.generationId;
    if (version >= 5) {
      request.protocolType = "consumer";
      request.protocolName = "range";
    }
    SyncGroupRequest.SyncGroupRequestAssignment assignment =
        new SyncGroupRequest.SyncGroupRequestAssignment();
    assignment.memberId = joined.memberId;
    assignment.assignment = ByteBuffer.wrap("mine".getBytes(StandardCharsets.UTF_8));
    request.assignments.add(assignment);
    return client.call(request, version, 4, SyncGroupResponse::read);
  }

  private short heartbeat(String group, JoinGroupResponse joined, int version) throws IOException {
    HeartbeatRequest request = new HeartbeatRequest();
    request.groupId = group;
    request.memberId = joined.memberId;
    request.generationId = joined.generationId;
    return client.call(request, version, 4, HeartbeatResponse::read).errorCode;
  }

  private LeaveGroupResponse leave(String group, String memberId, int version) throws IOException {
    LeaveGroupRequest request = new LeaveGroupRequest();
    request.groupId = group;
    if (version >= 3) {
      LeaveGroupRequest.MemberIdentity member = new LeaveGroupRequest.MemberIdentity();
      member.memberId = memberId;
      request.members.add(member);
    } else {
      request.memberId = memberId;
    }
    return client.call(request, version, 4, LeaveGroupResponse::read);
  }

  private JoinGroupResponse joinFully(String group, int version) throws IOException {
    JoinGroupResponse joined = join(group, "", version);
    if (version >= 4) {
      assertEquals(ErrorCode.MEMBER_ID_REQUIRED.code(), joined.errorCode);
      joined = join(group, joined.memberId, version);
    }
    return joined;
  }

  @ParameterizedTest
  @MethodSource("join")
  void aMemberComesWorksAndGoes(int version) throws IOException {
    String group = "life-" + version;
    JoinGroupResponse joined = joinFully(group, version);
    assertEquals(0, joined.errorCode);
    assertEquals(1, joined.generationId);
    assertEquals(joined.memberId, joined.leader);
    assertEquals(1, joined.members.size());
    int lower = Math.min(version, 4);
    SyncGroupResponse synced = sync(group, joined, Math.min(version, 5));
    assertEquals(0, synced.errorCode);
    assertEquals("mine", StandardCharsets.UTF_8.decode(synced.assignment).toString());
    assertEquals(0, heartbeat(group, joined, lower));
    describe(group, Math.min(version, 6), "Stable", 1);
    LeaveGroupResponse left = leave(group, joined.memberId, Math.min(version, 5));
    assertEquals(0, left.errorCode);
    assertEquals(version >= 3 ? 1 : 0, left.members.size());
    assertEquals(ErrorCode.UNKNOWN_MEMBER_ID.code(), heartbeat(group, joined, lower));
    assertEquals(ErrorCode.UNKNOWN_MEMBER_ID.code(), join(group, "made-up", version).errorCode);
    LeaveGroupResponse again = leave(group, joined.memberId, Math.min(version, 5));
    short error = version >= 3 ? again.members.get(0).errorCode : again.errorCode;
    assertEquals(ErrorCode.UNKNOWN_MEMBER_ID.code(), error);
    describe(group, Math.min(version, 6), "Empty", 0);
  }

  private void describe(String group, int version, String state, int members) throws IOException {
    DescribeGroupsRequest request = new DescribeGroupsRequest();
    request.groups.add(group);
    request.includeAuthorizedOperations = version >= 3;
    var described = client.call(request, version, 5, DescribeGroupsResponse::read).groups.get(0);
    assertEquals(state, described.groupState);
    assertEquals(members, described.members.size());
    if (members > 0) {
      assertEquals("raw", described.members.get(0).clientId);
      assertTrue(described.members.get(0).clientHost.startsWith("/"));
    }
    if (version >= 3) {
      assertTrue(described.authorizedOperations > 0);
    }
  }

  @ParameterizedTest
  @MethodSource("upTo6")
  void aGroupThatIsNotThereIsDead(int version) throws IOException {
    DescribeGroupsRequest request = new DescribeGroupsRequest();
    request.groups.add("none");
    var described = client.call(request, version, 5, DescribeGroupsResponse::read).groups.get(0);
    assertEquals("Dead", described.groupState);
    short expected = version >= 6 ? ErrorCode.GROUP_ID_NOT_FOUND.code() : 0;
    assertEquals(expected, described.errorCode);
  }

  @Test
  void aSyncWithoutProtocolIsRefused() throws IOException {
    SyncGroupRequest request = new SyncGroupRequest();
    request.groupId = "g";
    request.memberId = "m";
    assertEquals(
        ErrorCode.INCONSISTENT_GROUP_PROTOCOL.code(),
        client.call(request, 5, 4, SyncGroupResponse::read).errorCode);
  }

  private OffsetCommitResponse commit(String group, int version, String topic, Uuid id)
      throws IOException {
    OffsetCommitRequest request = new OffsetCommitRequest();
    request.groupId = group;
    var each = new OffsetCommitRequest.OffsetCommitRequestTopic();
    if (version >= 10) {
      each.topicId = id;
    } else {
      each.name = topic;
    }
    var partition = new OffsetCommitRequest.OffsetCommitRequestPartition();
    partition.partitionIndex = 1;
    partition.committedOffset = 100 + version;
    partition.committedMetadata = "note";
    if (version >= 6) {
      partition.committedLeaderEpoch = 0;
    }
    each.partitions.add(partition);
    request.topics.add(each);
    return client.call(request, version, 8, OffsetCommitResponse::read);
  }

  @ParameterizedTest
  @MethodSource("offsetCommit")
  void offsetsAreCommitted(int version) throws IOException {
    OffsetCommitResponse response = commit("commits-" + version, version, "t", topicId);
    assertEquals(0, response.topics.get(0).partitions.get(0).errorCode);
    assertEquals(version >= 10 ? topicId : Uuid.ZERO, response.topics.get(0).topicId);
    var fetched = fetch("commits-" + version, 8, "t").groups.get(0).topics.get(0).partitions.get(1);
    assertEquals(100 + version, fetched.committedOffset);
    assertEquals("note", fetched.metadata);
  }

  @ParameterizedTest
  @MethodSource("offsetCommit")
  void offsetsOfUnknownTopicsAreRefused(int version) throws IOException {
    OffsetCommitResponse response = commit("g", version, "nowhere", new Uuid(9, 9));
    ErrorCode expected =
        version >= 10 ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    assertEquals(expected.code(), response.topics.get(0).partitions.get(0).errorCode);
  }

  private OffsetFetchResponse fetch(String group, int version, @Nullable String topic)
      throws IOException {
    OffsetFetchRequest request = new OffsetFetchRequest();
    if (version >= 7) {
      request.requireStable = true;
    }
    if (version >= 8) {
      var each = new OffsetFetchRequest.OffsetFetchRequestGroup();
      each.groupId = group;
      if (topic == null) {
        each.topics = null;
      } else {
        var asked = new OffsetFetchRequest.OffsetFetchRequestTopics();
        asked.name = version >= 10 ? "" : topic;
        asked.topicId = version >= 10 ? topicId : Uuid.ZERO;
        asked.partitionIndexes.addAll(List.of(0, 1));
        each.topics.add(asked);
      }
      request.groups.add(each);
    } else {
      request.groupId = group;
      if (topic == null) {
        request.topics = null;
      } else {
        var asked = new OffsetFetchRequest.OffsetFetchRequestTopic();
        asked.name = topic;
        asked.partitionIndexes.addAll(List.of(0, 1));
        request.topics.add(asked);
      }
    }
    return client.call(request, version, 6, OffsetFetchResponse::read);
  }

  @ParameterizedTest
  @MethodSource("offsetFetch")
  void offsetsAreFetched(int version) throws IOException {
    commit("fetches", 9, "t", topicId);
    for (String topic : version >= 2 ? new String[] {"t", null} : new String[] {"t"}) {
      OffsetFetchResponse response = fetch("fetches", version, topic);
      if (version >= 8) {
        assertEquals("fetches", response.groups.get(0).groupId);
        var answer = response.groups.get(0).topics.get(0);
        assertEquals(version >= 10 ? topicId : Uuid.ZERO, answer.topicId);
        var last = answer.partitions.get(answer.partitions.size() - 1);
        assertEquals(109, last.committedOffset);
      } else {
        var partitions = response.topics.get(0).partitions;
        assertEquals(109, partitions.get(partitions.size() - 1).committedOffset);
        if (topic != null) {
          assertEquals(-1, partitions.get(0).committedOffset);
          assertEquals("", partitions.get(0).metadata);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("upTo6")
  void groupsAreListedAndDeleted(int version) throws IOException {
    String group = "deleted-" + version;
    commit(group, 9, "t", topicId);
    int listVersion = Math.min(version, 5);
    ListGroupsRequest list = new ListGroupsRequest();
    if (listVersion >= 4) {
      list.statesFilter.add("Empty");
    }
    if (listVersion >= 5) {
      list.typesFilter.add("Classic");
    }
    assertTrue(isListed(list, listVersion, group));
    DeleteGroupsRequest delete = new DeleteGroupsRequest();
    delete.groupsNames.addAll(List.of(group, "none"));
    int deleteVersion = Math.min(version, 3);
    var results = client.call(delete, deleteVersion, 2, DeleteGroupsResponse::read).results;
    assertEquals(0, results.get(0).errorCode);
    assertEquals(ErrorCode.GROUP_ID_NOT_FOUND.code(), results.get(1).errorCode);
    assertFalse(isListed(list, listVersion, group));
  }

  private boolean isListed(ListGroupsRequest request, int version, String group)
      throws IOException {
    ListGroupsResponse response = client.call(request, version, 3, ListGroupsResponse::read);
    assertEquals(0, response.errorCode);
    return response.groups.stream().anyMatch(listed -> listed.groupId.equals(group));
  }

  @Test
  void offsetsAreDeleted() throws IOException {
    commit("offset-delete", 9, "t", topicId);
    OffsetDeleteRequest request = new OffsetDeleteRequest();
    request.groupId = "offset-delete";
    for (String name : List.of("t", "nowhere")) {
      var topic = new OffsetDeleteRequest.OffsetDeleteRequestTopic();
      topic.name = name;
      var partition = new OffsetDeleteRequest.OffsetDeleteRequestPartition();
      partition.partitionIndex = 1;
      topic.partitions.add(partition);
      request.topics.add(topic);
    }
    OffsetDeleteResponse response =
        client.call(request, 0, Short.MAX_VALUE, OffsetDeleteResponse::read);
    assertEquals(0, response.errorCode);
    assertEquals(0, response.topics.get(0).partitions.get(0).errorCode);
    assertEquals(
        ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code(),
        response.topics.get(1).partitions.get(0).errorCode);
    assertEquals(0, fetch("offset-delete", 9, null).groups.get(0).topics.size());
  }

  @Test
  void offsetsGoWithTheirTopic() throws IOException {
    createTopic(client, "short-lived");
    commit("survivor", 9, "short-lived", Uuid.ZERO);
    commit("survivor", 9, "t", topicId);
    DeleteTopicsRequest delete = new DeleteTopicsRequest();
    delete.topicNames.add("short-lived");
    delete.timeoutMs = 30_000;
    client.call(delete, 5, 4, DeleteTopicsResponse::read);
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() ->
            fetch("survivor", 9, null).groups.get(0).topics.stream()
                .map(topic -> topic.name)
                .toList()
                .equals(List.of("t")));
  }
}
