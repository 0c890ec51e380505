package io.tidepost.log.segment;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Names of the files in a partition's directory (Kafka's, except [#SEGMENTS]).
public final class LogFiles {

  public static final String LOG = ".log";
  public static final String OFFSET_INDEX = ".index";
  public static final String TIME_INDEX = ".timeindex";
  public static final String TRANSACTION_INDEX = ".txnindex";
  public static final String PRODUCER_SNAPSHOT = ".snapshot";

  /// Appended to a file that is to be removed soon.
  public static final String DELETED = ".deleted";

  /// Appended to a segment that compaction is writing.
  public static final String CLEANED = ".cleaned";

  /// Appended to a compacted segment that is to replace those whose offsets it covers.
  public static final String SWAP = ".swap";

  /// Empty; there when segments of the partition may have been compacted, whose gaps in offsets are
  /// no damage. Ours alone.
  public static final String COMPACTED = "tidepost-compacted";

  public static final String LEADER_EPOCHS = "leader-epoch-checkpoint";
  public static final String PARTITION_METADATA = "partition.metadata";

  /// Sizes, bounds and checksums of the segments and their derived files; ours alone.
  public static final String SEGMENTS = "tidepost-segments";

  private static final int DIGITS = 20;

  private LogFiles() {}

  /// `00000000000000000042.log` for offset 42.
  public static String name(long offset, String suffix) {
    String digits = Long.toString(offset);
    return "0".repeat(DIGITS - digits.length()) + digits + suffix;
  }

  /// A file of the segment or snapshot at `offset`.
  public static Path path(Path directory, long offset, String suffix) {
    return directory.resolve(name(offset, suffix));
  }

  /// The offset in a file name with this suffix; `null` when it is another kind of file.
  public static @Nullable Long offsetOf(String name, String suffix) {
    if (name.length() != DIGITS + suffix.length() || !name.endsWith(suffix)) {
      return null;
    }
    long offset = 0;
    for (int i = 0; i < DIGITS; i++) {
      char c = name.charAt(i);
      if (c < '0' || c > '9' || offset > (Long.MAX_VALUE - (c - '0')) / 10) {
        return null;
      }
      offset = offset * 10 + (c - '0');
    }
    return offset;
  }
}
