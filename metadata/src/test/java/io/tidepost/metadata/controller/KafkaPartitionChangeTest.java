package io.tidepost.metadata.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.Uuid;
import io.tidepost.metadata.image.Partition;
import io.tidepost.metadata.image.RecordVersions;
import io.tidepost.wire.record.PartitionChangeRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntPredicate;
import org.apache.kafka.controller.PartitionChangeBuilder;
import org.apache.kafka.metadata.LeaderRecoveryState;
import org.apache.kafka.metadata.PartitionRegistration;
import org.apache.kafka.server.common.ApiMessageAndVersion;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Puts the same change of the same partition to [PartitionChange] and to Apache Kafka's class.
/// Both must write the same record.
class KafkaPartitionChangeTest {

  private static final int CASES = 60_000;
  private static final int BROKERS = 6;
  private static final Uuid NEW_DIRECTORY = new Uuid(9, 9);

  private final Random random = new Random(1);

  private int changes;
  private int elections;
  private int elrs;
  private int completions;
  private int skipped;

  @Test
  void writesTheRecordsThatKafkaWrites() {
    for (int i = 0; i < CASES; i++) {
      compare(i);
    }
    assertTrue(changes > CASES / 2, "changes " + changes);
    assertTrue(elections > CASES / 10, "elections " + elections);
    assertTrue(elrs > CASES / 20, "eligible leader replicas " + elrs);
    assertTrue(completions > CASES / 100, "completed reassignments " + completions);
    assertTrue(skipped < CASES / 20, "skipped " + skipped);
  }

  private List<Integer> some(List<Integer> of, int percent) {
    return some(random, of, percent);
  }

  private static List<Integer> some(Random random, List<Integer> of, int percent) {
    return of.stream().filter(id -> random.nextInt(100) < percent).toList();
  }

  private Partition partition(boolean hasElr) {
    List<Integer> all = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5));
    Collections.shuffle(all, random);
    List<Integer> replicas = List.copyOf(all.subList(0, 1 + random.nextInt(5)));
    List<Integer> adding = List.of();
    List<Integer> removing = List.of();
    if (random.nextInt(3) == 0) {
      adding = some(replicas, 30);
      removing = PartitionChange.minus(some(replicas, 30), adding);
    }
    List<Integer> isr = some(replicas, 60);
    List<Integer> rest = PartitionChange.minus(replicas, isr);
    List<Integer> elr = hasElr ? some(rest, 40) : List.of();
    List<Integer> lastKnown = hasElr ? some(PartitionChange.minus(rest, elr), 30) : List.of();
    if (isr.isEmpty() && !hasElr) {
      isr = List.of(replicas.get(0));
    }
    int leader =
        isr.isEmpty() || random.nextInt(4) == 0
            ? Partition.NO_LEADER
            : isr.get(random.nextInt(isr.size()));
    List<Uuid> directories = replicas.stream().map(id -> new Uuid(7, id)).toList();
    return new Partition(
        replicas,
        directories,
        isr,
        elr,
        lastKnown,
        adding,
        removing,
        leader,
        (byte) random.nextInt(2),
        random.nextInt(9),
        random.nextInt(9));
  }

  private void compare(int seed) {
    boolean hasElr = random.nextInt(3) > 0;
    short version = List.of((short) 7, (short) 14, (short) 18, (short) 30).get(random.nextInt(4));
    hasElr &= version >= 30;
    Partition partition = partition(hasElr);
    Set<Integer> alive = new HashSet<>(some(List.of(0, 1, 2, 3, 4, 5), 70));
    IntPredicate mayLead = alive::contains;
    int min = 1 + random.nextInt(3);
    PartitionChange ours =
        new PartitionChange(partition, mayLead, min, hasElr, version, id -> NEW_DIRECTORY);
    long choice = random.nextLong();
    change(partition, new Random(choice), ours, null);
    PartitionChangeRecord our = ours.decide();
    int replicas =
        our == null || our.replicas == null ? partition.replicas().size() : our.replicas.size();
    PartitionChangeBuilder theirs =
        new PartitionChangeBuilder(
                registration(partition),
                org.apache.kafka.common.Uuid.ONE_UUID,
                0,
                mayLead,
                MetadataVersion.fromFeatureLevel(version),
                Math.min(min, replicas),
                hasElr)
            .setDefaultDirProvider(id -> uuid(NEW_DIRECTORY));
    change(partition, new Random(choice), null, theirs);
    if (hasElr
        && partition.lastKnownElr().size() == 1
        && !alive.contains(partition.lastKnownElr().get(0))) {
      // Kafka elects the last known leader whether it is there or not.
      skipped++;
      return;
    }
    var their = theirs.build();
    Map<String, Object> expected = their.isEmpty() ? new HashMap<>() : theirFields(their.get());
    // A reassignment of a partition that nobody led leaves nobody behind who is known to have led.
    expected.remove("lastKnownElr", Set.of(Partition.NO_LEADER));
    Object elr = expected.getOrDefault("elr", Set.copyOf(partition.elr()));
    Object isr = expected.getOrDefault("isr", partition.isr());
    if (hasElr && !((Set<?>) elr).isEmpty() && ((List<?>) isr).size() >= Math.min(min, replicas)) {
      // Kafka keeps replicas eligible beside a leader that may acknowledge alone.
      skipped++;
      return;
    }
    if (expected.get("replicas") instanceof List<?> after && !after.containsAll((Set<?>) elr)) {
      // Kafka keeps a replica eligible that a reassignment has just removed.
      skipped++;
      return;
    }
    assertEquals(
        expected,
        our == null ? Map.of() : ourFields(our),
        seed + ": " + partition + " alive " + alive + " min " + min + " elr " + hasElr + " at "
            + version);
    if (our != null) {
      changes++;
      elections += our.leader >= 0 ? 1 : 0;
      elrs += our.eligibleLeaderReplicas != null ? 1 : 0;
      completions += our.removingReplicas != null && our.replicas != null ? 1 : 0;
    }
  }

  /// Asks one of the two for a change; the same random gives the same change.
  private static void change(
      Partition partition,
      Random choice,
      @Nullable PartitionChange ours,
      @Nullable PartitionChangeBuilder theirs) {
    int kind = choice.nextInt(6);
    int broker = choice.nextInt(BROKERS);
    List<Integer> isr = some(choice, partition.replicas(), 80);
    List<Integer> adding =
        some(choice, PartitionChange.minus(List.of(0, 1, 2, 3, 4, 5), partition.replicas()), 40);
    List<Integer> removing = some(choice, partition.replicas(), 30);
    List<Integer> replicas = new ArrayList<>(partition.replicas());
    replicas.addAll(0, adding);
    int election = choice.nextInt(3);
    if (ours != null) {
      switch (kind) {
        case 0 -> ours.without(broker);
        case 1 -> ours.lost(broker);
        case 2 -> ours.isr(isr);
        case 3 -> ours.assignment(replicas, adding, removing);
        case 4 -> ours.recoveryState((byte) 0);
        default -> {}
      }
      ours.election(PartitionChange.Election.values()[election]);
    }
    if (theirs != null) {
      switch (kind) {
        case 0 -> theirs.setTargetIsr(PartitionChange.minus(partition.isr(), broker));
        case 1 ->
            theirs
                .setTargetIsr(PartitionChange.minus(partition.isr(), broker))
                .setUncleanShutdownReplicas(List.of(broker));
        case 2 -> theirs.setTargetIsr(isr);
        case 3 ->
            theirs.setTargetReplicas(replicas).setTargetAdding(adding).setTargetRemoving(removing);
        case 4 -> theirs.setTargetLeaderRecoveryState(LeaderRecoveryState.RECOVERED);
        default -> {}
      }
      theirs.setElection(
          List.of(
                  PartitionChangeBuilder.Election.ONLINE,
                  PartitionChangeBuilder.Election.PREFERRED,
                  PartitionChangeBuilder.Election.UNCLEAN)
              .get(election));
    }
  }

  private static org.apache.kafka.common.Uuid uuid(Uuid id) {
    return new org.apache.kafka.common.Uuid(id.mostSignificantBits(), id.leastSignificantBits());
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }

  private static PartitionRegistration registration(Partition partition) {
    return new PartitionRegistration.Builder()
        .setReplicas(ints(partition.replicas()))
        .setDirectories(
            partition.directories().stream()
                .map(KafkaPartitionChangeTest::uuid)
                .toArray(org.apache.kafka.common.Uuid[]::new))
        .setIsr(ints(partition.isr()))
        .setElr(ints(partition.elr()))
        .setLastKnownElr(ints(partition.lastKnownElr()))
        .setAddingReplicas(ints(partition.addingReplicas()))
        .setRemovingReplicas(ints(partition.removingReplicas()))
        .setLeader(partition.leader())
        .setLeaderRecoveryState(LeaderRecoveryState.of(partition.leaderRecoveryState()))
        .setLeaderEpoch(partition.leaderEpoch())
        .setPartitionEpoch(partition.partitionEpoch())
        .build();
  }

  private static Map<String, Object> ourFields(PartitionChangeRecord record) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("leader", record.leader);
    put(fields, "isr", record.isr);
    put(fields, "replicas", record.replicas);
    put(fields, "adding", record.addingReplicas);
    put(fields, "removing", record.removingReplicas);
    putSet(fields, "elr", record.eligibleLeaderReplicas);
    putSet(fields, "lastKnownElr", record.lastKnownElr);
    put(
        fields,
        "directories",
        record.directories == null
            ? null
            : record.directories.stream().map(KafkaPartitionChangeTest::uuid).toList());
    fields.put("recovery", record.leaderRecoveryState);
    return fields;
  }

  private static Map<String, Object> theirFields(ApiMessageAndVersion message) {
    var record = (org.apache.kafka.common.metadata.PartitionChangeRecord) message.message();
    Map<String, Object> fields = new HashMap<>();
    fields.put("leader", record.leader());
    put(fields, "isr", record.isr());
    put(fields, "replicas", record.replicas());
    put(fields, "adding", record.addingReplicas());
    put(fields, "removing", record.removingReplicas());
    putSet(fields, "elr", record.eligibleLeaderReplicas());
    putSet(fields, "lastKnownElr", record.lastKnownElr());
    put(fields, "directories", record.directories());
    fields.put("recovery", record.leaderRecoveryState());
    return fields;
  }

  private static void put(Map<String, Object> fields, String name, @Nullable List<?> value) {
    if (value != null) {
      fields.put(name, List.copyOf(value));
    }
  }

  private static void putSet(Map<String, Object> fields, String name, @Nullable List<?> value) {
    if (value != null) {
      fields.put(name, Set.copyOf(value));
    }
  }

  @Test
  void theVersionOfTheRecordIsThatOfKafka() {
    for (short level = RecordVersions.LOWEST_METADATA_VERSION; level <= 30; level++) {
      assertEquals(
          MetadataVersion.fromFeatureLevel(level).partitionChangeRecordVersion(),
          RecordVersions.partitionRecord(level));
    }
  }
}
