package io.tidepost.log.compaction;

import io.tidepost.base.Disk;
import io.tidepost.base.DiskFile;
import io.tidepost.log.index.TransactionIndex;
import io.tidepost.log.segment.LogFiles;
import io.tidepost.log.segment.SegmentIndexes;
import io.tidepost.wire.records.BatchHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// The copy of a group of segments without what is superseded, as it is being written: `<base
/// offset>.log.cleaned`, and its indexes in memory.
public final class CleanedSegment {

  private final Disk disk;
  private final Path directory;
  private final long baseOffset;
  private final Path path;
  private final DiskFile file;
  private final SegmentIndexes indexes;
  private final TransactionIndex transactions = new TransactionIndex();
  private final int indexIntervalBytes;
  private final ByteBuffer buffer;
  private long written;
  private long firstTimestamp = -1;

  CleanedSegment(
      Disk disk, Path directory, long baseOffset, int indexIntervalBytes, int bufferBytes)
      throws IOException {
    this.disk = disk;
    this.directory = directory;
    this.baseOffset = baseOffset;
    this.path = LogFiles.path(directory, baseOffset, LogFiles.LOG + LogFiles.CLEANED);
    disk.deleteIfExists(path);
    this.file = disk.open(path, Disk.OpenMode.CREATE_NEW);
    this.indexes = new SegmentIndexes(baseOffset);
    this.indexIntervalBytes = indexIntervalBytes;
    this.buffer = ByteBuffer.allocate(bufferBytes);
  }

  /// Adds a whole batch.
  void add(ByteBuffer b, int start, int size) throws IOException {
    long position = size();
    if (position + size > Integer.MAX_VALUE) {
      throw new UncleanableException(path + " would become too large");
    }
    if (position == 0) {
      firstTimestamp = BatchHeader.maxTimestamp(b, start);
    }
    indexes.add(b, start, position, size, indexIntervalBytes);
    if (size > buffer.remaining()) {
      flush();
    }
    if (size > buffer.remaining()) {
      file.write(b.slice(start, size), written);
      written += size;
    } else {
      buffer.put(buffer.position(), b, start, size);
      buffer.position(buffer.position() + size);
    }
  }

  void add(TransactionIndex.Entry aborted) {
    transactions.append(aborted);
  }

  private void flush() throws IOException {
    buffer.flip();
    if (buffer.hasRemaining()) {
      int bytes = buffer.remaining();
      file.write(buffer, written);
      written += bytes;
    }
    buffer.clear();
  }

  /// Makes it durable under the name `.log.swap`: from then on it is part of the log, whatever
  /// happens.
  void commit() throws IOException {
    flush();
    file.sync();
    disk.rename(path, swapPath());
    disk.syncDirectory(directory);
  }

  /// Removes it.
  void discard() throws IOException {
    file.close();
    disk.deleteIfExists(path);
  }

  /// `<base offset>.log.swap`.
  public Path swapPath() {
    return LogFiles.path(directory, baseOffset, LogFiles.LOG + LogFiles.SWAP);
  }

  /// The open file; its owner's to close once it is committed.
  public DiskFile file() {
    return file;
  }

  public long baseOffset() {
    return baseOffset;
  }

  /// Bytes so far.
  public long size() {
    return written + buffer.position();
  }

  public SegmentIndexes indexes() {
    return indexes;
  }

  public TransactionIndex transactions() {
    return transactions;
  }

  /// Timestamp of its first batch, -1 when it is empty.
  public long firstTimestamp() {
    return firstTimestamp;
  }
}
