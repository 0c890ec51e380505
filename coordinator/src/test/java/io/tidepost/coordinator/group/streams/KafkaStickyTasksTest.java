package io.tidepost.coordinator.group.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.coordinator.group.streams.StreamsMember.Identity;
import io.tidepost.coordinator.group.streams.StreamsMember.Ownership;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.coordinator.group.streams.assignor.AssignmentMemberSpec;
import org.apache.kafka.coordinator.group.streams.assignor.GroupSpecImpl;
import org.apache.kafka.coordinator.group.streams.assignor.StickyTaskAssignor;
import org.apache.kafka.coordinator.group.streams.assignor.TopologyDescriber;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tasks are shared out as by Apache Kafka's own assignor, through the lives of random groups. Of
/// processes that have equally much to do Kafka takes any; so what is compared is how many tasks
/// are given in each role, that nobody has more than there, and that over all lives as many stay
/// where they were.
class KafkaStickyTasksTest {

  private static final int SEEDS = 200;
  private static final int STEPS = 12;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void asBalancedAndAsStickyAsKafka(int standbyReplicas) {
    int keptByKafka = 0;
    int keptByUs = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Life life = new Life(standbyReplicas, new Random(seed), "seed " + seed);
      life.run();
      keptByKafka += life.keptByKafka;
      keptByUs += life.keptByUs;
    }
    assertTrue(keptByUs >= keptByKafka * 0.98, keptByUs + " stay, with Kafka " + keptByKafka);
  }

  private static final class Life {
    private final int standbyReplicas;
    private final Random random;
    private final String what;
    private final SortedMap<String, Integer> subtopologies = new TreeMap<>();
    private final List<String> stateful = new ArrayList<>();
    private final SortedMap<String, String> processByMember = new TreeMap<>();
    private Map<String, Tasks> before = new TreeMap<>();
    private int nextMember;
    private int keptByKafka;
    private int keptByUs;

    Life(int standbyReplicas, Random random, String what) {
      this.standbyReplicas = standbyReplicas;
      this.random = random;
      this.what = what;
      for (int i = 0; i <= random.nextInt(3); i++) {
        subtopologies.put("s" + i, 1 + random.nextInt(6));
        if (random.nextBoolean()) {
          stateful.add("s" + i);
        }
      }
    }

    void run() {
      for (int step = 0; step < STEPS; step++) {
        if (random.nextInt(3) > 0 || processByMember.size() < 2) {
          processByMember.put("m" + nextMember++, "p" + random.nextInt(4));
        } else {
          List<String> ids = new ArrayList<>(processByMember.keySet());
          String gone = ids.get(random.nextInt(ids.size()));
          processByMember.remove(gone);
          before.remove(gone);
        }
        compare(what + ", step " + step);
      }
    }

    private void compare(String where) {
      StreamsGroup group = new StreamsGroup("g");
      processByMember.forEach((id, process) -> {
        Identity identity = new Identity(null, "", "", 1, 0, process, null, new TreeMap<>());
        group.identify(id, identity);
        group.own(id, Ownership.NONE);
        Tasks had = before.get(id);
        if (had != null) {
          group.target(id, had);
        }
      });
      TopologyPlan plan = new TopologyPlan(subtopologies, stateful, List.of(), null);
      Map<String, Tasks> ours =
          new StickyTasks(plan, standbyReplicas, group.members(), group).assign();
      assertEquals(total(byKafka(), true), total(ours, true), where);
      assertEquals(total(byKafka(), false), total(ours, false), where);
      assertTrue(most(ours) <= most(byKafka()), where);
      keptByKafka += kept(byKafka());
      keptByUs += kept(ours);
      before = new TreeMap<>(ours);
    }

    private int total(Map<String, Tasks> assigned, boolean active) {
      return assigned.values().stream()
          .mapToInt(tasks -> count(active ? tasks.active() : tasks.standby()))
          .sum();
    }

    private static int count(TaskMap tasks) {
      return tasks.tasks().values().stream().mapToInt(Map::size).sum();
    }

    private int most(Map<String, Tasks> assigned) {
      return assigned.values().stream().mapToInt(tasks -> count(tasks.active())).max().orElse(0);
    }

    private int kept(Map<String, Tasks> assigned) {
      int kept = 0;
      for (Map.Entry<String, Tasks> member : assigned.entrySet()) {
        Tasks had = before.getOrDefault(member.getKey(), Tasks.NONE);
        for (var subtopology : member.getValue().active().tasks().entrySet()) {
          for (int partition : subtopology.getValue().keySet()) {
            kept += had.active().has(subtopology.getKey(), partition) ? 1 : 0;
          }
        }
      }
      return kept;
    }

    private Map<String, Tasks> byKafka() {
      Map<String, AssignmentMemberSpec> specs = new LinkedHashMap<>();
      processByMember.forEach((id, process) -> {
        Tasks had = before.getOrDefault(id, Tasks.NONE);
        specs.put(
            id,
            new AssignmentMemberSpec(
                Optional.empty(),
                Optional.empty(),
                kafkas(had.active()),
                kafkas(had.standby()),
                Map.of(),
                process,
                Map.of(),
                Map.of(),
                Map.of()));
      });
      var configs = Map.of("num.standby.replicas", String.valueOf(standbyReplicas));
      var assigned =
          new StickyTaskAssignor()
              .assign(
                  new GroupSpecImpl(Collections.unmodifiableMap(specs), configs),
                  new TopologyDescriber() {
                    @Override
                    public List<String> subtopologies() {
                      return List.copyOf(subtopologies.keySet());
                    }

                    @Override
                    public int maxNumInputPartitions(String id) {
                      return subtopologies.getOrDefault(id, 0);
                    }

                    @Override
                    public boolean isStateful(String id) {
                      return stateful.contains(id);
                    }
                  });
      Map<String, Tasks> result = new TreeMap<>();
      assigned
          .members()
          .forEach((id, tasks) -> {
            Tasks own = Tasks.empty();
            tasks.activeTasks().forEach((s, of) -> of.forEach(p -> own.active().add(s, p, 0)));
            tasks.standbyTasks().forEach((s, of) -> of.forEach(p -> own.standby().add(s, p, 0)));
            result.put(id, own);
          });
      return result;
    }

    private static Map<String, Set<Integer>> kafkas(TaskMap tasks) {
      Map<String, Set<Integer>> result = new TreeMap<>();
      tasks.tasks().forEach((id, of) -> result.put(id, new TreeSet<>(of.keySet())));
      return result;
    }
  }
}
