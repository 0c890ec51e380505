package io.tidepost.metadata.controller;

import io.tidepost.base.Randomness;
import io.tidepost.base.Uuid;
import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.Partition;
import io.tidepost.wire.ErrorCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Chooses the brokers and directories of new partitions: spread over racks, then over brokers,
/// leaders evenly (see [RackStripes]).
public final class ReplicaPlacer {

  /// Most partitions that one command may add; Kafka bounds a command to 10,000 records.
  public static final int PARTITIONS_PER_COMMAND_MAX = 10_000;

  private final Map<Integer, Broker> usable = new HashMap<>();
  private final RackStripes stripes;

  /// @param brokers all registered brokers; those that are shutting down get nothing
  public ReplicaPlacer(Collection<Broker> brokers, Randomness randomness) {
    for (Broker broker : brokers) {
      if (!broker.inControlledShutdown()) {
        usable.put(broker.id(), broker);
      }
    }
    this.stripes = new RackStripes(usable.values(), randomness);
  }

  /// Why no partition can have that many replicas, in Kafka's words, or `null` when it can.
  public @Nullable String whyImpossible(int replicationFactor) {
    if (replicationFactor <= 0) {
      return "Invalid replication factor "
          + replicationFactor
          + ": the replication factor must be positive.";
    }
    if (stripes.unfencedCount() == 0) {
      return "All brokers are currently fenced.";
    }
    if (replicationFactor > stripes.brokerCount()) {
      return "The target replication factor of "
          + replicationFactor
          + " cannot be reached because only "
          + stripes.brokerCount()
          + " broker(s) are registered.";
    }
    return null;
  }

  /// Places `count` partitions, for which [#whyImpossible] has no objection.
  public void place(int count, int replicationFactor, Consumer<Partition> target) {
    for (int i = 0; i < count; i++) {
      List<Integer> replicas = stripes.next(replicationFactor);
      List<Uuid> directories = new ArrayList<>(replicationFactor);
      List<Integer> inSync = new ArrayList<>(replicationFactor);
      for (int id : replicas) {
        Broker broker = Objects.requireNonNull(usable.get(id));
        directories.add(Directories.ofNewReplica(broker));
        if (broker.isActive()) {
          inSync.add(id);
        }
      }
      target.accept(fresh(replicas, directories, inSync));
    }
  }

  /// A partition at its beginning, led by the first replica in sync; none leads when all its
  /// brokers are on their way out.
  static Partition fresh(List<Integer> replicas, List<Uuid> directories, List<Integer> inSync) {
    List<Integer> isr = inSync.isEmpty() ? List.copyOf(replicas) : List.copyOf(inSync);
    int leader = inSync.isEmpty() ? Partition.NO_LEADER : inSync.get(0);
    return new Partition(
        List.copyOf(replicas),
        List.copyOf(directories),
        isr,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        leader,
        (byte) 0,
        0,
        0);
  }

  static Failure failure(int replicationFactor, String why) {
    return new Failure(
        ErrorCode.INVALID_REPLICATION_FACTOR,
        "Unable to replicate the partition " + replicationFactor + " time(s): " + why);
  }

  static Failure tooMany(int count) {
    return new Failure(
        ErrorCode.POLICY_VIOLATION,
        "Unable to perform excessively large batch operation: "
            + count
            + " partitions, the maximum is "
            + PARTITIONS_PER_COMMAND_MAX
            + ".");
  }
}
