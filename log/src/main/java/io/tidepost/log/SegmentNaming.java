package io.tidepost.log;

import io.tidepost.base.Disk;
import io.tidepost.log.segment.Segment;
import java.io.IOException;

/// Gives an empty active segment its file, and makes the name durable. When the segments before it
/// go, that name alone says where offsets go on: without it a power loss would let them start
/// again.
final class SegmentNaming implements LogWork {

  private final LogState log;
  private final Segment segment;
  private boolean underWay;
  private boolean failed;

  /// @param segment the active one, whose file need not exist
  SegmentNaming(LogState log, Segment segment) {
    this.log = log;
    this.segment = segment;
  }

  /// Whether it is about this segment, and the name may not be durable yet.
  boolean isAbout(Segment other) {
    return segment == other;
  }

  boolean isUnderWay() {
    return underWay;
  }

  /// Whether it has failed before: then there is no hurry to try again.
  boolean hasFailed() {
    return failed;
  }

  /// Hands itself out.
  void start() {
    underWay = true;
    log.environment.work().accept(this);
  }

  @Override
  public Kind kind() {
    return Kind.PREPARE;
  }

  @Override
  public void run() throws IOException {
    log.disk().open(segment.path(), Disk.OpenMode.READ_WRITE).close();
    log.disk().syncDirectory(log.directory);
  }

  @Override
  public void completed() {
    underWay = false;
    if (log.naming == this) {
      log.naming = null;
    }
  }

  @Override
  public void failed(IOException failure) {
    // It is tried again when retention is applied the next time.
    underWay = false;
    failed = true;
    if (log.closed) {
      return;
    }
    log.environment
        .events()
        .warning(
            log.topicPartition,
            "%s cannot be created: %s".formatted(segment.path(), LogState.reason(failure)));
  }
}
