package io.tidepost.coordinator.group.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.consumer.Members.Member;
import io.tidepost.wire.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Members that join, leave, stall and die, a coordinator that crashes or cannot write, topics that
/// come and grow, all from one seed. After every step:
/// - no partition is in two members' hands: what a member was told it has and has not given up, as
///   long as the group counts it as a member at that epoch;
/// - what a crash would leave is what the coordinator believes.
///
/// In the end, when everybody behaves, everything is assigned once.
class ConsumerSimulationTest {

  private static final int STEPS = 120;

  static IntStream seeds() {
    return IntStream.range(0, 120);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void neverTwoOwners(int seed) {
    new Run(seed).run();
  }

  private static final class Run {
    private final Random random;
    private final Members members = new Members();
    private final List<Member> alive = new ArrayList<>();
    private int nextMember;
    private int topics = 1;

    Run(int seed) {
      random = new Random(seed);
      members.world.surroundings.consumer =
          Members.settings(random.nextBoolean() ? 0 : 500, MigrationPolicy.BIDIRECTIONAL);
      members.world.surroundings.topic("t0", 1 + random.nextInt(8));
    }

    void run() {
      for (int step = 0; step < STEPS; step++) {
        step();
        check();
      }
      settle();
    }

    private void step() {
      int what = random.nextInt(100);
      if (what < 15 && alive.size() < 5) {
        join();
      } else if (what < 70 && !alive.isEmpty()) {
        beat(any());
      } else if (what < 75 && !alive.isEmpty()) {
        alive.remove(any().leave());
      } else if (what < 80 && !alive.isEmpty()) {
        alive.remove(any());
      } else if (what < 84) {
        members.world.crash();
      } else if (what < 88) {
        String topic = "t" + random.nextInt(topics);
        var known = members.world.surroundings.byName(topic);
        int partitions = known == null ? 1 : known.partitions();
        members.world.surroundings.topic(topic, partitions + random.nextInt(3));
      } else if (what < 90 && topics < 4) {
        members.world.surroundings.topic("t" + topics++, 1 + random.nextInt(6));
      } else if (what < 93) {
        members.world.failWith(random.nextBoolean() ? ErrorCode.NOT_ENOUGH_REPLICAS : null);
      } else {
        members.world.advance(random.nextInt(6_000));
      }
    }

    private Member any() {
      return alive.get(random.nextInt(alive.size()));
    }

    private void join() {
      Member member = members.member("m" + nextMember++);
      member.assignor = random.nextInt(4) == 0 ? "range" : null;
      member.topics =
          IntStream.range(0, topics)
              .filter(t -> random.nextInt(4) > 0)
              .mapToObj(t -> "t" + t)
              .toList();
      if (member.join().error() == ErrorCode.NONE) {
        alive.add(member);
      }
    }

    /// A client that hears of a newer assignment gives up what is not in it before it says so.
    private void beat(Member member) {
      boolean quiet = random.nextInt(3) == 0;
      if (quiet) {
        member.take(members.send(member.request()));
      } else {
        member.beat();
      }
      if (member.error() == ErrorCode.FENCED_MEMBER_EPOCH
          || member.error() == ErrorCode.UNKNOWN_MEMBER_ID
          || member.error() == ErrorCode.GROUP_ID_NOT_FOUND) {
        alive.remove(member);
      }
    }

    private void check() {
      ConsumerGroup group = members.world.shard().consumer().find(Members.GROUP);
      if (group == null) {
        return;
      }
      Map<String, String> owners = new HashMap<>();
      for (Member member : alive) {
        ConsumerMember known = group.member(member.id);
        if (known == null) {
          continue;
        }
        for (Map.Entry<Uuid, SortedSet<Integer>> topic : member.held.entrySet()) {
          for (int partition : topic.getValue()) {
            assertNull(
                owners.put(topic.getKey() + "-" + partition, member.id),
                "two owners of " + topic.getKey() + "-" + partition);
          }
        }
      }
      ConsumerGroup replayed = members.world.replay().consumer().find(Members.GROUP);
      assertTrue(replayed != null);
      assertEquals(List.copyOf(replayed.members()), List.copyOf(group.members()));
      assertEquals(replayed.targets(), group.targets());
      assertEquals(replayed.epoch(), group.epoch());
    }

    private void settle() {
      members.world.failWith(null);
      if (alive.isEmpty()) {
        join();
      }
      for (int round = 0; round < 30; round++) {
        members.world.advance(2_000);
        List.copyOf(alive).forEach(this::beatFully);
        check();
      }
      if (alive.isEmpty()) {
        return;
      }
      ConsumerGroup group = members.group();
      assertEquals("Stable", group.stateName());
      long wanted =
          group.subscribedTopics().stream()
              .map(members.world.surroundings::byName)
              .flatMap(Stream::ofNullable)
              .mapToLong(topic -> topic.partitions())
              .sum();
      assertEquals(wanted, alive.stream().mapToLong(Member::size).sum());
    }

    private void beatFully(Member member) {
      member.beat();
      if (member.error() != ErrorCode.NONE) {
        alive.remove(member);
      }
    }
  }
}
