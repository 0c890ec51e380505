package io.tidepost.sim.group;

import io.tidepost.coordinator.group.consumer.MigrationPolicy;
import io.tidepost.sim.world.SeededRandomness;

/// What a run is made of.
///
/// @param committers members of a group that commit offsets as they go, 0 for no such group
/// @param processors applications that consume, transform and produce in transactions
/// @param streams instances of Kafka Streams
/// @param crashes how often the node dies, of a thousand steps
/// @param cooperative whether classic members keep their partitions while they rebalance
/// @param migration whether groups may change their protocol
/// @param assignmentIntervalMillis least time between two assignments
/// @param streamsDelayMillis how long the first assignment of a streams group waits
/// @param standbyReplicas copies of the state of each task
record GroupPlan(
    int committers,
    int processors,
    int streams,
    int crashes,
    boolean cooperative,
    MigrationPolicy migration,
    int assignmentIntervalMillis,
    int streamsDelayMillis,
    int standbyReplicas) {

  static GroupPlan of(SeededRandomness random) {
    int which = 1 + random.nextInt(7);
    return new GroupPlan(
        (which & 1) == 0 ? 0 : random.between(2, 5),
        (which & 2) == 0 ? 0 : random.between(2, 5),
        (which & 4) == 0 ? 0 : random.between(2, 5),
        random.nextInt(5),
        random.chance(50),
        random.chance(80) ? MigrationPolicy.BIDIRECTIONAL : MigrationPolicy.UPGRADE,
        random.chance(70) ? 0 : 300,
        random.chance(50) ? 0 : 500,
        random.nextInt(3));
  }
}
