package io.tidepost.log.segment;

import io.tidepost.base.DiskFile;
import io.tidepost.wire.records.BatchHeader;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Steps over the batch headers of a part of a file that is known to be good.
public final class HeaderWalk {

  /// What a buffer for it should hold: a handful of small batches' headers.
  public static final int BUFFER_SIZE = 2048;

  private final FileWindow window;
  private final long end;
  private long position;
  private int start;

  /// @param from where a batch starts
  /// @param end exclusive, where a batch ends
  /// @param buffer scratch, at least a header's size
  public HeaderWalk(DiskFile file, long from, long end, ByteBuffer buffer) {
    this.window = new FileWindow(file, end, buffer);
    this.position = from;
    this.end = end;
  }

  /// Moves to the batch at [#position].
  ///
  /// @return `false` when the end is reached or the bytes there cannot be a batch
  public boolean load() throws IOException {
    start = window.ensure(position, BatchHeader.SIZE, window.capacity());
    return start >= 0
        && BatchHeader.sizeInBytes(window.buffer(), start) >= BatchHeader.SIZE
        && position + size() <= end;
  }

  /// Moves behind the current batch, without looking.
  public void skip() {
    position += size();
  }

  /// Goes on at a batch further on.
  public void moveTo(long batchPosition) {
    position = batchPosition;
  }

  /// Where the current batch starts.
  public long position() {
    return position;
  }

  public int size() {
    return BatchHeader.sizeInBytes(window.buffer(), start);
  }

  public long baseOffset() {
    return BatchHeader.baseOffset(window.buffer(), start);
  }

  public long lastOffset() {
    return BatchHeader.lastOffset(window.buffer(), start);
  }

  public long maxTimestamp() {
    return BatchHeader.maxTimestamp(window.buffer(), start);
  }

  public int leaderEpoch() {
    return BatchHeader.leaderEpoch(window.buffer(), start);
  }

  public boolean isControl() {
    return BatchHeader.isControl(window.buffer(), start);
  }

  public boolean isTransactional() {
    return BatchHeader.isTransactional(window.buffer(), start);
  }

  public long producerId() {
    return BatchHeader.producerId(window.buffer(), start);
  }
}
