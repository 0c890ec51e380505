package io.tidepost.log;

import io.tidepost.log.segment.Segment;
import java.io.IOException;

/// Reserves room for the active segment ahead of its end, so that its blocks lie together and a
/// full disk is noticed early. What is left over is given back when the segment is rolled.
final class RoomWork implements LogWork {

  /// A segment gets its first reservation when it is about this big: most stay smaller.
  private static final long FIRST = 1 << 20;

  private static final long STEP_MAX = 16 << 20;

  private final LogState log;
  private final Segment segment;
  private final long end;
  private final long step;
  private boolean reserved;

  private RoomWork(LogState log, Segment segment, long end, long step) {
    this.log = log;
    this.segment = segment;
    this.end = end;
    this.step = step;
  }

  /// The size from which on a new segment gets room.
  static long firstAt(LogConfig config) {
    return Math.min(FIRST, config.segmentBytes() / 4);
  }

  /// Hands out the reservation of the next stretch. A quarter of what is there already is the most
  /// that thousands of small partitions may waste.
  static void start(LogState log, Segment segment) {
    long size = segment.size();
    long step = Math.clamp(size / 4, firstAt(log.config), STEP_MAX);
    long end = Math.min(size + step, Math.max(size, log.config.segmentBytes()));
    segment.roomWantedAt(Long.MAX_VALUE);
    if (end > size) {
      segment.hasRoom(true);
      log.environment.work().accept(new RoomWork(log, segment, end, step));
    }
  }

  @Override
  public Kind kind() {
    return Kind.RESERVE;
  }

  @Override
  public void run() throws IOException {
    reserved = log.disk().allocate(segment.path(), end);
  }

  @Override
  public void completed() {
    if (reserved) {
      segment.roomWantedAt(end - step / 2);
    }
  }

  @Override
  public void failed(IOException failure) {
    // Nothing is lost: writes find out for themselves, and this segment gets no more room ahead.
  }
}
