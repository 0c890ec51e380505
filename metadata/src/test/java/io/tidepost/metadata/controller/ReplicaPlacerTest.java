package io.tidepost.metadata.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.Randomness;
import io.tidepost.base.Uuid;
import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.Partition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.metadata.placement.ClusterDescriber;
import org.apache.kafka.metadata.placement.PartitionAssignment;
import org.apache.kafka.metadata.placement.PlacementSpec;
import org.apache.kafka.metadata.placement.StripedReplicaPlacer;
import org.apache.kafka.metadata.placement.UsableBroker;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Where new partitions go: as Apache Kafka's placer when chance is taken out of both, and evenly
/// when it is not.
class ReplicaPlacerTest {

  private static final Randomness ZERO =
      new Randomness() {
        @Override
        public long nextLong() {
          return 0;
        }

        @Override
        public int nextInt(int bound) {
          return 0;
        }
      };

  private static Broker broker(int id, @Nullable String rack, boolean fenced, boolean leaving) {
    return new Broker(
        id,
        id,
        new Uuid(id, 1),
        List.of(),
        Map.of(),
        rack,
        fenced,
        leaving,
        List.of(new Uuid(100, id)),
        null);
  }

  private static List<Partition> place(
      List<Broker> brokers, int count, int replicationFactor, Randomness randomness) {
    List<Partition> placed = new ArrayList<>();
    var placer = new ReplicaPlacer(brokers, randomness);
    assertNull(placer.whyImpossible(replicationFactor));
    placer.place(count, replicationFactor, placed::add);
    return placed;
  }

  private static List<List<Integer>> kafka(List<Broker> brokers, int count, int replicationFactor) {
    List<UsableBroker> usable =
        brokers.stream()
            .filter(b -> !b.inControlledShutdown())
            .map(b -> new UsableBroker(b.id(), Optional.ofNullable(b.rack()), b.fenced()))
            .toList();
    var zero =
        new Random() {
          private static final long serialVersionUID = 1;

          @Override
          public int nextInt(int bound) {
            return 0;
          }
        };
    var describer =
        new ClusterDescriber() {
          @Override
          public Iterator<UsableBroker> usableBrokers() {
            return usable.iterator();
          }

          @Override
          public org.apache.kafka.common.Uuid defaultDir(int brokerId) {
            return org.apache.kafka.common.Uuid.ONE_UUID;
          }
        };
    return new StripedReplicaPlacer(zero)
            .place(new PlacementSpec(0, count, (short) replicationFactor), describer)
            .assignments()
            .stream()
            .map(PartitionAssignment::replicas)
            .toList();
  }

  @Test
  void placesAsKafkaDoes() {
    var random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      int size = 1 + random.nextInt(9);
      int rackCount = random.nextInt(4);
      List<Broker> brokers = new ArrayList<>();
      for (int id = 0; id < size; id++) {
        String rack = rackCount == 0 ? null : "r" + random.nextInt(rackCount);
        boolean fenced = id > 0 && random.nextInt(4) == 0;
        brokers.add(broker(id, rack, fenced, id > 0 && random.nextInt(10) == 0));
      }
      int usable = (int) brokers.stream().filter(b -> !b.inControlledShutdown()).count();
      int replicationFactor = 1 + random.nextInt(usable);
      int count = 1 + random.nextInt(3 * size);
      assertEquals(
          kafka(brokers, count, replicationFactor),
          place(brokers, count, replicationFactor, ZERO).stream().map(Partition::replicas).toList(),
          i + ": " + brokers);
    }
  }

  @Test
  void spreadsOverRacksAndBrokersAndLeadersEvenly() {
    List<Broker> brokers = new ArrayList<>();
    for (int id = 0; id < 9; id++) {
      brokers.add(broker(id, "r" + id % 3, false, false));
    }
    var placed = place(brokers, 900, 3, new ControllerTester(3).randomness());
    Map<Integer, Integer> leaders = new HashMap<>();
    Map<Integer, Integer> replicas = new HashMap<>();
    Set<Set<Integer>> sets = new HashSet<>();
    for (Partition partition : placed) {
      Set<Integer> racks = new HashSet<>();
      partition.replicas().forEach(id -> racks.add(id % 3));
      assertEquals(3, racks.size());
      assertEquals(partition.replicas(), partition.isr());
      assertEquals(partition.replicas().get(0), partition.leader());
      leaders.merge(partition.leader(), 1, Integer::sum);
      partition.replicas().forEach(id -> replicas.merge(id, 1, Integer::sum));
      sets.add(Set.copyOf(partition.replicas()));
    }
    leaders.values().forEach(n -> assertTrue(n >= 60 && n <= 140, "leaders " + leaders));
    replicas.values().forEach(n -> assertTrue(n >= 240 && n <= 360, "replicas " + replicas));
    assertEquals(27, sets.size(), "every set of brokers in three racks comes");
  }

  @Test
  void aFencedBrokerIsTheLastChoiceAndNeitherLeadsNorIsInSync() {
    var brokers =
        List.of(
            broker(1, null, false, false),
            broker(2, null, true, false),
            broker(3, null, false, false));
    for (Partition partition : place(brokers, 20, 2, new ControllerTester(3).randomness())) {
      assertFalse(partition.replicas().contains(2));
    }
    for (Partition partition : place(brokers, 20, 3, new ControllerTester(3).randomness())) {
      assertEquals(2, partition.replicas().get(2));
      assertFalse(partition.isr().contains(2));
    }
  }

  @Test
  void saysWhyItCannotBe() {
    var brokers = List.of(broker(1, null, false, false), broker(2, null, false, true));
    var placer = new ReplicaPlacer(brokers, ZERO);
    assertEquals(
        "Invalid replication factor 0: the replication factor must be positive.",
        placer.whyImpossible(0));
    assertEquals(
        "The target replication factor of 2 cannot be reached because only 1 broker(s) are"
            + " registered.",
        placer.whyImpossible(2));
    assertEquals(
        "All brokers are currently fenced.",
        new ReplicaPlacer(List.of(broker(1, null, true, false)), ZERO).whyImpossible(1));
  }
}
