package io.tidepost.coordinator.group.share;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.Uuid;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class SimpleAssignorTest {

  private static final Uuid A = new Uuid(0, 1);
  private static final Uuid B = new Uuid(0, 2);

  private static int count(Assignment assignment) {
    return assignment.topics().values().stream().mapToInt(SortedSet::size).sum();
  }

  private static SortedMap<String, SortedSet<Uuid>> members(int count, Uuid... topics) {
    SortedMap<String, SortedSet<Uuid>> result = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      result.put("m%03d".formatted(i), new TreeSet<>(List.of(topics)));
    }
    return result;
  }

  @Test
  void everyPartitionAndEveryMemberHasWork() {
    Random random = new Random(7);
    Map<String, Assignment> current = new HashMap<>();
    for (int run = 0; run < 500; run++) {
      int members = 1 + random.nextInt(12);
      int partitionsOfA = 1 + random.nextInt(6);
      int partitionsOfB = random.nextInt(4);
      Map<Uuid, Integer> partitions = Map.of(A, partitionsOfA, B, partitionsOfB);
      SortedMap<String, Assignment> assigned =
          SimpleAssignor.assign(members(members, A, B), current, partitions);
      int total = partitionsOfA + partitionsOfB;
      int least = assigned.values().stream().mapToInt(SimpleAssignorTest::count).min().orElse(0);
      int most = assigned.values().stream().mapToInt(SimpleAssignorTest::count).max().orElse(0);
      assertTrue(most - least <= 1, assigned::toString);
      assertTrue(least > 0 || members > total && most == 1 || total < members, assigned::toString);
      for (int partition = 0; partition < partitionsOfA; partition++) {
        int number = partition;
        assertTrue(assigned.values().stream().anyMatch(a -> a.contains(A, number)));
      }
      current = new HashMap<>(assigned);
    }
  }

  @Test
  void theSameInputChangesNothing() {
    Map<Uuid, Integer> partitions = Map.of(A, 7);
    SortedMap<String, Assignment> first =
        SimpleAssignor.assign(members(3, A), Map.of(), partitions);
    assertEquals(first, SimpleAssignor.assign(members(3, A), first, partitions));
  }

  @Test
  void whoStaysKeepsWhatItHas() {
    Map<Uuid, Integer> partitions = Map.of(A, 6);
    SortedMap<String, Assignment> before =
        SimpleAssignor.assign(members(3, A), Map.of(), partitions);
    SortedMap<String, SortedSet<Uuid>> rest = members(3, A);
    rest.remove("m001");
    SortedMap<String, Assignment> after = SimpleAssignor.assign(rest, before, partitions);
    rest.keySet()
        .forEach(member ->
            before
                .getOrDefault(member, Assignment.NOTHING)
                .topics()
                .forEach((topic, kept) ->
                    kept.forEach(p ->
                        assertTrue(
                            after.getOrDefault(member, Assignment.NOTHING).contains(topic, p)))));
  }

  @Test
  void nobodyGetsATopicItIsNotSubscribedTo() {
    SortedMap<String, SortedSet<Uuid>> subscriptions = new TreeMap<>();
    subscriptions.put("a", new TreeSet<>(List.of(A)));
    subscriptions.put("ab", new TreeSet<>(List.of(A, B)));
    SortedMap<String, Assignment> assigned =
        SimpleAssignor.assign(subscriptions, Map.of(), Map.of(A, 2, B, 2));
    assertEquals(1, count(assigned.getOrDefault("a", Assignment.NOTHING)));
    assertEquals(3, count(assigned.getOrDefault("ab", Assignment.NOTHING)));
  }

  @Test
  void nothingToAssignIsNoProblem() {
    assertEquals(
        Assignment.NOTHING, SimpleAssignor.assign(members(1), Map.of(), Map.of()).get("m000"));
    assertEquals(
        Assignment.NOTHING,
        SimpleAssignor.assign(members(1, A), Map.of(), Map.of(A, 0)).get("m000"));
  }
}
