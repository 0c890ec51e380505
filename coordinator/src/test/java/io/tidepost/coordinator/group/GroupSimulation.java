package io.tidepost.coordinator.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.offset.CommittedOffset;
import io.tidepost.coordinator.group.offset.ExpireGroup;
import io.tidepost.coordinator.group.offset.OffsetCommit;
import io.tidepost.coordinator.group.offset.OffsetFetch;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.OffsetCommitResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Members that join, work, stall, die and come back; a coordinator that crashes and resigns; a
/// partition that is slow or refuses. After every step it is checked that
/// - no partition has two owners in one generation, as far as SyncGroup told,
/// - the generation that members are told only grows, unless the coordinator crashed,
/// - an acknowledged commit is there,
/// - what a fresh coordinator would load equals the durable state at work.
///
/// In the end every request has been answered. One seed, one course of events.
final class GroupSimulation {

  static final int PARTITIONS = 6;
  private static final GroupOptions OPTIONS =
      new GroupOptions(500, 100, 1_000_000, 5, 4096, 100_000_000, 60_000, 5000);

  final List<String> trace = new ArrayList<>();
  final GroupWorld world;
  final Random random;
  final String groupId = "g";

  private final List<SimulatedMember> members = new ArrayList<>();
  private final Map<Integer, Map<Integer, String>> ownersByGeneration = new HashMap<>();
  private final Map<Integer, Long> acknowledged = new HashMap<>();
  private final Map<Integer, Long> attempted = new HashMap<>();
  private int generationSeen;
  private int openRequests;
  private int memberNumber;

  GroupSimulation(long seed) {
    random = new Random(seed);
    world = new GroupWorld(OPTIONS, new SeededRandomness(seed));
  }

  void run(int steps) {
    for (int i = 0; i < steps; i++) {
      step();
      check();
    }
    end();
  }

  private void step() {
    switch (random.nextInt(50)) {
      case 0, 20, 21, 22 -> addMember();
      case 1 -> {
        if (!members.isEmpty()) {
          pick().die();
          trace.add("a member dies");
        }
      }
      case 2 -> {
        if (!members.isEmpty()) {
          pick().leave();
        }
      }
      case 3 -> {
        if (!members.isEmpty()) {
          pick().stall(world.now().monotonicMillis() + random.nextInt(12_000));
        }
      }
      case 4 -> world.hold(true);
      case 23, 24, 25 -> {
        world.hold(false);
        world.failWith(null);
      }
      case 5 -> world.commitOne();
      case 6 -> fault();
      case 7 -> world.submit(new ExpireGroup(groupId));
      case 8, 9, 10 -> world.advance(random.nextInt(3000));
      case 11, 12, 13 -> commitOutside();
      default -> members.forEach(SimulatedMember::poll);
    }
    members.removeIf(SimulatedMember::isDead);
  }

  private SimulatedMember pick() {
    return members.get(random.nextInt(members.size()));
  }

  private void addMember() {
    if (members.size() < 6) {
      String instance = random.nextInt(3) == 0 ? "instance-" + random.nextInt(3) : null;
      members.add(new SimulatedMember(this, "m" + memberNumber++, instance));
    }
  }

  private void fault() {
    switch (random.nextInt(4)) {
      case 0 -> {
        trace.add("the coordinator crashes");
        world.crash();
        coordinatorChanged();
      }
      case 1 -> {
        trace.add("the coordinator resigns");
        world.resign();
        coordinatorChanged();
      }
      case 2 -> world.failWith(ErrorCode.NOT_ENOUGH_REPLICAS);
      default -> world.failWith(null);
    }
  }

  /// What was not durable is forgotten: members may be told an older generation once more, and
  /// requests to the dead coordinator are never answered.
  private void coordinatorChanged() {
    generationSeen = 0;
    ownersByGeneration.clear();
    openRequests = 0;
    members.forEach(SimulatedMember::connectionLost);
  }

  /// Counts a request until it is answered; answers of a coordinator that is gone are dropped.
  <R> Reply<R> expect(Consumer<R> receiver) {
    var asked = world.runtime;
    openRequests++;
    return new Reply<>(answer -> {
      if (world.runtime == asked) {
        openRequests--;
        receiver.accept(answer);
      }
    });
  }

  /// A member was told its generation.
  void joined(String name, int generation) {
    trace.add(name + " joined generation " + generation);
    assertTrue(generation >= generationSeen, name + " was sent back to " + generation);
    generationSeen = generation;
  }

  /// A member was told its partitions.
  void assigned(String name, int generation, String partitions) {
    trace.add(name + " has " + partitions + " in generation " + generation);
    Map<Integer, String> owners =
        ownersByGeneration.computeIfAbsent(generation, g -> new HashMap<>());
    for (String partition : partitions.isEmpty() ? new String[0] : partitions.split("\\+")) {
      String before = owners.put(Integer.parseInt(partition), name);
      assertTrue(
          before == null || before.equals(name),
          "partition " + partition + " of " + before + " and " + name + " in " + generation);
    }
  }

  private void commitOutside() {
    commit("", null, -1, random.nextInt(PARTITIONS));
  }

  /// Commits the next number for a partition. A group's offsets are one sequence per partition
  /// here, whoever commits them, so that the largest acknowledged one is a lower bound.
  void commit(String memberId, @Nullable String instance, int generation, int partition) {
    long offset = attempted.merge(partition, 1L, Long::sum);
    world.submit(
        new OffsetCommit(
            Requests.commit(
                groupId, memberId, instance, generation, "t", Uuid.ZERO, partition, offset, ""),
            new Client("c", "/host", (short) 9),
            expect((OffsetCommitResponse response) -> committed(response, partition, offset))));
  }

  private void committed(OffsetCommitResponse response, int partition, long offset) {
    if (response.topics.get(0).partitions.get(0).errorCode == 0) {
      trace.add("committed " + partition + " at " + offset);
      acknowledged.merge(partition, offset, Math::max);
    }
  }

  private void check() {
    if (!world.shard().exists(groupId)) {
      // Nothing is left of it: a group of that name starts with the first generation.
      generationSeen = 0;
      ownersByGeneration.clear();
    }
    GroupCoordinatorShard fresh = world.replay();
    acknowledged.forEach((partition, offset) -> {
      CommittedOffset stored = fresh.offsets().find(groupId, "t", partition);
      assertNotNull(stored, "acknowledged offset of " + partition);
      assertTrue(stored.offset() >= offset, partition + ": " + stored + " before " + offset);
    });
    assertEquals(fresh.offsets().ofGroup(groupId), world.shard().offsets().ofGroup(groupId));
    assertEquals(
        StoredText.of(fresh.classic().stored(groupId)),
        StoredText.of(world.shard().classic().stored(groupId)));
  }

  /// Everything heals, everybody who waits is answered, and the group works again.
  private void end() {
    world.failWith(null);
    world.hold(false);
    world.advance(2_000_000);
    members.forEach(SimulatedMember::die);
    world.advance(2_000_000);
    check();
    assertEquals(0, openRequests, "requests that were never answered");
    SimulatedMember last = new SimulatedMember(this, "last", null);
    for (int i = 0; i < 20 && !last.isStable(); i++) {
      last.poll();
      world.advance(1000);
    }
    assertTrue(last.isStable(), "a new member gets its assignment");
    world.submit(
        new OffsetFetch(
            Requests.fetch(groupId, null, 0),
            true,
            expect(response -> trace.add("in the end " + response.topics.size() + " topics"))));
    assertEquals(0, openRequests);
  }
}
