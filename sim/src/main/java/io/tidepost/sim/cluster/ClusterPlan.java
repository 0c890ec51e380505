package io.tidepost.sim.cluster;

import io.tidepost.log.Durability;
import io.tidepost.log.LogConfig;
import io.tidepost.sim.world.SeededRandomness;

/// What one seed is about. Each seed leaves some kinds of trouble out, so that what the others do
/// is not drowned.
///
/// @param config of the partition's logs
/// @param inSyncReplicasMin `min.insync.replicas`
/// @param faultMillis how long things go wrong
/// @param pauseMillis between two faults, at most
/// @param crashes whether processes are killed
/// @param powerLoss whether machines lose power; with `os` durability that is not promised to be
///   survived
/// @param blackouts whether all machines lose power at once
/// @param crashInOperations whether a crash may come in the middle of a disk operation
/// @param pauses whether processes stop for a while
/// @param cuts whether links are cut, in one direction or both
/// @param lossPercent of messages, while things go wrong
/// @param duplicatePercent of messages, while things go wrong
/// @param delayMillis of a message, at most
/// @param syncMillis of a sync, at most
/// @param slowDisks whether disks are slow for a while
/// @param moves whether the controller moves leaderships
/// @param trims whether records are deleted
/// @param clockJumps whether wall clocks jump
record ClusterPlan(
    LogConfig config,
    int inSyncReplicasMin,
    int faultMillis,
    int pauseMillis,
    boolean crashes,
    boolean powerLoss,
    boolean blackouts,
    boolean crashInOperations,
    boolean pauses,
    boolean cuts,
    int lossPercent,
    int duplicatePercent,
    int delayMillis,
    int syncMillis,
    boolean slowDisks,
    boolean moves,
    boolean trims,
    boolean clockJumps) {

  static ClusterPlan of(SeededRandomness random) {
    Durability durability = random.chance(65) ? Durability.DISK : Durability.OS;
    LogConfig config =
        LogConfig.DEFAULT
            .withSegment(random.between(800, 6000), random.between(1_000, 100_000))
            .withIndexInterval(random.between(1, 600))
            .withRetention(-1, -1)
            .withDurability(durability);
    return new ClusterPlan(
        config,
        random.chance(75) ? 2 : 1,
        random.between(3_000, 12_000),
        random.between(100, 1_000),
        random.chance(70),
        durability == Durability.DISK && random.chance(70),
        durability == Durability.DISK && random.chance(40),
        random.chance(50),
        random.chance(60),
        random.chance(60),
        random.chance(50) ? random.between(1, 10) : 0,
        random.chance(50) ? random.between(1, 10) : 0,
        random.chance(60) ? random.between(2, 8) : random.between(20, 120),
        random.chance(50) ? 1 : random.between(5, 80),
        random.chance(40),
        random.chance(50),
        random.chance(30),
        random.chance(30));
  }
}
