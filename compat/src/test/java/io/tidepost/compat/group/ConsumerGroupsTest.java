package io.tidepost.compat.group;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.process.Places;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.consumer.RoundRobinAssignor;
import org.apache.kafka.clients.consumer.StickyAssignor;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A group shares a topic's partitions among its members, whoever comes, goes or dies.
@ExtendWith(Shared.class)
final class ConsumerGroupsTest {
  private static final Map<String, Object> QUICK = Map.of("heartbeat.interval.ms", 200);

  private final ServerUnderTest server;
  private final Clients clients;
  private final String topic;
  private final String group = Clients.unique("group");

  ConsumerGroupsTest(ServerUnderTest server) {
    this.server = server;
    this.clients = new Clients(server);
    this.topic = clients.topic("shared", 3);
  }

  private Member join(Map<String, Object> options) {
    return new Member(clients, group, topic, options);
  }

  private void writeEverywhere(int from, int to) {
    for (int partition = 0; partition < 3; partition++) {
      clients.writeNumbers(topic, partition, from + partition * 1_000, to + partition * 1_000);
    }
  }

  private static Set<String> expected(int from, int to) {
    Set<String> all = new HashSet<>();
    for (int partition = 0; partition < 3; partition++) {
      all.addAll(Clients.numbers(from + partition * 1_000, to + partition * 1_000));
    }
    return all;
  }

  private static boolean shared(Member... members) {
    List<Integer> all = Stream.of(members).flatMap(member -> member.partitions().stream()).toList();
    return all.size() == 3 && Set.copyOf(all).size() == 3;
  }

  private static int smallest(Member... members) {
    return Arrays.stream(members)
        .mapToInt(member -> member.partitions().size())
        .min()
        .orElseThrow();
  }

  @Test
  void eachRecordGoesToOneMember() {
    try (Member one = join(QUICK);
        Member two = join(QUICK)) {
      await().atMost(Clients.LIMIT).until(() -> shared(one, two) && smallest(one, two) == 1);
      writeEverywhere(1, 100);
      await().atMost(Clients.LIMIT).until(() -> one.values().size() + two.values().size() >= 300);
      List<String> both = new ArrayList<>(one.values());
      both.addAll(two.values());
      assertEquals(300, both.size());
      assertEquals(expected(1, 100), Set.copyOf(both));
    }
  }

  @Test
  void aMemberMoreThanPartitionsStaysIdle() {
    try (Member one = join(QUICK);
        Member two = join(QUICK);
        Member three = join(QUICK);
        Member four = join(QUICK)) {
      await()
          .atMost(Clients.LIMIT)
          .until(() ->
              Stream.of(one, two, three, four)
                      .map(member -> member.partitions().size())
                      .sorted()
                      .toList()
                      .equals(List.of(0, 1, 1, 1))
                  && shared(one, two, three, four));
    }
  }

  @Test
  void aMemberThatLeavesHandsItsPartitionsOver() {
    try (Member stays = join(QUICK)) {
      try (Member leaves = join(QUICK)) {
        await()
            .atMost(Clients.LIMIT)
            .until(() -> shared(stays, leaves) && smallest(stays, leaves) == 1);
      }
      await().atMost(Clients.LIMIT).until(() -> stays.partitions().size() == 3);
    }
  }

  @Test
  void theSurvivorTakesThePartitionsOfAMemberThatWasKilled(@TempDir Path folder) {
    List<String> command =
        List.of(
            Places.java().toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            GroupMain.class.getName(),
            server.bootstrap(),
            group,
            topic);
    try (Member survivor = join(QUICK);
        ChildProcess victim = ChildProcess.start("victim", folder, command)) {
      await()
          .atMost(Clients.LIMIT)
          .until(() -> victim.out().contains("assigned") && survivor.partitions().size() < 3);
      victim.kill();
      writeEverywhere(1, 10);
      await().atMost(Clients.LIMIT).until(() -> survivor.partitions().size() == 3);
      await()
          .atMost(Clients.LIMIT)
          .until(() -> Set.copyOf(survivor.values()).equals(expected(1, 10)));
    }
  }

  @Test
  void independentGroupsEachGetEveryRecord() {
    writeEverywhere(1, 50);
    try (Member one = join(QUICK);
        Member other = new Member(clients, group + "-other", topic, QUICK)) {
      await()
          .atMost(Clients.LIMIT)
          .until(() -> one.values().size() == 150 && other.values().size() == 150);
      assertEquals(expected(1, 50), Set.copyOf(one.values()));
      assertEquals(expected(1, 50), Set.copyOf(other.values()));
    }
  }

  @Test
  void aGroupReadsWhatAnotherHasReadBefore() {
    writeEverywhere(1, 50);
    try (Member first = join(QUICK)) {
      await().atMost(Clients.LIMIT).until(() -> first.values().size() == 150);
    }
    try (Member later = new Member(clients, group + "-later", topic, QUICK)) {
      await().atMost(Clients.LIMIT).until(() -> Set.copyOf(later.values()).equals(expected(1, 50)));
    }
  }

  @Test
  void aGroupContinuesBehindWhatItHasCommitted() {
    writeEverywhere(1, 50);
    try (Member before = join(QUICK)) {
      await().atMost(Clients.LIMIT).until(() -> before.values().size() == 150);
    }
    writeEverywhere(51, 60);
    try (Member after = join(QUICK)) {
      await().atMost(Clients.LIMIT).until(() -> after.values().size() >= 30);
      assertEquals(expected(51, 60), Set.copyOf(after.values()));
      assertEquals(30, after.values().size());
    }
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        RangeAssignor.class,
        RoundRobinAssignor.class,
        StickyAssignor.class,
        CooperativeStickyAssignor.class
      })
  void everyAssignorOfTheClientSharesThePartitions(Class<?> assignor) {
    Map<String, Object> options =
        Map.of("heartbeat.interval.ms", 200, "partition.assignment.strategy", assignor.getName());
    try (Member one = join(options);
        Member two = join(options)) {
      await().atMost(Clients.LIMIT).until(() -> shared(one, two) && smallest(one, two) == 1);
      writeEverywhere(1, 20);
      await().atMost(Clients.LIMIT).until(() -> one.values().size() + two.values().size() == 60);
    }
  }

  @Test
  void cooperativeMembersKeepWhatTheyNeedNotGiveUp() {
    Map<String, Object> options =
        Map.of(
            "heartbeat.interval.ms",
            200,
            "partition.assignment.strategy",
            CooperativeStickyAssignor.class.getName());
    try (Member first = join(options)) {
      await().atMost(Clients.LIMIT).until(() -> first.partitions().size() == 3);
      try (Member second = join(options)) {
        await()
            .atMost(Clients.LIMIT)
            .until(() -> shared(first, second) && smallest(first, second) == 1);
        assertEquals(1, first.revocations(), "only what moved was revoked");
      }
    }
  }

  @Test
  void aStaticMemberComesBackToItsPartitionsWithoutARebalance() {
    Map<String, Object> a =
        Map.of(
            "heartbeat.interval.ms", 200, "group.instance.id", "a", "session.timeout.ms", 120_000);
    Map<String, Object> b =
        Map.of(
            "heartbeat.interval.ms", 200, "group.instance.id", "b", "session.timeout.ms", 120_000);
    try (Member stays = join(b)) {
      Set<Integer> before;
      try (Member restarts = join(a)) {
        await()
            .atMost(Clients.LIMIT)
            .until(() -> shared(stays, restarts) && smallest(stays, restarts) == 1);
        before = restarts.partitions();
      }
      int revocations = stays.revocations();
      try (Member again = join(a)) {
        await().atMost(Clients.LIMIT).until(() -> again.partitions().equals(before));
        assertTrue(shared(stays, again));
        assertEquals(revocations, stays.revocations(), "the other member noticed nothing");
      }
    }
  }

  @Test
  void aSecondMemberWithTheSameInstanceIdFencesTheFirst() {
    Map<String, Object> options = Map.of("heartbeat.interval.ms", 200, "group.instance.id", "same");
    try (Member first = join(options)) {
      await().atMost(Clients.LIMIT).until(() -> first.partitions().size() == 3);
      try (Member second = join(options)) {
        await().atMost(Clients.LIMIT).until(() -> second.partitions().size() == 3);
        await()
            .atMost(Clients.LIMIT)
            .until(() -> first.failure() instanceof FencedInstanceIdException);
      }
    }
  }
}
