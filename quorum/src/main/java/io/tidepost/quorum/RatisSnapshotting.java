package io.tidepost.quorum;

import io.tidepost.metadata.image.MetadataImage;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.ratis.server.protocol.TermIndex;
import org.jspecify.annotations.Nullable;

/// When a voter writes a snapshot, and that it writes one at a time. Belongs to the metadata loop.
final class RatisSnapshotting {

  private final RatisConfig config;
  private final RatisNode node;
  private final RatisPositions positions;
  private final Executor io;
  private final Executor loop;
  private final Consumer<String> notice;
  private long bytesBehind;
  private long lastMillis;
  private boolean running;

  RatisSnapshotting(RatisSetup setup, RatisNode node, RatisPositions positions) {
    this.config = setup.config();
    this.node = node;
    this.positions = positions;
    this.io = setup.io();
    this.loop = setup.loop();
    this.notice = setup.notice();
    this.lastMillis = setup.nowMillis();
  }

  /// So many bytes were committed behind the newest snapshot.
  void grown(int bytes) {
    bytesBehind += bytes;
  }

  /// Another voter's snapshot is the newest one.
  void restored() {
    bytesBehind = 0;
  }

  boolean isDue(long nowMillis) {
    return !running
        && bytesBehind > 0
        && (bytesBehind >= config.bytesBetweenSnapshots()
            || (config.snapshotIntervalMs() > 0
                && nowMillis - lastMillis >= config.snapshotIntervalMs()));
  }

  void write(MetadataImage image, long nowMillis) {
    long lastOffset = image.provenance().lastOffset();
    TermIndex at = positions.endingAt(lastOffset);
    if (running || at == null) {
      return; // in the middle of an entry, or nothing new: the next call finds a better moment
    }
    running = true;
    lastMillis = nowMillis;
    io.execute(() -> {
      IOException problem = null;
      try {
        node.writeSnapshot(image, at, nowMillis);
      } catch (IOException e) {
        problem = e;
      }
      @Nullable IOException result = problem;
      loop.execute(() -> written(lastOffset, result));
    });
  }

  private void written(long lastOffset, @Nullable IOException problem) {
    running = false;
    if (problem != null) {
      // Everything is as it was: the log goes on, and it is tried again.
      notice.accept("a snapshot of the metadata could not be written: " + problem.getMessage());
      return;
    }
    bytesBehind = 0;
    positions.forgetUpTo(lastOffset);
  }
}
