package io.tidepost.log.compaction;

import io.tidepost.base.Disk;
import io.tidepost.log.index.TransactionIndex;
import io.tidepost.wire.records.BatchHeader;
import io.tidepost.wire.records.BatchProblem;
import io.tidepost.wire.records.RecordCursor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Compacts one log: walks the dirty part for the newest offset of each key, then copies group
/// after group of segments without what is superseded. Works in steps of bounded size; whoever
/// calls them swaps the copies in ([#commit] first) and goes on with [#nextGroup].
///
/// One step at a time, on any thread. Blocks on files, sees nothing else.
public final class Compactor implements AutoCloseable {

  private final Disk disk;
  private final Path directory;
  private final CompactionPlan plan;
  private final CompactionSettings settings;
  private final ReadBuffer memory;
  private @Nullable OffsetMap map;
  private final CleanedTransactions mapped;
  private final RecordCursor cursor = new RecordCursor();
  private List<List<CompactionSource>> groups = List.of();
  private @Nullable BatchReader reader;
  private int mapSource;
  private boolean mapDone;
  private int group = -1;
  private int groupSource;
  private @Nullable BatchCleaner cleaner;
  private @Nullable CleanedSegment cleaned;
  private @Nullable CleanedTransactions transactions;
  private boolean changed;
  private long bytesRead;
  private long bytesMapped;
  private long bytesWritten;
  private boolean closed;

  public Compactor(Disk disk, Path directory, CompactionPlan plan, CompactionSettings settings) {
    this.disk = disk;
    this.directory = directory;
    this.plan = plan;
    this.settings = settings;
    this.memory = new ReadBuffer(settings.bufferBytesUsed());
    this.mapped = new CleanedTransactions(plan.aborted());
  }

  /// Clearing much memory takes time: the first step does it.
  private OffsetMap map() {
    OffsetMap known = map;
    if (known == null) {
      long offsets = Math.max(0, plan.upperBound() - plan.firstDirtyOffset());
      known = new OffsetMap(settings.slotsFor(offsets), settings.mapLoadFactor(), settings.hash());
      known.latestOffset(plan.firstDirtyOffset() - 1);
      map = known;
    }
    return known;
  }

  public CompactionPlan plan() {
    return plan;
  }

  // ---- first pass

  /// Walks on through the dirty part.
  ///
  /// @return whether the end was reached, or the map is full
  public boolean mapStep() throws IOException {
    long budget = bytesRead + settings.stepBytes();
    while (!mapDone && bytesRead < budget) {
      BatchReader open = mapReader();
      if (open == null) {
        map().latestOffset(plan.upperBound() - 1);
        mapDone = true;
      } else if (!open.next()) {
        closeReader();
        mapSource++;
      } else {
        bytesRead += open.size();
        bytesMapped += open.size();
        map(open.buffer(), open.start());
      }
    }
    if (mapDone) {
      closeReader();
      begin();
    }
    return mapDone;
  }

  private @Nullable BatchReader mapReader() throws IOException {
    if (reader != null) {
      return reader;
    }
    while (mapSource < plan.sources().size()) {
      CompactionSource source = plan.sources().get(mapSource);
      if (source.endOffset() > plan.firstDirtyOffset()) {
        memory.shrink();
        reader = new BatchReader(disk, source, memory);
        return reader;
      }
      mapSource++;
    }
    return null;
  }

  private void map(ByteBuffer b, int start) throws UncleanableException {
    if (BatchHeader.lastOffset(b, start) < plan.firstDirtyOffset()) {
      return;
    }
    if (BatchHeader.baseOffset(b, start) >= plan.upperBound()) {
      map().latestOffset(plan.upperBound() - 1);
      mapDone = true;
      return;
    }
    boolean skipped =
        BatchHeader.isControl(b, start) ? skipControl(b, start) : mapped.data(b, start);
    if (skipped || mapRecords(b, start)) {
      map().latestOffset(BatchHeader.lastOffset(b, start));
    } else {
      mapDone = true;
    }
  }

  private boolean skipControl(ByteBuffer b, int start) {
    mapped.control(b, start);
    return true;
  }

  /// @return `false` when the map got full
  private boolean mapRecords(ByteBuffer b, int start) throws UncleanableException {
    ByteBuffer plain = BatchCleaner.plain(b, start);
    if (plain == b) {
      cursor.start(b, start + BatchHeader.SIZE, start + BatchHeader.sizeInBytes(b, start));
    } else {
      cursor.start(plain, plain.position(), plain.limit());
    }
    long baseOffset = BatchHeader.baseOffset(b, start);
    for (int i = BatchHeader.recordCount(b, start); i > 0; i--) {
      BatchProblem problem = cursor.atEnd() ? BatchProblem.RECORD_COUNT : cursor.next();
      if (problem != BatchProblem.NONE) {
        throw new UncleanableException(
            "the batch at offset %d cannot be read: %s".formatted(baseOffset, problem));
      }
      long offset = baseOffset + cursor.offsetDelta();
      if (cursor.keyLength() >= 0 && offset >= plan.firstDirtyOffset()) {
        if (map().isFull()) {
          return false;
        }
        map().put(plain, cursor.keyPosition(), cursor.keyLength(), offset);
        map().latestOffset(offset);
      }
    }
    return true;
  }

  // ---- second pass

  private void begin() {
    List<CompactionSource> sources =
        plan.sources().stream().filter(source -> source.baseOffset() < endOffset()).toList();
    groups = SegmentGroups.of(sources, plan.segmentBytesMax(), plan.indexBytesMax());
    transactions = new CleanedTransactions(plan.aborted());
    cleaner = new BatchCleaner(map(), transactions, plan, endOffset());
  }

  /// Exclusive: where the log is clean up to when all groups are done.
  public long endOffset() {
    return map().latestOffset() + 1;
  }

  /// Goes on to the next group.
  ///
  /// @return `false` when there is none
  public boolean nextGroup() {
    group++;
    groupSource = 0;
    changed = false;
    cleaned = null;
    return group < groups.size();
  }

  /// The segments of the current group.
  public List<CompactionSource> group() {
    return groups.get(group);
  }

  /// Copies on.
  ///
  /// @return whether the group is copied wholly
  public boolean copyStep() throws IOException {
    CleanedSegment target = target();
    long budget = bytesRead + settings.stepBytes();
    while (groupSource < group().size() && bytesRead < budget) {
      BatchReader open = reader;
      if (open == null) {
        memory.shrink();
        open = new BatchReader(disk, group().get(groupSource), memory);
        reader = open;
      }
      if (!open.next()) {
        closeReader();
        groupSource++;
      } else {
        bytesRead += open.size();
        copy(target, open);
      }
    }
    return groupSource == group().size();
  }

  private CleanedSegment target() throws IOException {
    CleanedSegment open = cleaned;
    if (open == null) {
      changed = group().size() > 1;
      open =
          new CleanedSegment(
              disk,
              directory,
              group().getFirst().baseOffset(),
              plan.indexIntervalBytes(),
              settings.bufferBytesUsed());
      cleaned = open;
    }
    return open;
  }

  private void copy(CleanedSegment target, BatchReader open) throws IOException {
    ByteBuffer source = open.buffer();
    ByteBuffer kept = Objects.requireNonNull(cleaner).clean(source, open.start());
    changed |= kept != source;
    if (kept == source) {
      target.add(source, open.start(), open.size());
      bytesWritten += open.size();
    } else if (kept != null) {
      target.add(kept, kept.position(), kept.remaining());
      bytesWritten += kept.remaining();
    }
    TransactionIndex.Entry aborted = Objects.requireNonNull(transactions).kept();
    if (aborted != null && BatchHeader.isControl(source, open.start())) {
      target.add(aborted);
    }
  }

  /// Whether the copy of the group differs from the group.
  public boolean changed() {
    return changed;
  }

  /// The copy of the current group.
  public CleanedSegment cleaned() {
    return Objects.requireNonNull(cleaned);
  }

  /// Makes the copy durable as `.swap`.
  public void commit() throws IOException {
    cleaned().commit();
    cleaned = null;
  }

  /// Drops the copy of the current group.
  public void discard() throws IOException {
    closeReader();
    if (cleaned != null) {
      cleaned.discard();
      cleaned = null;
    }
  }

  // ---- end

  private void closeReader() throws IOException {
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }

  /// What was done so far.
  public CompactionStats stats() {
    BatchCleaner counted = cleaner;
    OffsetMap keys = map;
    return new CompactionStats(
        bytesRead,
        bytesMapped,
        bytesWritten,
        counted == null ? 0 : counted.recordsRead(),
        counted == null ? 0 : counted.recordsKept(),
        counted == null ? 0 : counted.recordsWithoutKey(),
        keys == null ? 0 : keys.entries(),
        keys == null ? 0 : keys.sizeInBytes());
  }

  /// Gives memory back.
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      if (map != null) {
        map.close();
      }
    }
  }
}
