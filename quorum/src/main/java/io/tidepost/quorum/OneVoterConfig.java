package io.tidepost.quorum;

/// Options of the metadata log.
///
/// @param nodeId `node.id`
/// @param segmentBytes `metadata.log.segment.bytes`: a segment is rolled before it would exceed
///   this
/// @param bytesBetweenSnapshots `metadata.log.max.record.bytes.between.snapshots`
/// @param snapshotIntervalMs `metadata.log.max.snapshot.interval.ms`; 0 means no limit in time
public record OneVoterConfig(
    int nodeId, long segmentBytes, long bytesBetweenSnapshots, long snapshotIntervalMs) {

  /// Kafka's defaults.
  public static OneVoterConfig defaults(int nodeId) {
    return new OneVoterConfig(nodeId, 1L << 30, 20L << 20, 3_600_000);
  }
}
