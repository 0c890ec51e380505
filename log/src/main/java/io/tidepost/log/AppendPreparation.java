package io.tidepost.log;

import io.tidepost.base.Disk;
import io.tidepost.base.DiskFile;
import io.tidepost.log.index.TransactionIndex;
import io.tidepost.log.segment.BatchScanner;
import io.tidepost.log.segment.Segment;
import io.tidepost.log.segment.SegmentIndexes;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Does what an append would otherwise wait for on its loop: creates the file of the next segment,
/// or opens the active segment of a reopened log and brings its indexes into memory.
final class AppendPreparation implements LogWork {

  private final LogState log;
  private final SegmentLoader loader;
  private final LogAppender appender;
  private final Segment segment;
  private final boolean isNew;
  private final long size;
  private final List<Segment> before;
  private final long nowMillis;

  private @Nullable DiskFile file;
  private @Nullable SegmentIndexes indexes;
  private @Nullable TransactionIndex transactions;
  private long firstTimestamp;

  /// @param segment the active one, or the one that is to follow it
  AppendPreparation(
      LogState log, SegmentLoader loader, LogAppender appender, Segment segment, long nowMillis) {
    this.log = log;
    this.loader = loader;
    this.appender = appender;
    this.segment = segment;
    this.isNew = segment != log.active();
    this.size = segment.size();
    this.before = isNew ? List.of() : List.copyOf(log.segments.subList(0, log.segments.size() - 1));
    this.indexes = segment.indexes();
    this.transactions = segment.transactions();
    this.firstTimestamp = segment.firstTimestamp();
    this.nowMillis = nowMillis;
  }

  @Override
  public Kind kind() {
    return Kind.PREPARE;
  }

  @Override
  public void run() throws IOException {
    DiskFile opened = log.disk().open(segment.path(), Disk.OpenMode.READ_WRITE);
    try {
      if (!isNew) {
        load(opened);
      }
    } catch (IOException e) {
      opened.close();
      throw e;
    }
    file = opened;
  }

  /// Appending goes on top of the indexes: they must be right, not only plausible.
  private void load(DiskFile opened) throws IOException {
    if (indexes == null) {
      BatchScanner scanner = loader.scanner(segment, opened, size, Long.MAX_VALUE);
      SegmentIndexes described = loader.loadDescribed(segment, size, scanner);
      indexes = described != null ? described : loader.rebuild(segment, size, scanner).indexes();
    }
    if (transactions == null) {
      transactions = loader.loadTransactions(segment, opened, size, Long.MAX_VALUE, before);
    }
    if (firstTimestamp < 0 && size > 0) {
      firstTimestamp = SegmentLoader.firstTimestamp(opened);
    }
  }

  @Override
  public void completed() {
    DiskFile opened = file;
    if (opened == null) {
      return;
    }
    boolean used = log.failure == null && (isNew ? roll(opened) : open(opened));
    if (!used) {
      close(opened);
    }
  }

  private boolean roll(DiskFile opened) {
    boolean fits = appender.rollPrepared(segment, opened, nowMillis);
    if (!fits) {
      appender.appendUnprepared();
    }
    return fits;
  }

  private boolean open(DiskFile opened) {
    if (segment != log.active() || segment.size() != size) {
      return false;
    }
    if (segment.indexes() == null && indexes != null) {
      segment.indexes(indexes);
    }
    if (segment.transactions() == null && transactions != null) {
      segment.transactions(transactions);
    }
    segment.firstTimestamp(firstTimestamp);
    if (segment.createdMillis() == 0) {
      log.prepareActive(segment, nowMillis);
    }
    if (segment.isWritable()) {
      return false;
    }
    segment.writableFile(opened);
    return true;
  }

  private void close(DiskFile opened) {
    try {
      opened.close();
    } catch (IOException e) {
      log.environment
          .events()
          .warning(
              log.topicPartition,
              "closing %s failed: %s".formatted(segment.path(), LogState.reason(e)));
    }
  }

  @Override
  public void failed(IOException failure) {
    // The append tries for itself and meets the same failure, which then has somebody to tell.
    appender.appendUnprepared();
  }
}
