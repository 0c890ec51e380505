package io.tidepost.quorum;

/// Options of the metadata log of several voters.
///
/// @param nodeId `node.id`
/// @param bytesBetweenSnapshots `metadata.log.max.record.bytes.between.snapshots`
/// @param snapshotIntervalMs `metadata.log.max.snapshot.interval.ms`; 0 means no limit in time
/// @param electionTimeoutMillis shortest time without the leader after which a voter stands for
///   election; the longest is twice as long
/// @param requestTimeoutMillis how long a voter waits for another's answer
/// @param port where the library listens on the loopback interface; 0 lets the system choose
public record RatisConfig(
    int nodeId,
    long bytesBetweenSnapshots,
    long snapshotIntervalMs,
    int electionTimeoutMillis,
    int requestTimeoutMillis,
    int port) {}
