package io.tidepost.wire.records;

/// What a batch has to keep to beyond being sound. One per topic, made when its options change.
///
/// @param fromClient whether a client wrote it: then it must be one batch of consecutive offsets,
///   without control records
/// @param zstdAllowed whether zstd may be used (Produce version 7 on)
/// @param keysRequired whether each record needs a key (compacted topics)
/// @param walkCompressed whether compressed records are decompressed and walked; else only the
///   header and the CRC are checked. `keysRequired` walks in any case
/// @param decompressedMax most bytes that a batch's records may decompress to
/// @param createTime whether the topic keeps the producers' timestamps, which are then checked
/// @param timestampBeforeMaxMs how far a timestamp may lie in the past
/// @param timestampAfterMaxMs how far a timestamp may lie in the future
public record BatchRules(
    boolean fromClient,
    boolean zstdAllowed,
    boolean keysRequired,
    boolean walkCompressed,
    int decompressedMax,
    boolean createTime,
    long timestampBeforeMaxMs,
    long timestampAfterMaxMs) {

  /// What an internal writer or a copy from another log has to keep to: any number of sound
  /// batches.
  public static final BatchRules INTERNAL =
      new BatchRules(false, true, false, false, 128 << 20, false, Long.MAX_VALUE, Long.MAX_VALUE);

  /// What clients have to keep to when a topic's options are Kafka's defaults.
  public static final BatchRules CLIENT =
      new BatchRules(true, true, false, false, 128 << 20, true, Long.MAX_VALUE, 3_600_000L);

  /// The same, for a batch whose records decompress to so much at most.
  public BatchRules within(int bytesMax) {
    return new BatchRules(
        fromClient,
        zstdAllowed,
        keysRequired,
        walkCompressed,
        Math.min(decompressedMax, bytesMax),
        createTime,
        timestampBeforeMaxMs,
        timestampAfterMaxMs);
  }

  /// Whether a compressed batch has to be decompressed.
  public boolean walks() {
    return walkCompressed || keysRequired;
  }

  /// Whether a create timestamp (milliseconds since 1970) is acceptable.
  boolean accepts(long timestamp, long nowMillis) {
    if (timestamp < 0) {
      return timestamp == -1;
    }
    return timestamp <= nowMillis
        ? nowMillis - timestamp <= timestampBeforeMaxMs
        : timestamp - nowMillis <= timestampAfterMaxMs;
  }
}
