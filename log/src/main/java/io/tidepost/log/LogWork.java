package io.tidepost.log;

import java.io.IOException;

/// Work that a log hands out because it may block. The shell calls [#run] on its I/O pool, then on
/// the log's owner loop exactly one of [#completed] and [#failed]. Works of one log may run in any
/// order and at the same time, with each other and with appends and reads; running one inline is
/// correct too. A crash between the calls is what recovery is made for.
public interface LogWork {

  /// What kind of work it is, for scheduling and metrics.
  enum Kind {
    /// Makes written records durable; belongs to the syncer of the disk.
    SYNC,
    /// Writes the derived files of a rolled segment or of the whole partition.
    WRITE_DERIVED,
    /// Removes files that were renamed to `.deleted`, or a whole deleted partition.
    DELETE,
    /// Opens or creates the file that the next append needs.
    PREPARE,
    /// Reserves room for the active segment.
    RESERVE,
    /// Checks checksums of bytes that are about to be served for the first time.
    VERIFY,
    /// Brings bytes into the page cache that are about to be read.
    READ_AHEAD,
    /// A step of a compaction.
    COMPACT
  }

  /// The kind of work.
  Kind kind();

  /// How long to wait before running it, milliseconds; 0 for at once (`file.delete.delay.ms`).
  default long delayMillis() {
    return 0;
  }

  /// Does the blocking part. Touches only files and what it captured when it was made.
  void run() throws IOException;

  /// Tells the log that [#run] returned. Owner loop.
  void completed();

  /// Tells the log that [#run] threw. Owner loop. A failed sync fails the log for good: the page
  /// cache may have dropped what could not be written, so it is never tried again as if it worked.
  void failed(IOException failure);

  /// Does all of it, where nobody minds waiting.
  ///
  /// @throws IOException when the blocking part failed, which the log has been told
  default void runInline() throws IOException {
    try {
      run();
    } catch (IOException e) {
      failed(e);
      throw e;
    }
    completed();
  }
}
