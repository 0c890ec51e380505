package io.tidepost.sim.log;

import io.tidepost.log.Durability;
import io.tidepost.log.LogConfig;
import io.tidepost.log.TimestampType;
import io.tidepost.sim.world.SeededRandomness;

/// What one seed is about. Each seed leaves some kinds of trouble out, so that what the others do
/// is not drowned (swarm testing).
///
/// @param steps how many steps to take
/// @param partitions how many partitions the directory has
/// @param config their options
/// @param powerLoss whether the power may fail; else only the process dies
/// @param crashInOperations whether a crash may come in the middle of a disk operation
/// @param bitFlips whether bits of segments flip while the process is down
/// @param derivedDamage whether derived files are damaged, deleted or set back while it is down
/// @param writeErrors whether writes fail
/// @param syncErrors whether syncs fail
/// @param fullDisk whether the disk fills up
/// @param trims whether DeleteRecords and retention remove records
public record LogPlan(
    int steps,
    int partitions,
    LogConfig config,
    boolean powerLoss,
    boolean crashInOperations,
    boolean bitFlips,
    boolean derivedDamage,
    boolean writeErrors,
    boolean syncErrors,
    boolean fullDisk,
    boolean trims) {

  static LogPlan of(SeededRandomness random) {
    LogConfig config =
        LogConfig.DEFAULT
            .withSegment(random.between(2500, 8000), random.between(1_000, 100_000))
            .withIndexInterval(random.between(1, 600))
            .withRetention(
                random.chance(50) ? -1 : random.between(1_000, 200_000),
                random.chance(50) ? -1 : random.between(3_000, 20_000))
            .withTimestampType(
                random.chance(80) ? TimestampType.CREATE_TIME : TimestampType.LOG_APPEND_TIME)
            .withDurability(Durability.DISK);
    return new LogPlan(
        random.between(30, 150),
        random.between(1, 3),
        config,
        random.chance(75),
        random.chance(60),
        random.chance(30),
        random.chance(40),
        random.chance(25),
        random.chance(15),
        random.chance(20),
        random.chance(50));
  }
}
