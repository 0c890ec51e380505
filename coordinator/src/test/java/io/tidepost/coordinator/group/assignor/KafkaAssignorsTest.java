package io.tidepost.coordinator.group.assignor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidepost.base.Uuid;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.coordinator.group.api.assignor.ConsumerGroupPartitionAssignor;
import org.apache.kafka.coordinator.group.api.assignor.GroupAssignment;
import org.apache.kafka.coordinator.group.api.assignor.SubscribedTopicDescriber;
import org.apache.kafka.coordinator.group.api.assignor.SubscriptionType;
import org.apache.kafka.coordinator.group.modern.Assignment;
import org.apache.kafka.coordinator.group.modern.GroupSpecImpl;
import org.apache.kafka.coordinator.group.modern.MemberSubscriptionAndAssignmentImpl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Our assignors come to the results of Apache Kafka's own classes, step by step through the life
/// of random groups: members come and go, change what they want, topics grow.
class KafkaAssignorsTest {

  private static final int SEEDS = 150;
  private static final int STEPS = 25;

  @ParameterizedTest
  @CsvSource({"uniform,true", "uniform,false", "range,true", "range,false"})
  void sameAsKafka(String name, boolean homogeneous) {
    for (int seed = 0; seed < SEEDS; seed++) {
      new Life(name, homogeneous, new Random(seed), "seed " + seed).run();
    }
  }

  private static final class Life {
    private final Assignor ours;
    private final ConsumerGroupPartitionAssignor kafkas;
    private final boolean homogeneous;
    private final Random random;
    private final String what;
    private final Map<Uuid, Integer> topics = new TreeMap<>();
    private final LinkedHashMap<String, AssignorInput.Member> members = new LinkedHashMap<>();
    private int nextMember;

    Life(String name, boolean homogeneous, Random random, String what) {
      Assignor found = Assignors.find(name);
      if (found == null) {
        throw new IllegalArgumentException(name);
      }
      this.ours = found;
      this.kafkas =
          name.equals("range")
              ? new org.apache.kafka.coordinator.group.assignor.RangeAssignor()
              : new org.apache.kafka.coordinator.group.assignor.UniformAssignor();
      this.homogeneous = homogeneous;
      this.random = random;
      this.what = name + ", " + what;
      for (int i = 1; i <= 1 + random.nextInt(6); i++) {
        topics.put(new Uuid(0, i), 1 + random.nextInt(12));
      }
    }

    void run() {
      for (int step = 0; step < STEPS; step++) {
        change();
        if (!members.isEmpty()) {
          compare(step);
        }
      }
    }

    private void change() {
      int what = random.nextInt(10);
      if (what < 5 || members.isEmpty()) {
        String instance = random.nextInt(4) == 0 ? "i" + random.nextInt(100) : null;
        members.put("m" + nextMember++, member(instance, wanted(), new TreeMap<>()));
      } else if (what < 7) {
        List<String> ids = new ArrayList<>(members.keySet());
        members.remove(ids.get(random.nextInt(ids.size())));
      } else if (what < 8) {
        List<Uuid> ids = new ArrayList<>(topics.keySet());
        topics.merge(ids.get(random.nextInt(ids.size())), random.nextInt(5), Integer::sum);
      } else if (!homogeneous) {
        List<String> ids = new ArrayList<>(members.keySet());
        members.computeIfPresent(
            ids.get(random.nextInt(ids.size())),
            (id, old) -> member(old.instanceId(), wanted(), old.current()));
      }
    }

    private static AssignorInput.Member member(
        @Nullable String instance,
        SortedSet<Uuid> wanted,
        SortedMap<Uuid, SortedSet<Integer>> current) {
      return new AssignorInput.Member(instance, null, wanted, current);
    }

    private SortedSet<Uuid> wanted() {
      SortedSet<Uuid> wanted = new TreeSet<>(topics.keySet());
      if (!homogeneous) {
        wanted.removeIf(topic -> random.nextInt(3) == 0);
      }
      return wanted;
    }

    private void compare(int step) {
      AssignorInput input = new AssignorInput(members, homogeneous, topics::get);
      Map<String, SortedMap<Uuid, SortedSet<Integer>>> assigned = ours.assign(input);
      assertEquals(byKafka(), normal(assigned), what + ", step " + step);
      members.replaceAll((id, old) ->
          member(old.instanceId(), old.topics(), assigned.getOrDefault(id, new TreeMap<>())));
    }

    private Map<String, Map<String, Set<Integer>>> normal(
        Map<String, SortedMap<Uuid, SortedSet<Integer>>> assigned) {
      Map<String, Map<String, Set<Integer>>> result = new TreeMap<>();
      assigned.forEach((id, partitions) -> {
        Map<String, Set<Integer>> own = new TreeMap<>();
        partitions.forEach((topic, of) -> own.put(topic.toString(), of));
        if (!own.isEmpty()) {
          result.put(id, own);
        }
      });
      return result;
    }

    private Map<String, Map<String, Set<Integer>>> byKafka() {
      Map<String, MemberSubscriptionAndAssignmentImpl> specs = new LinkedHashMap<>();
      Map<org.apache.kafka.common.Uuid, Map<Integer, String>> inverted = new HashMap<>();
      members.forEach((id, member) -> {
        Map<org.apache.kafka.common.Uuid, Set<Integer>> current = new TreeMap<>();
        member
            .current()
            .forEach((topic, of) -> {
              current.put(kafkas(topic), new TreeSet<>(of));
              of.forEach(
                  p -> inverted.computeIfAbsent(kafkas(topic), t -> new HashMap<>()).put(p, id));
            });
        Set<org.apache.kafka.common.Uuid> wanted = new TreeSet<>();
        member.topics().forEach(topic -> wanted.add(kafkas(topic)));
        specs.put(
            id,
            new MemberSubscriptionAndAssignmentImpl(
                Optional.empty(),
                Optional.ofNullable(member.instanceId()),
                wanted,
                new Assignment(Collections.unmodifiableMap(current))));
      });
      SubscriptionType type =
          homogeneous ? SubscriptionType.HOMOGENEOUS : SubscriptionType.HETEROGENEOUS;
      GroupAssignment assignment =
          kafkas.assign(
              new GroupSpecImpl(Collections.unmodifiableMap(specs), type, inverted),
              new SubscribedTopicDescriber() {
                @Override
                public int numPartitions(org.apache.kafka.common.Uuid topic) {
                  return topics.getOrDefault(Uuid.parse(topic.toString()), -1);
                }

                @Override
                public Set<String> racksForPartition(
                    org.apache.kafka.common.Uuid topic, int partition) {
                  return Set.of();
                }
              });
      Map<String, Map<String, Set<Integer>>> result = new TreeMap<>();
      assignment
          .members()
          .forEach((id, member) -> {
            Map<String, Set<Integer>> own = new TreeMap<>();
            member
                .partitions()
                .forEach((topic, of) -> own.put(topic.toString(), new TreeSet<>(of)));
            if (!own.isEmpty()) {
              result.put(id, own);
            }
          });
      return result;
    }

    private static org.apache.kafka.common.Uuid kafkas(Uuid id) {
      return new org.apache.kafka.common.Uuid(id.mostSignificantBits(), id.leastSignificantBits());
    }
  }
}
