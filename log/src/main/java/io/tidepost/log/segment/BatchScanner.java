package io.tidepost.log.segment;

import io.tidepost.base.DiskFile;
import io.tidepost.wire.records.BatchHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// Walks the batches of a segment file in order, checks each one, and finds its way back behind
/// damage: where a batch is not what it should be, it looks for the next one that is (structure,
/// plausible offset, checksum).
///
/// Position and length of a batch and its base offset are not covered by its checksum, so they are
/// held against the neighbours: batches follow each other without a gap in offsets, except where
/// compaction or an earlier loss left one, in which case the batches behind continue from there.
public final class BatchScanner {

  /// What the scan meets, in order of position.
  public interface Visitor {
    /// A good batch. At least its header is in `window` from `start` on; a control batch is there
    /// wholly.
    ///
    /// @param position of the batch in the file
    /// @param size of the batch in bytes
    void batch(ByteBuffer window, int start, long position, int size);

    /// Bytes between two good batches that are not a batch.
    ///
    /// @param firstOffset the offset expected at `position`
    /// @param endOffset the base offset of the good batch at `endPosition`
    void damaged(long position, long endPosition, long firstOffset, long endOffset);
  }

  private static final int WINDOW = 256 * 1024;
  private static final long ALWAYS = Long.MIN_VALUE;
  private static final int SMALL_READ = 1024;
  private static final int MIN_LENGTH = BatchHeader.SIZE - BatchHeader.LENGTH_OVERHEAD;

  private final DiskFile file;
  private final long segmentBaseOffset;
  private final long fileSize;
  private final long offsetLimit;
  private final boolean gapsAllowed;
  private final FileWindow window;
  private final CRC32C crc = new CRC32C();
  private int lastSize;
  private long nextOffset;
  private long position;

  /// @param segmentBaseOffset offsets lie within `Integer.MAX_VALUE` of it
  /// @param fileSize bytes behind it are not looked at
  /// @param offsetLimit exclusive: the base offset of the next segment, or `Long.MAX_VALUE`
  /// @param gapsAllowed whether a gap in offsets before the last batch is normal (compacted topics)
  public BatchScanner(
      DiskFile file, long segmentBaseOffset, long fileSize, long offsetLimit, boolean gapsAllowed) {
    this.file = file;
    this.segmentBaseOffset = segmentBaseOffset;
    this.fileSize = fileSize;
    this.offsetLimit = offsetLimit;
    this.gapsAllowed = gapsAllowed;
    this.window = new FileWindow(file, fileSize, (int) Math.clamp(fileSize, 64, WINDOW));
  }

  /// Scans batches that start in `[from, to)`.
  ///
  /// @param expectedOffset the offset expected at `from`; the segment's base offset when unknown
  /// @param checksumFromOffset batches that end before this offset are held to be intact: only
  ///   their headers are read
  /// @return whether the scan reached `to`; if not, [#position] is where the last good batch ended
  ///   and nothing good follows
  public boolean scan(
      long from, long to, long expectedOffset, long checksumFromOffset, Visitor visitor)
      throws IOException {
    position = from;
    nextOffset = expectedOffset;
    while (position < to) {
      int size = validate(position, nextOffset, checksumFromOffset, false);
      if (size == 0) {
        long good = findNext(position);
        if (good < 0) {
          return false;
        }
        size = validate(good, nextOffset, ALWAYS, true);
        int start = headerAt(good);
        long endOffset = BatchHeader.baseOffset(window.buffer(), start);
        visitor.damaged(position, good, nextOffset, endOffset);
        position = good;
        nextOffset = endOffset;
        if (position >= to) {
          return true;
        }
      }
      visit(visitor, size);
    }
    return true;
  }

  private void visit(Visitor visitor, int size) throws IOException {
    int start = headerAt(position);
    if (BatchHeader.isControl(window.buffer(), start) && size <= window.capacity()) {
      start = window.ensure(position, size, size);
    }
    visitor.batch(window.buffer(), start, position, size);
    nextOffset = BatchHeader.lastOffset(window.buffer(), start) + 1;
    position += size;
    lastSize = size;
  }

  /// Where the last good batch ended.
  public long position() {
    return position;
  }

  /// The offset behind the last good batch.
  public long nextOffset() {
    return nextOffset;
  }

  /// Whether a whole good batch starts at `at`, whatever its offset is.
  ///
  /// @return its size in bytes, or 0
  public int batchAt(long at) throws IOException {
    return validate(at, segmentBaseOffset, ALWAYS, true);
  }

  /// Base offset of the good batch at `at`.
  public long baseOffsetAt(long at) throws IOException {
    return BatchHeader.baseOffset(window.buffer(), headerAt(at));
  }

  /// Last offset of the good batch at `at`.
  public long lastOffsetAt(long at) throws IOException {
    return BatchHeader.lastOffset(window.buffer(), headerAt(at));
  }

  /// Latest timestamp of the good batch at `at`.
  public long maxTimestampAt(long at) throws IOException {
    return BatchHeader.maxTimestamp(window.buffer(), headerAt(at));
  }

  /// Where the bytes at `at`, which are not a good batch, say that their offsets end; -1 when they
  /// say nothing plausible.
  ///
  /// @param expectedOffset the offset expected at `at`
  public long claimedEndOffset(long at, long expectedOffset) throws IOException {
    int start = headerAt(at);
    if (start < 0) {
      return -1;
    }
    ByteBuffer b = window.buffer();
    return plausibleSize(b, start, at, expectedOffset) > 0
            && BatchHeader.baseOffset(b, start) == expectedOffset
        ? BatchHeader.lastOffset(b, start) + 1
        : -1;
  }

  private int headerAt(long at) throws IOException {
    // Big batches: read headers only, instead of a window full of bytes to be skipped.
    int readAhead = lastSize > WINDOW / 4 ? SMALL_READ : window.capacity();
    return window.ensure(at, BatchHeader.SIZE, Math.max(readAhead, BatchHeader.SIZE));
  }

  /// @return the size of the good batch at `at`, 0 when there is none
  private int validate(long at, long expectedOffset, long checksumFromOffset, boolean afterGap)
      throws IOException {
    int start = headerAt(at);
    if (start < 0) {
      return 0;
    }
    ByteBuffer b = window.buffer();
    int size = plausibleSize(b, start, at, expectedOffset);
    if (size == 0) {
      return 0;
    }
    long baseOffset = BatchHeader.baseOffset(b, start);
    int lastOffsetDelta = BatchHeader.lastOffsetDelta(b, start);
    long checksum = BatchHeader.crc(b, start);
    boolean trusted =
        baseOffset + lastOffsetDelta < checksumFromOffset
            && leadsOn(at + size, baseOffset + lastOffsetDelta + 1);
    if (!trusted && !checksumMatches(at, size, checksum)) {
      return 0;
    }
    if (baseOffset > expectedOffset
        && !afterGap
        && !gapIsReal(at + size, expectedOffset, baseOffset, lastOffsetDelta)) {
      return 0;
    }
    return size;
  }

  /// Whether what stands at `next` continues from `nextOffset` exactly: a header that was not
  /// checked may be wrong about where its batch ends and about how many offsets it has.
  private boolean leadsOn(long next, long nextOffset) throws IOException {
    if (next >= fileSize) {
      return next == fileSize && nextOffset == offsetLimit;
    }
    int start = headerAt(next);
    return start >= 0
        && plausibleSize(window.buffer(), start, next, nextOffset) > 0
        && BatchHeader.baseOffset(window.buffer(), start) == nextOffset;
  }

  private int plausibleSize(ByteBuffer b, int start, long at, long expectedOffset) {
    int length = b.getInt(start + BatchHeader.BATCH_LENGTH);
    if (length < MIN_LENGTH
        || at + length + BatchHeader.LENGTH_OVERHEAD > fileSize
        || BatchHeader.magic(b, start) != 2) {
      return 0;
    }
    long baseOffset = BatchHeader.baseOffset(b, start);
    int lastOffsetDelta = BatchHeader.lastOffsetDelta(b, start);
    if (baseOffset < expectedOffset
        || lastOffsetDelta < 0
        || baseOffset >= offsetLimit
        || baseOffset + lastOffsetDelta >= offsetLimit
        || baseOffset + lastOffsetDelta - segmentBaseOffset > Integer.MAX_VALUE) {
      return 0;
    }
    return length + BatchHeader.LENGTH_OVERHEAD;
  }

  /// A flipped bit in a base offset looks like a gap, but then the next batch does not continue
  /// from the far side of it.
  private boolean gapIsReal(long nextAt, long expectedOffset, long baseOffset, int lastOffsetDelta)
      throws IOException {
    ByteBuffer next = ByteBuffer.allocate(Long.BYTES);
    while (next.hasRemaining() && nextAt + Long.BYTES <= fileSize) {
      if (file.read(next, nextAt + next.position()) < 0) {
        break;
      }
    }
    if (next.hasRemaining()) {
      return gapsAllowed || baseOffset + lastOffsetDelta + 1 == offsetLimit;
    }
    long following = next.getLong(0);
    return following != expectedOffset + lastOffsetDelta + 1
        && (gapsAllowed || following == baseOffset + lastOffsetDelta + 1);
  }

  private boolean checksumMatches(long at, int size, long expected) throws IOException {
    crc.reset();
    long from = at + BatchHeader.ATTRIBUTES;
    long end = at + size;
    while (from < end) {
      int length = (int) Math.min(end - from, window.capacity());
      int start = window.ensure(from, Math.min(length, 1), window.capacity());
      if (start < 0) {
        return false;
      }
      ByteBuffer b = window.buffer();
      int available = Math.min(b.limit() - start, length);
      crc.update(b.slice(start, available));
      from += available;
    }
    return crc.getValue() == expected;
  }

  /// The position of the next good batch behind the bad one at `bad`, -1 when there is none. At
  /// least one offset is lost with the damage: a batch that claims the very offset that was
  /// expected has lost the first bytes of its header, which no checksum covers. What the bad batch
  /// says about its own length is tried first: records may contain whole batches.
  private long findNext(long bad) throws IOException {
    int start = headerAt(bad);
    if (start >= 0) {
      int size = plausibleSize(window.buffer(), start, bad, segmentBaseOffset);
      if (size > 0 && goodBehindDamage(bad, bad + size)) {
        return bad + size;
      }
    }
    lastSize = 0;
    for (long at = bad + 1; at + BatchHeader.SIZE <= fileSize; at++) {
      if (goodBehindDamage(bad, at)) {
        return at;
      }
    }
    return -1;
  }

  /// Whether a good batch stands at `at`, whose base offset is what it should be: no checksum
  /// covers it, and nothing sound before it vouches for it.
  private boolean goodBehindDamage(long bad, long at) throws IOException {
    int size = validate(at, nextOffset + 1, ALWAYS, true);
    if (size == 0) {
      return false;
    }
    long base = baseOffsetAt(at);
    long claimed = claimedOffsetAt(bad, at);
    if (claimed < 0 || (gapsAllowed && base > claimed)) {
      return !contradicted(at, size);
    }
    return claimed == base || continuedFrom(at + size, lastOffsetAt(at) + 1);
  }

  /// Which offset the headers from the damage at `bad` on lead to at `at`, each of them consistent
  /// in itself; -1 when they do not lead there. Where this and the base offset that stands there
  /// disagree, the batch behind decides.
  private long claimedOffsetAt(long bad, long at) throws IOException {
    long offset = nextOffset;
    long next = bad;
    while (next < at) {
      int start = headerAt(next);
      if (start < 0) {
        return -1;
      }
      ByteBuffer b = window.buffer();
      long size = b.getInt(start + BatchHeader.BATCH_LENGTH) + (long) BatchHeader.LENGTH_OVERHEAD;
      int lastOffsetDelta = BatchHeader.lastOffsetDelta(b, start);
      boolean consistent =
          size >= BatchHeader.SIZE
              && next + size <= at
              && lastOffsetDelta >= 0
              && BatchHeader.recordCount(b, start) == lastOffsetDelta + 1;
      boolean vouched = consistent && BatchHeader.baseOffset(b, start) == offset;
      if (!vouched
          && !(consistent && checksumMatches(next, (int) size, BatchHeader.crc(b, start)))) {
        return -1;
      }
      offset += lastOffsetDelta + 1L;
      next += size;
    }
    return next == at ? offset : -1;
  }

  private boolean continuedFrom(long next, long offset) throws IOException {
    if (next == fileSize) {
      return offset == offsetLimit;
    }
    return validate(next, segmentBaseOffset, ALWAYS, true) > 0 && baseOffsetAt(next) == offset;
  }

  /// Behind damage nothing before a batch vouches for its base offset, which no checksum covers.
  /// Offsets ascend along the file: when the next sound batch does not continue from here, and the
  /// one after that goes on from it, this base offset is wrong.
  private boolean contradicted(long at, int size) throws IOException {
    long end = lastOffsetAt(at) + 1;
    long next = nextSound(at + size);
    if (next < 0) {
      return false;
    }
    long nextBase = baseOffsetAt(next);
    boolean adjacent = next == at + size && !gapsAllowed;
    if (nextBase == end || (nextBase > end && !adjacent)) {
      return false;
    }
    long nextEnd = lastOffsetAt(next) + 1;
    long behind = nextSound(next + batchAt(next));
    if (behind < 0) {
      return false;
    }
    long behindBase = baseOffsetAt(behind);
    return behindBase == nextEnd || (behindBase > nextEnd && behindBase < end);
  }

  /// Where the next sound batch starts, whatever its offset is; -1 when there is none.
  private long nextSound(long from) throws IOException {
    for (long at = from; at + BatchHeader.SIZE <= fileSize; at++) {
      if (batchAt(at) > 0) {
        return at;
      }
    }
    return -1;
  }
}
