package io.tidepost.coordinator.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.share.ChangeShareStates;
import io.tidepost.coordinator.group.share.CompleteShareStates;
import io.tidepost.coordinator.group.share.DescribeShareGroup;
import io.tidepost.coordinator.group.share.ForgetShareTopic;
import io.tidepost.coordinator.group.share.ShareGroupHeartbeat;
import io.tidepost.coordinator.group.share.ShareGroupSettings;
import io.tidepost.coordinator.group.share.ShareGroupStates;
import io.tidepost.coordinator.group.share.SharedTopic;
import io.tidepost.coordinator.runtime.Command;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.DeleteGroupsResponse.DeletableGroupResult;
import io.tidepost.wire.message.ShareGroupDescribeResponse.DescribedGroup;
import io.tidepost.wire.message.ShareGroupHeartbeatRequest;
import io.tidepost.wire.message.ShareGroupHeartbeatResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ShareGroupsTest {

  private static final Client CLIENT = new Client("client", "/127.0.0.1", (short) 1);

  private final GroupWorld world = new GroupWorld(GroupOptions.DEFAULTS, new SeededRandomness(1));
  private final Uuid orders = world.surroundings.topic("orders", 2);

  private <R> R ask(Function<Reply<R>, Command<GroupCoordinatorShard>> command) {
    List<R> answers = new ArrayList<>();
    world.submit(command.apply(new Reply<>(answers::add)));
    return answers.getFirst();
  }

  private ShareGroupHeartbeatResponse heartbeat(
      String member, int epoch, @Nullable List<String> topics) {
    return beat(member, epoch, topics).response();
  }

  private ShareGroupHeartbeat.Result beat(String member, int epoch, @Nullable List<String> topics) {
    ShareGroupHeartbeatRequest request = new ShareGroupHeartbeatRequest();
    request.groupId = "queue";
    request.memberId = member;
    request.memberEpoch = epoch;
    request.subscribedTopicNames = topics;
    return this.<ShareGroupHeartbeat.Result>ask(
        reply -> new ShareGroupHeartbeat(request, CLIENT, reply));
  }

  private static Set<Integer> partitions(ShareGroupHeartbeatResponse response, Uuid topic) {
    Set<Integer> result = new TreeSet<>();
    assertNotNull(response.assignment);
    for (var assigned : response.assignment.topicPartitions) {
      if (assigned.topicId.equals(topic)) {
        result.addAll(assigned.partitions);
      }
    }
    return result;
  }

  private DescribedGroup describe() {
    return ask(reply -> new DescribeShareGroup("queue", reply));
  }

  @Test
  void theFirstMemberGetsEverythingAtOnce() {
    ShareGroupHeartbeatResponse joined = heartbeat("a", 0, List.of("orders", "unknown"));
    assertEquals(0, joined.errorCode);
    assertEquals(1, joined.memberEpoch);
    assertEquals(5000, joined.heartbeatIntervalMs);
    assertEquals(Set.of(0, 1), partitions(joined, orders));
    assertNull(heartbeat("a", 1, null).assignment);
  }

  @Test
  void membersShareWhatThereIs() {
    heartbeat("a", 0, List.of("orders"));
    ShareGroupHeartbeatResponse second = heartbeat("b", 0, List.of("orders"));
    ShareGroupHeartbeatResponse first = heartbeat("a", 1, null);
    assertEquals(2, first.memberEpoch);
    Set<Integer> all = new TreeSet<>(partitions(first, orders));
    all.addAll(partitions(second, orders));
    assertEquals(Set.of(0, 1), all);
    ShareGroupHeartbeatResponse third = heartbeat("c", 0, List.of("orders"));
    assertEquals(1, partitions(third, orders).size(), "more members than partitions");
  }

  @Test
  void whoLeavesOrIsSilentIsReplaced() {
    heartbeat("a", 0, List.of("orders"));
    heartbeat("b", 0, List.of("orders"));
    assertEquals(1, partitions(heartbeat("a", 1, null), orders).size());
    assertEquals(-1, heartbeat("b", -1, null).memberEpoch);
    assertEquals(Set.of(0, 1), partitions(heartbeat("a", 2, null), orders));
    heartbeat("c", 0, List.of("orders"));
    world.advance(44_000);
    int epoch = heartbeat("a", 3, null).memberEpoch;
    world.advance(2_000);
    assertEquals(Set.of(0, 1), partitions(heartbeat("a", epoch, null), orders));
    world.advance(46_000);
    assertEquals("Empty", describe().groupState);
  }

  @Test
  void epochsAreChecked() {
    heartbeat("a", 0, List.of("orders"));
    assertEquals(ErrorCode.FENCED_MEMBER_EPOCH.code(), heartbeat("a", 7, null).errorCode);
    assertEquals(ErrorCode.UNKNOWN_MEMBER_ID.code(), heartbeat("b", 1, null).errorCode);
    assertEquals(ErrorCode.UNKNOWN_MEMBER_ID.code(), heartbeat("b", -1, null).errorCode);
    heartbeat("b", 0, List.of("orders"));
    heartbeat("a", 1, null);
    ShareGroupHeartbeatResponse again = heartbeat("a", 1, null);
    assertEquals(2, again.memberEpoch, "the answer got lost");
    assertNotNull(again.assignment);
  }

  @Test
  void nonsenseIsRefused() {
    assertEquals(ErrorCode.INVALID_REQUEST.code(), heartbeat("a", 0, null).errorCode);
    assertEquals(ErrorCode.INVALID_REQUEST.code(), heartbeat("a", 0, List.of()).errorCode);
    assertEquals(ErrorCode.INVALID_REQUEST.code(), heartbeat("", 0, List.of("t")).errorCode);
    assertEquals(ErrorCode.INVALID_REQUEST.code(), heartbeat("a", -2, List.of("t")).errorCode);
    assertEquals(ErrorCode.GROUP_ID_NOT_FOUND.code(), heartbeat("a", 3, null).errorCode);
    assertEquals(ErrorCode.GROUP_ID_NOT_FOUND.code(), describe().errorCode);
  }

  @Test
  void theGroupHasABound() {
    world.surroundings.share = new ShareGroupSettings(45_000, 5_000, 0, 1);
    heartbeat("a", 0, List.of("orders"));
    assertEquals(
        ErrorCode.GROUP_MAX_SIZE_REACHED.code(), heartbeat("b", 0, List.of("orders")).errorCode);
    assertEquals(0, heartbeat("a", 0, List.of("orders")).errorCode, "it is in already");
  }

  @Test
  void topicsComeGrowAndGo() {
    heartbeat("a", 0, List.of("orders", "later"));
    Uuid later = world.surroundings.topic("later", 1);
    ShareGroupHeartbeatResponse told = heartbeat("a", 1, null);
    assertEquals(Set.of(0), partitions(told, later));
    world.surroundings.topic("orders", 3);
    told = heartbeat("a", told.memberEpoch, null);
    assertEquals(Set.of(0, 1, 2), partitions(told, orders));
    world.surroundings.deleteTopic("later");
    world.submit(new ForgetShareTopic(later));
    told = heartbeat("a", told.memberEpoch, null);
    assertEquals(Set.of(), partitions(told, later));
    ShareGroupStates.Result states = ask(reply -> new ShareGroupStates("queue", reply));
    assertEquals(Set.of(orders), states.topics().all().keySet());
    assertTrue(states.topics().contains(orders, 2));
  }

  @Test
  void aCrashForgetsNothing() {
    heartbeat("a", 0, List.of("orders"));
    heartbeat("b", 0, List.of("orders"));
    DescribedGroup before = describe();
    world.crash();
    DescribedGroup after = describe();
    assertEquals(before.groupEpoch, after.groupEpoch);
    assertEquals(before.assignmentEpoch, after.assignmentEpoch);
    assertEquals(2, after.members.size());
    assertEquals("client", after.members.getFirst().clientId);
    assertEquals("simple", after.assignorName);
    assertEquals(2, heartbeat("b", 2, null).memberEpoch);
    world.advance(46_000);
    assertEquals("Empty", describe().groupState);
  }

  @Test
  void offsetsAreChangedOnlyWhileNobodyIsThere() {
    heartbeat("a", 0, List.of("orders"));
    ChangeShareStates.Result refused =
        ask(reply -> new ChangeShareStates("queue", oneOf(orders), List.of(), reply));
    assertEquals(ErrorCode.NON_EMPTY_GROUP, refused.error());
    heartbeat("a", -1, null);
    ChangeShareStates.Result changed =
        ask(reply -> new ChangeShareStates("queue", Map.of(), List.of(orders), reply));
    assertEquals(ErrorCode.NONE, changed.error());
    ShareGroupStates.Result states = ask(reply -> new ShareGroupStates("queue", reply));
    assertTrue(states.empty());
    assertEquals(Set.of(), states.topics().all().keySet());
    ChangeShareStates.Result unknown =
        ask(reply -> new ChangeShareStates("nobody", Map.of(), List.of(), reply));
    assertEquals(ErrorCode.GROUP_ID_NOT_FOUND, unknown.error());
  }

  @Test
  void everyHeartbeatNamesTheStatesThatAreStillToBeMade() {
    var both = Map.of(orders, new SharedTopic("orders", new TreeSet<>(Set.of(0, 1))));
    assertEquals(both, beat("a", 0, List.of("orders")).initializing());
    assertEquals(both, beat("a", 1, null).initializing());
    world.crash();
    assertEquals(both, beat("a", 1, null).initializing(), "the next coordinator goes on");
    complete(oneOf(orders));
    var rest = Map.of(orders, new SharedTopic("orders", new TreeSet<>(Set.of(0))));
    assertEquals(rest, beat("a", 1, null).initializing());
    complete(rest);
    assertEquals(Map.of(), beat("a", 1, null).initializing());
    world.surroundings.topic("orders", 3);
    var added = Map.of(orders, new SharedTopic("orders", new TreeSet<>(Set.of(2))));
    assertEquals(added, beat("a", 1, null).initializing());
  }

  @Test
  void whatIsGivenUpMeanwhileIsNotCompleted() {
    heartbeat("a", 0, List.of("orders"));
    world.surroundings.deleteTopic("orders");
    world.submit(new ForgetShareTopic(orders));
    complete(oneOf(orders));
    ShareGroupStates.Result states = ask(reply -> new ShareGroupStates("queue", reply));
    assertEquals(Map.of(), states.topics().all());
    ErrorCode unknown = ask(reply -> new CompleteShareStates("nobody", oneOf(orders), reply));
    assertEquals(ErrorCode.GROUP_ID_NOT_FOUND, unknown);
  }

  @Test
  void anOffsetSetByHandNeedsNoOtherState() {
    heartbeat("a", 0, List.of("orders"));
    heartbeat("a", -1, null);
    ChangeShareStates.Result changed =
        ask(reply -> new ChangeShareStates("queue", oneOf(orders), List.of(), reply));
    assertEquals(ErrorCode.NONE, changed.error());
    var rest = Map.of(orders, new SharedTopic("orders", new TreeSet<>(Set.of(0))));
    assertEquals(rest, beat("b", 0, List.of("orders")).initializing());
  }

  private void complete(Map<Uuid, SharedTopic> made) {
    ErrorCode error = ask(reply -> new CompleteShareStates("queue", made, reply));
    assertEquals(ErrorCode.NONE, error);
  }

  private static Map<Uuid, SharedTopic> oneOf(Uuid topic) {
    return Map.of(topic, new SharedTopic("orders", new TreeSet<>(Set.of(1))));
  }

  @Test
  void aGroupBeginsWithItsOffsets() {
    ChangeShareStates.Result made =
        ask(reply -> new ChangeShareStates("queue", oneOf(orders), List.of(), reply));
    assertEquals(ErrorCode.NONE, made.error());
    ShareGroupStates.Result states = ask(reply -> new ShareGroupStates("queue", reply));
    assertTrue(states.topics().contains(orders, 1));
    assertFalse(states.topics().contains(orders, 0));
    assertEquals("Empty", describe().groupState);
    heartbeat("a", 0, List.of("orders"));
    ShareGroupStates.Result more = ask(reply -> new ShareGroupStates("queue", reply));
    assertTrue(more.topics().contains(orders, 0) && more.topics().contains(orders, 1));
  }

  @Test
  void anEmptyGroupCanBeDeleted() {
    heartbeat("a", 0, List.of("orders"));
    DeletableGroupResult refused = ask(reply -> new DeleteGroup("queue", reply));
    assertEquals(ErrorCode.NON_EMPTY_GROUP.code(), refused.errorCode);
    heartbeat("a", -1, null);
    world.advance(8L * 24 * 3600 * 1000);
    assertEquals("Empty", describe().groupState, "it does not expire");
    DeletableGroupResult deleted = ask(reply -> new DeleteGroup("queue", reply));
    assertEquals(0, deleted.errorCode);
    assertEquals(ErrorCode.GROUP_ID_NOT_FOUND.code(), describe().errorCode);
    world.crash();
    assertEquals(ErrorCode.GROUP_ID_NOT_FOUND.code(), describe().errorCode);
  }

  @Test
  void aFailedWriteChangesNothing() {
    world.failWith(ErrorCode.NOT_ENOUGH_REPLICAS);
    assertTrue(heartbeat("a", 0, List.of("orders")).errorCode != 0);
    world.failWith(null);
    assertEquals(ErrorCode.GROUP_ID_NOT_FOUND.code(), describe().errorCode);
  }
}
