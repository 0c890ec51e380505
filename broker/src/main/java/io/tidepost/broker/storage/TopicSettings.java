package io.tidepost.broker.storage;

import io.tidepost.broker.contract.Contract;
import io.tidepost.log.LogConfig;
import io.tidepost.log.TimestampType;
import io.tidepost.wire.records.BatchRules;
import org.jspecify.annotations.Nullable;

/// What the options of a topic mean for its partitions. Made when the options change, read on each
/// request.
public final class TopicSettings {

  /// Keeps whatever codec the producer chose.
  public static final int CODEC_OF_PRODUCER = -1;

  /// Records may decompress to so much at most when a compressed batch has to be opened.
  private static final int DECOMPRESSED_BYTES_MAX =
      (int) Math.clamp(Runtime.getRuntime().maxMemory() / 8, 16 << 20, 128 << 20);

  /// Kafka's defaults.
  public static final TopicSettings DEFAULT =
      new TopicSettings(
          LogConfig.DEFAULT,
          1,
          1_048_588,
          CODEC_OF_PRODUCER,
          0,
          false,
          ThrottledReplicas.NONE,
          ThrottledReplicas.NONE,
          null);

  private final LogConfig log;
  private final int inSyncReplicasMin;
  private final int messageBytesMax;
  private final int codec;
  private final int codecLevel;
  private final ThrottledReplicas throttledAtLeader;
  private final ThrottledReplicas throttledAtFollower;
  private final @Nullable Contract contract;
  private final BatchRules rules;
  private final BatchRules rulesWithoutZstd;
  private final BatchRules rulesOnLoop;
  private final BatchRules rulesOnLoopWithoutZstd;

  /// @param log the options that the log obeys
  /// @param inSyncReplicasMin `min.insync.replicas`
  /// @param messageBytesMax `max.message.bytes`: larger batches are refused
  /// @param codec `compression.type` as a codec number, [#CODEC_OF_PRODUCER] for `producer`
  /// @param codecLevel `compression.*.level` of that codec
  /// @param walksCompressed whether compressed batches are opened and walked as well
  /// @param throttledAtLeader `leader.replication.throttled.replicas`
  /// @param throttledAtFollower `follower.replication.throttled.replicas`
  /// @param contract what is asked of its records, `null` for nothing
  public TopicSettings(
      LogConfig log,
      int inSyncReplicasMin,
      int messageBytesMax,
      int codec,
      int codecLevel,
      boolean walksCompressed,
      ThrottledReplicas throttledAtLeader,
      ThrottledReplicas throttledAtFollower,
      @Nullable Contract contract) {
    this.log = log;
    this.contract = contract;
    this.throttledAtLeader = throttledAtLeader;
    this.throttledAtFollower = throttledAtFollower;
    this.inSyncReplicasMin = inSyncReplicasMin;
    this.messageBytesMax = messageBytesMax;
    this.codec = codec;
    this.codecLevel = codecLevel;
    this.rules = rules(log, walksCompressed, true);
    this.rulesWithoutZstd = rules(log, walksCompressed, false);
    this.rulesOnLoop = rules.within(Unpacking.BATCH_BYTES_MAX);
    this.rulesOnLoopWithoutZstd = rulesWithoutZstd.within(Unpacking.BATCH_BYTES_MAX);
  }

  private static BatchRules rules(LogConfig log, boolean walksCompressed, boolean zstdAllowed) {
    return new BatchRules(
        true,
        zstdAllowed,
        log.compacts(),
        walksCompressed,
        DECOMPRESSED_BYTES_MAX,
        log.timestampType() == TimestampType.CREATE_TIME,
        log.timestampBeforeMaxMillis(),
        log.timestampAfterMaxMillis());
  }

  public LogConfig log() {
    return log;
  }

  public int inSyncReplicasMin() {
    return inSyncReplicasMin;
  }

  public int messageBytesMax() {
    return messageBytesMax;
  }

  public int codec() {
    return codec;
  }

  public int codecLevel() {
    return codecLevel;
  }

  /// Whose leaders send at a bounded rate.
  public ThrottledReplicas throttledAtLeader() {
    return throttledAtLeader;
  }

  /// Who fetches at a bounded rate.
  public ThrottledReplicas throttledAtFollower() {
    return throttledAtFollower;
  }

  /// What is asked of the records; `null` for nothing.
  public @Nullable Contract contract() {
    return contract;
  }

  /// What a client's batch has to keep to.
  public BatchRules rules(boolean zstdAllowed) {
    return zstdAllowed ? rules : rulesWithoutZstd;
  }

  /// The same for an event loop, which opens only what is small.
  public BatchRules rulesOnLoop(boolean zstdAllowed) {
    return zstdAllowed ? rulesOnLoop : rulesOnLoopWithoutZstd;
  }
}
