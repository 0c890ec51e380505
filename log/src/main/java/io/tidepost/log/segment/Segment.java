package io.tidepost.log.segment;

import io.tidepost.base.Disk;
import io.tidepost.base.DiskFile;
import io.tidepost.log.DamagedRange;
import io.tidepost.log.index.TransactionIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One segment of a log: a file of batches with what is known about it. Owned by the log's owner
/// loop; the file is opened at first use.
public final class Segment {

  private final Disk disk;
  private final Path directory;
  private final Path path;
  private final long baseOffset;
  private @Nullable DiskFile file;
  private boolean writable;
  private long size;
  private int cuts;
  private long endOffset;
  private @Nullable SegmentIndexes indexes;
  private @Nullable TransactionIndex transactions;
  private @Nullable SegmentSummary summary;
  private long firstTimestamp = -1;
  private long createdMillis;
  private long jitterMillis;
  private boolean dirty;
  private long roomWantedAt = Long.MAX_VALUE;
  private boolean hasRoom;
  private boolean used;
  private @Nullable IOException readFailure;
  private final VerifiedRanges verified = new VerifiedRanges();
  private final List<DamagedRange> damaged = new ArrayList<>(0);

  /// @param size of the file in bytes
  /// @param endOffset the offset behind its last batch
  public Segment(Disk disk, Path directory, long baseOffset, long size, long endOffset) {
    this.disk = disk;
    this.directory = directory;
    this.path = LogFiles.path(directory, baseOffset, LogFiles.LOG);
    this.baseOffset = baseOffset;
    this.size = size;
    this.endOffset = endOffset;
  }

  public long baseOffset() {
    return baseOffset;
  }

  /// The `.log` file.
  public Path path() {
    return path;
  }

  /// A file that belongs to this segment.
  public Path path(String suffix) {
    return LogFiles.path(directory, baseOffset, suffix);
  }

  /// Bytes written.
  public long size() {
    return size;
  }

  public void size(long bytes) {
    if (bytes < size) {
      cuts++;
    }
    size = bytes;
  }

  /// How often it became shorter: what was read before, in another thread, may tell of bytes that
  /// others have taken the place of since.
  public int cuts() {
    return cuts;
  }

  /// The offset behind the last batch, or where the next one will go.
  public long endOffset() {
    return endOffset;
  }

  public void endOffset(long offset) {
    endOffset = offset;
  }

  /// The open file, opened for reading if it was not.
  public DiskFile file() throws IOException {
    used = true;
    DiskFile open = file;
    if (open == null) {
      open = disk.open(path, Disk.OpenMode.READ);
      file = open;
      writable = false;
    }
    return open;
  }

  /// The open file, created when missing.
  public DiskFile writableFile() throws IOException {
    used = true;
    DiskFile open = file;
    if (open == null || !writable) {
      DiskFile replacement = disk.open(path, Disk.OpenMode.READ_WRITE);
      // A handle for reading may still be in use by a transfer; it is left to the collector.
      open = replacement;
      file = replacement;
      writable = true;
    }
    return open;
  }

  /// Takes a file that is already open, whatever its name is at the moment.
  public void adoptFile(DiskFile open) {
    file = open;
    writable = false;
    used = true;
  }

  /// Whether the open file can be written.
  public boolean isWritable() {
    return file != null && writable;
  }

  /// Takes a file that was opened for writing elsewhere.
  public void writableFile(DiskFile opened) {
    file = opened;
    writable = true;
    used = true;
  }

  /// Whether the file was used since this was last asked.
  public boolean wasUsed() {
    boolean was = used;
    used = false;
    return was;
  }

  /// Lets go of the open file without closing it; it is opened again at the next use.
  public void forgetFile() {
    file = null;
    writable = false;
  }

  /// The file if it is open.
  public @Nullable DiskFile openFile() {
    return file;
  }

  /// Closes the file; it is opened again at the next use.
  public void closeFile() throws IOException {
    DiskFile open = file;
    file = null;
    if (open != null) {
      open.close();
    }
  }

  /// The indexes; `null` until they were loaded or rebuilt.
  public @Nullable SegmentIndexes indexes() {
    return indexes;
  }

  public void indexes(@Nullable SegmentIndexes loaded) {
    indexes = loaded;
  }

  /// Aborted transactions; `null` until loaded.
  public @Nullable TransactionIndex transactions() {
    return transactions;
  }

  public void transactions(@Nullable TransactionIndex loaded) {
    transactions = loaded;
  }

  /// What `tidepost-segments` says about it; `null` when nothing (yet).
  public @Nullable SegmentSummary summary() {
    return summary;
  }

  public void summary(@Nullable SegmentSummary known) {
    summary = known;
  }

  /// Timestamp of the first batch, -1 when unknown: `segment.ms` counts from it.
  public long firstTimestamp() {
    return firstTimestamp;
  }

  public void firstTimestamp(long millis) {
    firstTimestamp = millis;
  }

  /// When the segment was created or first used by this process.
  public long createdMillis() {
    return createdMillis;
  }

  public void createdMillis(long millis) {
    createdMillis = millis;
  }

  /// What `segment.jitter.ms` takes off `segment.ms` for this segment.
  public long jitterMillis() {
    return jitterMillis;
  }

  public void jitterMillis(long millis) {
    jitterMillis = millis;
  }

  /// The size at which room has to be reserved for more.
  public long roomWantedAt() {
    return roomWantedAt;
  }

  public void roomWantedAt(long bytes) {
    roomWantedAt = bytes;
  }

  /// Whether the file may have room beyond its end.
  public boolean hasRoom() {
    return hasRoom;
  }

  public void hasRoom(boolean value) {
    hasRoom = value;
  }

  /// Whether bytes were written since the last completed sync began.
  public boolean dirty() {
    return dirty;
  }

  public void dirty(boolean isDirty) {
    dirty = isDirty;
  }

  /// What has been checksummed or written by this process.
  public VerifiedRanges verified() {
    return verified;
  }

  /// A read off the owner loop failed: the next one that wants these bytes is told.
  public void readFailed(IOException failure) {
    readFailure = failure;
  }

  /// The failure nobody was told of yet, once; `null` when there is none.
  public @Nullable IOException takeReadFailure() {
    IOException failure = readFailure;
    readFailure = null;
    return failure;
  }

  /// Known damage, ascending.
  public List<DamagedRange> damaged() {
    return damaged;
  }

  /// Notes damage once.
  ///
  /// @return whether it was news
  public boolean addDamaged(DamagedRange range) {
    for (DamagedRange known : damaged) {
      if (known.position() == range.position() && known.endPosition() == range.endPosition()) {
        return false;
      }
    }
    damaged.add(range);
    damaged.sort((a, b) -> Long.compare(a.position(), b.position()));
    return true;
  }

  /// The damaged range that contains `position`; `null` when it is not known to be damaged.
  public @Nullable DamagedRange damagedAt(long position) {
    for (DamagedRange range : damaged) {
      if (position >= range.position() && position < range.endPosition()) {
        return range;
      }
    }
    return null;
  }

  /// The last damaged range that starts before `position`; `null` when there is none.
  public @Nullable DamagedRange damagedBefore(long position) {
    DamagedRange last = null;
    for (DamagedRange range : damaged) {
      if (range.position() < position) {
        last = range;
      }
    }
    return last;
  }

  /// Records that are missing behind the last byte of the file; `null` when none are.
  public @Nullable DamagedRange damagedAtEnd() {
    DamagedRange last = damaged.isEmpty() ? null : damaged.get(damaged.size() - 1);
    return last != null && last.position() >= size ? last : null;
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
