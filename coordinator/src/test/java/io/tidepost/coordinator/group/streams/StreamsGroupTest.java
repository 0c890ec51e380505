package io.tidepost.coordinator.group.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.coordinator.group.Client;
import io.tidepost.coordinator.group.GroupOptions;
import io.tidepost.coordinator.group.GroupWorld;
import io.tidepost.coordinator.group.SeededRandomness;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.StreamsGroupHeartbeatRequest;
import io.tidepost.wire.message.StreamsGroupHeartbeatRequest.Subtopology;
import io.tidepost.wire.message.StreamsGroupHeartbeatRequest.TaskIds;
import io.tidepost.wire.message.StreamsGroupHeartbeatRequest.Topology;
import io.tidepost.wire.message.StreamsGroupHeartbeatResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Streams groups, one rule at a time, with a topology of one subtopology that reads `t`.
class StreamsGroupTest {

  private final GroupWorld world = new GroupWorld(GroupOptions.DEFAULTS, new SeededRandomness(1));

  StreamsGroupTest() {
    world.surroundings.topic("t", 4);
    world.surroundings.streams = new StreamsGroupSettings(45_000, 5_000, 0, 0, 0, 60_000, 3);
  }

  /// A client's side of a membership.
  private final class Instance {
    private final String id;
    private int epoch;
    private Set<Integer> tasks = new TreeSet<>();
    private StreamsGroupHeartbeatResponse last = new StreamsGroupHeartbeatResponse();

    Instance(String id) {
      this.id = id;
    }

    private StreamsGroupHeartbeatRequest request() {
      StreamsGroupHeartbeatRequest request = new StreamsGroupHeartbeatRequest();
      request.groupId = "g";
      request.memberId = id;
      request.memberEpoch = epoch;
      return request;
    }

    Instance join() {
      epoch = 0;
      StreamsGroupHeartbeatRequest request = request();
      request.rebalanceTimeoutMs = 10_000;
      request.processId = "process of " + id;
      request.topology = new Topology();
      Subtopology subtopology = new Subtopology();
      subtopology.subtopologyId = "0";
      subtopology.sourceTopics = List.of("t");
      request.topology.subtopologies.add(subtopology);
      request.activeTasks = List.of();
      request.standbyTasks = List.of();
      request.warmupTasks = List.of();
      return send(request);
    }

    Instance beat() {
      StreamsGroupHeartbeatRequest request = request();
      TaskIds ids = new TaskIds();
      ids.subtopologyId = "0";
      ids.partitions = new ArrayList<>(tasks);
      request.activeTasks = List.of(ids);
      request.standbyTasks = List.of();
      request.warmupTasks = List.of();
      return send(request);
    }

    Instance quiet() {
      return send(request());
    }

    Instance leave() {
      epoch = -1;
      return send(request());
    }

    private Instance send(StreamsGroupHeartbeatRequest request) {
      List<StreamsGroupHeartbeat.Answer> answers = new ArrayList<>();
      world.submit(
          new StreamsGroupHeartbeat(
              request, new Client("client", "/host", (short) 1), new Reply<>(answers::add)));
      assertEquals(1, answers.size());
      last = answers.get(0).response();
      if (last.errorCode == 0) {
        epoch = last.memberEpoch;
        if (last.activeTasks != null) {
          tasks = new TreeSet<>();
          last.activeTasks.forEach(ids -> tasks.addAll(ids.partitions));
        }
      }
      return this;
    }

    ErrorCode error() {
      return ErrorCode.of(last.errorCode);
    }

    List<Integer> status() {
      assertNotNull(last.status);
      return last.status.stream().map(s -> (int) s.statusCode).toList();
    }
  }

  private StreamsGroup group() {
    StreamsGroup group = world.shard().streams().find("g");
    assertNotNull(group);
    return group;
  }

  @Test
  void aLoneMemberRunsEverything() {
    Instance one = new Instance("a").join();
    assertEquals(ErrorCode.NONE, one.error());
    assertEquals(Set.of(0, 1, 2, 3), one.tasks);
    assertEquals("Stable", group().stateName());
    assertEquals(List.of(), one.status());
  }

  @Test
  void tasksAreGivenUpBeforeTheyAreGivenOut() {
    Instance one = new Instance("a").join();
    Instance two = new Instance("b").join();
    assertEquals(Set.of(), two.tasks);
    one.quiet();
    assertEquals(2, one.tasks.size());
    assertEquals(Set.of(), two.beat().tasks);
    one.beat();
    assertEquals(2, two.beat().tasks.size());
    assertEquals("Stable", group().stateName());
  }

  @Test
  void theFirstAssignmentWaitsForMore() {
    world.surroundings.streams = new StreamsGroupSettings(45_000, 5_000, 0, 3_000, 0, 60_000, 3);
    Instance one = new Instance("a").join();
    assertEquals(List.of((int) StreamsStatus.ASSIGNMENT_DELAYED), one.status());
    assertEquals(1, one.epoch, "it can go on heartbeating");
    Instance two = new Instance("b").join();
    world.advance(3_001);
    assertEquals(2, one.beat().tasks.size());
    assertEquals(2, two.beat().tasks.size());
  }

  @Test
  void missingTopicsAreSaidAndWaitedFor() {
    world.surroundings.deleteTopic("t");
    Instance one = new Instance("a").join();
    assertEquals(List.of((int) StreamsStatus.MISSING_SOURCE_TOPICS), one.status());
    assertEquals("NotReady", group().stateName());
    world.surroundings.topic("t", 2);
    assertEquals(Set.of(0, 1), one.beat().tasks);
    assertEquals(List.of(), one.status());
  }

  @Test
  void silentMembersAreThrownOutAndWrongEpochsFenced() {
    Instance one = new Instance("a").join();
    Instance two = new Instance("b").join();
    world.advance(44_000);
    two.beat();
    world.advance(2_000);
    assertNull(group().member("a"));
    assertEquals(4, two.beat().tasks.size());
    assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, one.beat().error());
    two.epoch = 99;
    assertEquals(ErrorCode.FENCED_MEMBER_EPOCH, two.beat().error());
  }

  @Test
  void optionsOfTheGroupMakeItAssignAnew() {
    Instance one = new Instance("a").join();
    int epoch = group().epoch();
    world.surroundings.streams = new StreamsGroupSettings(45_000, 5_000, 0, 0, 1, 60_000, 3);
    one.beat();
    assertEquals(epoch + 1, group().epoch());
  }

  @Test
  void aFullGroupAndOtherKindsAreRefused() {
    new Instance("a").join();
    new Instance("b").join();
    new Instance("c").join();
    assertEquals(ErrorCode.GROUP_MAX_SIZE_REACHED, new Instance("d").join().error());
    assertEquals(ErrorCode.INVALID_REQUEST, new Instance("").join().error());
  }

  @Test
  void everythingSurvivesACrash() {
    Instance one = new Instance("a").join();
    world.crash();
    assertEquals(ErrorCode.NONE, one.beat().error());
    assertEquals("Stable", group().stateName());
    assertEquals(ErrorCode.NONE, one.leave().error());
    assertTrue(group().isEmpty());
  }
}
