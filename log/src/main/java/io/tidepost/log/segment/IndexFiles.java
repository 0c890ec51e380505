package io.tidepost.log.segment;

import io.tidepost.base.Disk;
import io.tidepost.log.checkpoint.Checksum;
import io.tidepost.log.index.OffsetIndex;
import io.tidepost.log.index.TimeIndex;
import io.tidepost.log.index.TransactionIndex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Reads and writes the index files of a segment. What is read is verified: by its checksum when
/// `tidepost-segments` knows the segment as it is; Apache Kafka's, which have no checksums, by
/// their structure and by looking at the last batch they point to. Others are not believed: after a
/// power loss an older version of an index may look right.
public final class IndexFiles {

  private IndexFiles() {}

  /// Loads offset and time index.
  ///
  /// @param size of the segment's `.log`
  /// @param summary of the segment as it is, or `null`
  /// @param writtenByKafka whether they are believed without a summary when they look right
  /// @param scanner over the segment's `.log`
  /// @return `null` when they are missing or cannot be believed
  public static @Nullable SegmentIndexes load(
      Disk disk,
      Segment segment,
      long size,
      @Nullable SegmentSummary summary,
      boolean writtenByKafka,
      BatchScanner scanner)
      throws IOException {
    if (summary == null && !writtenByKafka) {
      return null;
    }
    ByteBuffer offsetBytes = read(disk, segment.path(LogFiles.OFFSET_INDEX));
    ByteBuffer timeBytes = read(disk, segment.path(LogFiles.TIME_INDEX));
    if (offsetBytes == null || timeBytes == null) {
      return null;
    }
    if (summary != null
        && (Checksum.of(offsetBytes) != summary.offsetIndexCrc()
            || Checksum.of(timeBytes) != summary.timeIndexCrc())) {
      return null;
    }
    OffsetIndex offsets = OffsetIndex.parse(offsetBytes, size);
    TimeIndex times = TimeIndex.parse(timeBytes);
    if (offsets == null || times == null) {
      return null;
    }
    if (summary != null) {
      return new SegmentIndexes(
          segment.baseOffset(),
          offsets,
          times,
          size,
          summary.maxTimestamp(),
          summary.offsetOfMaxTimestamp());
    }
    return plausible(segment, offsets, times, size, scanner);
  }

  private static @Nullable SegmentIndexes plausible(
      Segment segment, OffsetIndex offsets, TimeIndex times, long size, BatchScanner scanner)
      throws IOException {
    int last = offsets.count() - 1;
    if (last >= 0
        && (scanner.batchAt(offsets.position(last)) == 0
            || scanner.lastOffsetAt(offsets.position(last))
                != segment.baseOffset() + offsets.relativeOffset(last))) {
      return null;
    }
    int newest = times.count() - 1;
    if (newest < 0) {
      // Either no record has a timestamp or the file was emptied; only the batches can tell.
      return null;
    }
    if (!newestIsThere(segment, offsets, times, newest, scanner)) {
      return null;
    }
    return new SegmentIndexes(
        segment.baseOffset(),
        offsets,
        times,
        size,
        times.timestamp(newest),
        segment.baseOffset() + times.relativeOffset(newest));
  }

  /// Whether the batch that the last entry of the time index names has that timestamp.
  private static boolean newestIsThere(
      Segment segment, OffsetIndex offsets, TimeIndex times, int newest, BatchScanner scanner)
      throws IOException {
    int entry = offsets.floorByOffset(times.relativeOffset(newest));
    long position = entry < 0 ? 0 : offsets.position(entry);
    long wanted = segment.baseOffset() + times.relativeOffset(newest);
    int size = scanner.batchAt(position);
    while (size > 0 && scanner.lastOffsetAt(position) < wanted) {
      position += size;
      size = scanner.batchAt(position);
    }
    return size > 0 && scanner.maxTimestampAt(position) == times.timestamp(newest);
  }

  /// Loads the transaction index.
  ///
  /// @param writtenByKafka whether it is believed without a summary when it looks right
  /// @return `null` when it cannot be believed; an empty one when there is none
  public static @Nullable TransactionIndex loadTransactions(
      Disk disk, Segment segment, @Nullable SegmentSummary summary, boolean writtenByKafka)
      throws IOException {
    if (summary == null && !writtenByKafka) {
      return null;
    }
    if (summary != null && summary.transactionIndexCrc() < 0) {
      return new TransactionIndex();
    }
    ByteBuffer bytes = read(disk, segment.path(LogFiles.TRANSACTION_INDEX));
    if (bytes == null) {
      return summary == null ? new TransactionIndex() : null;
    }
    return summary != null && Checksum.of(bytes) != summary.transactionIndexCrc()
        ? null
        : TransactionIndex.parse(bytes);
  }

  private static @Nullable ByteBuffer read(Disk disk, Path path) throws IOException {
    return disk.exists(path) ? ByteBuffer.wrap(disk.readAll(path)) : null;
  }

  /// Writes a derived file over what was there. It is neither atomic nor synced: its checksum tells
  /// after a crash whether it is whole.
  public static void write(Disk disk, Path path, ByteBuffer content) throws IOException {
    int size = content.remaining();
    try (var file = disk.open(path, Disk.OpenMode.READ_WRITE)) {
      file.write(content, 0);
      if (file.size() > size) {
        file.truncate(size);
      }
    }
  }

  /// Replaces a derived file so that the death of the process leaves the old or the new content.
  public static void replace(Disk disk, Path path, ByteBuffer content) throws IOException {
    Path temporary = path.resolveSibling(path.getFileName() + ".tmp");
    write(disk, temporary, content);
    disk.rename(temporary, path);
  }
}
