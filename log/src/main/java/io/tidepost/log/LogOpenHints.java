package io.tidepost.log;

/// What the log directory remembers about a partition when it is opened.
///
/// @param clean whether the directory was stopped cleanly
/// @param recoveryPoint everything before this offset is known to have been synced; -1 when unknown
/// @param logStartOffset the remembered log start offset; -1 when unknown
/// @param writtenByKafka whether Apache Kafka was the last to write here: its index files have no
///   checksums and are believed when they look right
public record LogOpenHints(
    boolean clean, long recoveryPoint, long logStartOffset, boolean writtenByKafka) {

  /// Nothing is known: everything is scanned.
  public static final LogOpenHints UNKNOWN = new LogOpenHints(false, -1, -1, false);
}
