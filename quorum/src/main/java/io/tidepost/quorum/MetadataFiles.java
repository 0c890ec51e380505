package io.tidepost.quorum;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Names of the files in `__cluster_metadata-0`, which are Kafka's.
final class MetadataFiles {

  /// Name of the directory, below the metadata log directory.
  static final String DIRECTORY = "__cluster_metadata-0";

  /// Bootstrap records, beside `meta.properties`.
  static final String BOOTSTRAP = "bootstrap.checkpoint";

  static final String LOG_SUFFIX = ".log";
  static final String SNAPSHOT_SUFFIX = ".checkpoint";
  static final String PART_SUFFIX = ".part";
  static final String TEMPORARY_SUFFIX = ".tmp";

  private static final int OFFSET_DIGITS = 20;
  private static final int EPOCH_DIGITS = 10;

  /// What a snapshot holds everything before.
  ///
  /// @param endOffset offset behind its last record
  /// @param leaderEpoch leader epoch of its last record
  record SnapshotId(long endOffset, int leaderEpoch) {

    Path in(Path directory) {
      return directory.resolve(
          digits(endOffset, OFFSET_DIGITS)
              + "-"
              + digits(leaderEpoch, EPOCH_DIGITS)
              + SNAPSHOT_SUFFIX);
    }
  }

  private MetadataFiles() {}

  static Path segment(Path directory, long baseOffset) {
    return directory.resolve(digits(baseOffset, OFFSET_DIGITS) + LOG_SUFFIX);
  }

  /// Base offset of a segment's log file, -1 when `name` is something else.
  static long segmentOffset(String name) {
    return name.length() == OFFSET_DIGITS + LOG_SUFFIX.length() && name.endsWith(LOG_SUFFIX)
        ? number(name, 0, OFFSET_DIGITS)
        : -1;
  }

  /// What a snapshot's file name says, `null` when `name` is something else.
  static @Nullable SnapshotId snapshot(String name) {
    int dash = OFFSET_DIGITS;
    int end = dash + 1 + EPOCH_DIGITS;
    if (name.length() != end + SNAPSHOT_SUFFIX.length()
        || name.charAt(dash) != '-'
        || !name.endsWith(SNAPSHOT_SUFFIX)) {
      return null;
    }
    long offset = number(name, 0, dash);
    long epoch = number(name, dash + 1, end);
    return offset < 0 || epoch < 0 || epoch > Integer.MAX_VALUE
        ? null
        : new SnapshotId(offset, (int) epoch);
  }

  private static String digits(long number, int count) {
    String text = Long.toString(number);
    return "0".repeat(count - text.length()) + text;
  }

  private static long number(String text, int from, int to) {
    long number = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + (c - '0');
    }
    return number;
  }
}
