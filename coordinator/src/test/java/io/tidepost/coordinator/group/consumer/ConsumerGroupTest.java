package io.tidepost.coordinator.group.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.consumer.Members.Member;
import io.tidepost.wire.ErrorCode;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The consumer protocol, one rule at a time.
class ConsumerGroupTest {

  private final Members members = new Members();
  private final Uuid topic = members.world.surroundings.topic("t", 6);

  private Member joined(String id) {
    return members.member(id).join();
  }

  @Test
  void aLoneMemberGetsEverythingAtOnce() {
    Member one = joined("a");
    assertEquals(ErrorCode.NONE, one.error());
    assertEquals(1, one.epoch);
    assertEquals(6, one.size());
    assertEquals(5_000, one.last.heartbeatIntervalMs);
    assertEquals("Stable", members.group().stateName());
  }

  @Test
  void aQuietHeartbeatWritesNothing() {
    Member one = joined("a");
    long before = members.world.endOffset();
    Member quiet = one.with(m -> m.take(members.send(m.request())));
    assertEquals(ErrorCode.NONE, quiet.error());
    assertNull(quiet.last.assignment);
    assertEquals(before, members.world.endOffset());
  }

  @Test
  void partitionsAreGivenUpBeforeTheyAreGivenOut() {
    Member one = joined("a");
    Member two = joined("b");
    assertEquals(2, two.epoch);
    assertEquals(0, two.size(), "the first still has them");
    one.take(members.send(one.request()));
    assertEquals(1, one.epoch, "it stays at its epoch until it has given them up");
    assertEquals(3, one.size());
    assertEquals(0, two.beat().size(), "not acknowledged yet");
    one.beat();
    assertEquals(2, one.epoch);
    assertEquals(3, two.beat().size());
    assertEquals("Stable", members.group().stateName());
  }

  @Test
  void whoDoesNotGiveUpPartitionsIsThrownOut() {
    Member one = joined("a");
    Member two = joined("b");
    one.take(members.send(one.request()));
    for (int i = 0; i < 4; i++) {
      members.world.advance(2_400);
      members.send(one.request());
      two.beat();
    }
    members.world.advance(1_000);
    assertNull(members.group().member("a"));
    assertEquals(6, two.beat().size());
  }

  @Test
  void whoIsSilentIsThrownOut() {
    joined("a");
    Member two = joined("b");
    members.world.advance(44_000);
    two.beat();
    members.world.advance(2_000);
    assertNull(members.group().member("a"));
    assertEquals(6, two.beat().size());
  }

  @Test
  void leavingFreesPartitionsAtOnce() {
    Member one = joined("a");
    Member two = joined("b");
    assertEquals(-1, one.leave().last.memberEpoch);
    assertEquals(6, two.beat().size());
  }

  @Test
  void wrongEpochsAreFenced() {
    Member one = joined("a");
    one.epoch = 7;
    assertEquals(ErrorCode.FENCED_MEMBER_EPOCH, one.beat().error());
    assertEquals(
        ErrorCode.UNKNOWN_MEMBER_ID, members.member("x").with(m -> m.epoch = 1).beat().error());
  }

  @Test
  void theEpochBeforeIsAcceptedWhenTheAnswerWasLost() {
    Member one = joined("a");
    joined("b").leave();
    one.beat();
    int newer = one.epoch;
    one.epoch = 1;
    assertEquals(ErrorCode.NONE, one.beat().error());
    assertEquals(newer, one.epoch);
    one.epoch = 1;
    one.owned.put(new Uuid(9, 9), new java.util.TreeSet<>(List.of(1)));
    assertEquals(ErrorCode.FENCED_MEMBER_EPOCH, one.beat().error());
  }

  @Test
  void heartbeatsOfNoGroupAreRefused() {
    assertEquals(
        ErrorCode.GROUP_ID_NOT_FOUND, members.member("a").with(m -> m.epoch = 3).beat().error());
    assertEquals(ErrorCode.GROUP_ID_NOT_FOUND, members.member("a").leave().error());
  }

  @Test
  void requestsThatMakeNoSenseAreRefused() {
    assertEquals(ErrorCode.INVALID_REQUEST, members.member("").join().error());
    assertEquals(
        ErrorCode.INVALID_REQUEST, members.member("a").with(m -> m.epoch = -3).beat().error());
    Member sparse = members.member("a");
    assertEquals(ErrorCode.INVALID_REQUEST, sparse.take(members.send(sparse.request())).error());
    assertEquals(
        ErrorCode.UNSUPPORTED_ASSIGNOR,
        members.member("a").with(m -> m.assignor = "magic").join().error());
    assertEquals(
        ErrorCode.INVALID_REQUEST, members.member("a").with(m -> m.instanceId = "").join().error());
    assertNull(members.world.shard().consumer().find("g"));
  }

  @Test
  void oldClientsAreGivenAnId() {
    Member nameless = members.member("");
    nameless.take(members.send(nameless.full(), (short) 0));
    assertEquals(ErrorCode.NONE, nameless.error());
    String id = nameless.last.memberId;
    assertTrue(id != null && !id.isEmpty());
  }

  @Test
  void aFullGroupTakesNobodyElse() {
    for (String id : List.of("a", "b", "c", "d", "e")) {
      joined(id);
    }
    assertEquals(ErrorCode.GROUP_MAX_SIZE_REACHED, joined("f").error());
    assertEquals(ErrorCode.NONE, joined("a").error());
  }

  @Test
  void aStaticMemberComesBackToItsPartitions() {
    Member one = members.member("a").with(m -> m.instanceId = "i").join();
    Member two = joined("b");
    one.beat().beat();
    two.beat();
    var before = one.owned;
    int epoch = members.group().epoch();
    assertEquals(-2, one.leaveForAWhile().last.memberEpoch);
    assertEquals(3, two.beat().size());
    Member again = members.member("a2").with(m -> m.instanceId = "i").join();
    assertEquals(ErrorCode.NONE, again.error());
    assertEquals(before, again.owned);
    assertEquals(epoch, members.group().epoch(), "nobody else noticed");
    assertNull(members.group().member("a"));
  }

  @Test
  void anInstanceIdInUseIsNotGivenAway() {
    members.member("a").with(m -> m.instanceId = "i").join();
    Member thief = members.member("x").with(m -> m.instanceId = "i");
    assertEquals(ErrorCode.UNRELEASED_INSTANCE_ID, thief.join().error());
    thief.epoch = 1;
    assertEquals(ErrorCode.FENCED_INSTANCE_ID, thief.beat().error());
    thief.instanceId = "other";
    assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, thief.beat().error());
  }

  @Test
  void aStaticMemberThatStaysAwayLosesItsPlace() {
    Member one = members.member("a").with(m -> m.instanceId = "i").join();
    one.leaveForAWhile();
    members.world.advance(46_000);
    assertTrue(members.group().isEmpty());
  }

  @Test
  void newPartitionsAndTopicsAreAssigned() {
    Member one = joined("a");
    members.world.surroundings.topic("t", 8);
    assertEquals(8, one.beat().size());
    one.topics = List.of("t", "u");
    one.beat();
    Uuid other = members.world.surroundings.topic("u", 2);
    assertEquals(10, one.beat().size());
    assertTrue(one.owned.containsKey(other));
    members.world.surroundings.deleteTopic("t");
    one.beat();
    assertEquals(2, one.beat().size());
  }

  @Test
  void whatIsNotWantedAnyMoreIsGivenUp() {
    members.world.surroundings.topic("u", 2);
    Member one = members.member("a").with(m -> m.topics = List.of("t", "u")).join();
    assertEquals(8, one.size());
    one.topics = List.of("u");
    assertEquals(2, one.beat().size());
  }

  @Test
  void assignmentsAreNotWorkedOutTooOften() {
    members.world.surroundings.consumer = Members.settings(1_000, MigrationPolicy.BIDIRECTIONAL);
    Member one = joined("a");
    joined("b");
    assertEquals(1, members.group().assignmentEpoch());
    assertEquals("Assigning", members.group().stateName());
    members.world.advance(1_000);
    one.take(members.send(one.request()));
    assertEquals(2, members.group().assignmentEpoch());
  }

  @Test
  void theAssignorThatMostWantIsUsed() {
    members.member("a").with(m -> m.assignor = "range").join();
    assertEquals(
        "range", Assigning.preferredAssignor(members.group(), members.world.surroundings.consumer));
    joined("b");
    members.member("c").with(m -> m.assignor = "uniform").join();
    members.member("d").with(m -> m.assignor = "uniform").join();
    assertEquals(
        "uniform",
        Assigning.preferredAssignor(members.group(), members.world.surroundings.consumer));
  }

  @Test
  void patternsAreResolvedElsewhereAndFollowTheTopics() {
    members.world.surroundings.topic("orders-1", 1);
    Member one =
        members
            .member("a")
            .with(m -> {
              m.topics = List.of();
              m.regex = "orders-.*";
            });
    one.join();
    assertEquals(1, one.beat().size());
    members.world.surroundings.topic("orders-2", 2);
    members.world.advance(11_000);
    one.beat();
    assertEquals(3, one.beat().size());
    one.regex = "";
    one.topics = List.of("t");
    one.beat();
    assertEquals(6, one.beat().size());
    assertTrue(members.group().regexes().isEmpty());
  }

  @Test
  void badPatternsAreRefused() {
    Member one = members.member("a").with(m -> m.regex = "(");
    assertEquals(ErrorCode.INVALID_REGULAR_EXPRESSION, one.join().error());
    assertNull(members.world.shard().consumer().find("g"));
  }

  @Test
  void patternsThatExplodeElsewhereTakeLinearTimeHere() {
    members.world.surroundings.topic("a".repeat(200), 1);
    Member one = members.member("a").with(m -> m.regex = "(a+)+b");
    assertEquals(ErrorCode.NONE, one.join().error());
  }

  @Test
  void nothingHappensWhenNothingCanBeWritten() {
    Member one = joined("a");
    members.world.failWith(ErrorCode.NOT_ENOUGH_REPLICAS);
    assertEquals(ErrorCode.COORDINATOR_NOT_AVAILABLE, joined("b").error());
    members.world.failWith(null);
    assertEquals(1, members.group().size());
    assertEquals(1, one.beat().epoch);
  }

  @Test
  void everythingSurvivesACrash() {
    Member one = joined("a");
    Member two = members.member("b").with(m -> m.instanceId = "i").join();
    one.beat();
    one.beat();
    two.beat();
    members.world.crash();
    assertEquals("Stable", members.group().stateName());
    assertEquals(ErrorCode.NONE, one.beat().error());
    assertEquals(3, two.beat().size());
    members.world.advance(46_000);
    assertTrue(members.group().isEmpty(), "sessions run again after a crash");
  }

  @Test
  void rejoiningStartsFromNothing() {
    Member one = joined("a");
    Member again = members.member("a");
    again.epoch = 0;
    again.owned = new TreeMap<>();
    assertEquals(6, again.join().size());
    assertNotEquals(0, one.epoch);
    assertTrue(again.owned.containsKey(topic));
  }
}
