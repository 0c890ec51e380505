package io.tidepost.log;

/// The topic options that a partition's log obeys, typed. Names follow Kafka's topic configs.
///
/// @param segmentBytes `segment.bytes`: a segment is rolled before it grows beyond this
/// @param segmentMillis `segment.ms`: a segment is rolled when its first record is older
/// @param segmentJitterMillis `segment.jitter.ms`: the most that is taken off `segmentMillis` at
///   random
/// @param segmentIndexBytes `segment.index.bytes`: bound on the size of an index; a full one rolls
/// @param indexIntervalBytes `index.interval.bytes`: an index entry at most every so many bytes
/// @param retentionMillis `retention.ms`; -1 keeps for ever
/// @param retentionBytes `retention.bytes` per partition; -1 has no bound
/// @param fileDeleteDelayMillis `file.delete.delay.ms`: how long a renamed `.deleted` file stays
/// @param deletes whether `cleanup.policy` contains `delete`
/// @param compacts whether `cleanup.policy` contains `compact`
/// @param timestampType `message.timestamp.type`
/// @param timestampBeforeMaxMillis `message.timestamp.before.max.ms`
/// @param timestampAfterMaxMillis `message.timestamp.after.max.ms`
/// @param durability `tidepost.durability`
/// @param compaction how a compacted log is compacted
public record LogConfig(
    int segmentBytes,
    long segmentMillis,
    long segmentJitterMillis,
    int segmentIndexBytes,
    int indexIntervalBytes,
    long retentionMillis,
    long retentionBytes,
    long fileDeleteDelayMillis,
    boolean deletes,
    boolean compacts,
    TimestampType timestampType,
    long timestampBeforeMaxMillis,
    long timestampAfterMaxMillis,
    Durability durability,
    CompactionConfig compaction) {

  /// Kafka's defaults for a topic, with `tidepost.durability=disk`.
  public static final LogConfig DEFAULT =
      new LogConfig(
          1 << 30,
          7L * 24 * 3600 * 1000,
          0,
          10 << 20,
          4096,
          7L * 24 * 3600 * 1000,
          -1,
          60_000,
          true,
          false,
          TimestampType.CREATE_TIME,
          Long.MAX_VALUE,
          3600_000,
          Durability.DISK,
          CompactionConfig.DEFAULT);

  /// A copy with other segment bounds.
  public LogConfig withSegment(int bytes, long millis) {
    return new LogConfig(
        bytes,
        millis,
        segmentJitterMillis,
        segmentIndexBytes,
        indexIntervalBytes,
        retentionMillis,
        retentionBytes,
        fileDeleteDelayMillis,
        deletes,
        compacts,
        timestampType,
        timestampBeforeMaxMillis,
        timestampAfterMaxMillis,
        durability,
        compaction);
  }

  /// A copy with other retention.
  public LogConfig withRetention(long millis, long bytes) {
    return new LogConfig(
        segmentBytes,
        segmentMillis,
        segmentJitterMillis,
        segmentIndexBytes,
        indexIntervalBytes,
        millis,
        bytes,
        fileDeleteDelayMillis,
        deletes,
        compacts,
        timestampType,
        timestampBeforeMaxMillis,
        timestampAfterMaxMillis,
        durability,
        compaction);
  }

  /// A copy with another timestamp type.
  public LogConfig withTimestampType(TimestampType type) {
    return new LogConfig(
        segmentBytes,
        segmentMillis,
        segmentJitterMillis,
        segmentIndexBytes,
        indexIntervalBytes,
        retentionMillis,
        retentionBytes,
        fileDeleteDelayMillis,
        deletes,
        compacts,
        type,
        timestampBeforeMaxMillis,
        timestampAfterMaxMillis,
        durability,
        compaction);
  }

  /// A copy with another durability.
  public LogConfig withDurability(Durability value) {
    return new LogConfig(
        segmentBytes,
        segmentMillis,
        segmentJitterMillis,
        segmentIndexBytes,
        indexIntervalBytes,
        retentionMillis,
        retentionBytes,
        fileDeleteDelayMillis,
        deletes,
        compacts,
        timestampType,
        timestampBeforeMaxMillis,
        timestampAfterMaxMillis,
        value,
        compaction);
  }

  /// A copy with another `index.interval.bytes`.
  public LogConfig withIndexInterval(int bytes) {
    return new LogConfig(
        segmentBytes,
        segmentMillis,
        segmentJitterMillis,
        segmentIndexBytes,
        bytes,
        retentionMillis,
        retentionBytes,
        fileDeleteDelayMillis,
        deletes,
        compacts,
        timestampType,
        timestampBeforeMaxMillis,
        timestampAfterMaxMillis,
        durability,
        compaction);
  }

  /// A copy with other clean-up.
  public LogConfig withCleanup(boolean delete, boolean compact, CompactionConfig how) {
    return new LogConfig(
        segmentBytes,
        segmentMillis,
        segmentJitterMillis,
        segmentIndexBytes,
        indexIntervalBytes,
        retentionMillis,
        retentionBytes,
        fileDeleteDelayMillis,
        delete,
        compact,
        timestampType,
        timestampBeforeMaxMillis,
        timestampAfterMaxMillis,
        durability,
        how);
  }

  /// When a segment is rolled by age: `segment.ms`, or `max.compaction.lag.ms` when a compacted log
  /// has to be compacted sooner.
  public long rollMillis() {
    return compacts && compaction.maxLagMillis() > 0
        ? Math.min(compaction.maxLagMillis(), segmentMillis)
        : segmentMillis;
  }
}
