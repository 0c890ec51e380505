package io.tidepost.broker.storage;

/// The options of log compaction as a whole, typed.
///
/// @param enabled `log.cleaner.enable`
/// @param threads `log.cleaner.threads`: how many logs are compacted at a time
/// @param backoffMillis `log.cleaner.backoff.ms`: pause when there is nothing to do
/// @param dedupeBytes `log.cleaner.dedupe.buffer.size`, over all threads
/// @param dedupeLoadFactor `log.cleaner.io.buffer.load.factor`
/// @param bufferBytes `log.cleaner.io.buffer.size`, over all threads
/// @param bytesPerSecond `log.cleaner.io.max.bytes.per.second`, over all threads
public record CleanerOptions(
    boolean enabled,
    int threads,
    long backoffMillis,
    long dedupeBytes,
    double dedupeLoadFactor,
    int bufferBytes,
    double bytesPerSecond) {

  /// Kafka's defaults.
  public static final CleanerOptions DEFAULT =
      new CleanerOptions(true, 1, 15_000, 128L << 20, 0.9, 512 << 10, Double.MAX_VALUE);
}
