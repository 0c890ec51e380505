package io.tidepost.log;

import io.tidepost.log.segment.LogFiles;
import io.tidepost.log.segment.Segment;
import io.tidepost.log.segment.SegmentScan;
import io.tidepost.wire.records.BatchHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Brings the producers' state to the log end offset: the newest snapshot that can be believed, and
/// the batches behind it.
final class ProducerReplay {

  private ProducerReplay() {}

  /// Replaces the state. Reads headers only.
  static void rebuild(LogState log, SegmentLoader loader, long nowMillis) throws IOException {
    List<String> names = log.disk().list(log.directory);
    removeBehind(log, names, log.endOffset);
    rebuildIfStale(log, loader, names, nowMillis);
  }

  /// Loads the newest snapshot and replays the batches behind it, if there are any.
  ///
  /// @param names of the files in the partition's directory
  static void rebuildIfStale(LogState log, SegmentLoader loader, List<String> names, long nowMillis)
      throws IOException {
    long from = loadNewest(log, names, log.endOffset, nowMillis);
    if (from >= log.endOffset) {
      return;
    }
    for (int i = 0; i < log.segments.size(); i++) {
      Segment segment = log.segments.get(i);
      if (segment.size() > 0 && log.offsetLimit(i) > from) {
        loader
            .scanner(segment, segment.file(), segment.size(), log.offsetLimit(i))
            .scan(
                0,
                segment.size(),
                segment.baseOffset(),
                SegmentLoader.HEADERS_ONLY,
                replaying(log, segment, from));
      }
    }
  }

  private static SegmentScan replaying(LogState log, Segment segment, long from) {
    return new SegmentScan(segment.path(), segment.baseOffset(), Integer.MAX_VALUE) {
      @Override
      public void batch(ByteBuffer window, int start, long position, int size) {
        if (BatchHeader.baseOffset(window, start) >= from) {
          log.producers.apply(window, start, false);
        }
      }
    };
  }

  /// Removes snapshots of a future that will not happen: once the log has grown there again they
  /// would be believed.
  static void removeBehind(LogState log, List<String> names, long endOffset) throws IOException {
    for (String name : names) {
      Long offset = LogFiles.offsetOf(name, LogFiles.PRODUCER_SNAPSHOT);
      if (offset != null && offset > endOffset) {
        log.disk().deleteIfExists(log.directory.resolve(name));
      }
    }
  }

  /// Loads the newest snapshot at or before `endOffset` that is whole.
  ///
  /// @param names of the files in the partition's directory
  /// @return the offset from which batches have to be replayed
  static long loadNewest(LogState log, List<String> names, long endOffset, long nowMillis)
      throws IOException {
    List<Long> offsets = new ArrayList<>(1);
    for (String name : names) {
      Long offset = LogFiles.offsetOf(name, LogFiles.PRODUCER_SNAPSHOT);
      if (offset != null && offset <= endOffset) {
        offsets.add(offset);
      }
    }
    offsets.sort(Collections.reverseOrder());
    log.producers.clear();
    for (long offset : offsets) {
      var path = LogFiles.path(log.directory, offset, LogFiles.PRODUCER_SNAPSHOT);
      if (log.producers.load(
          log.disk().readAll(path), nowMillis, log.environment.producerIdExpirationMillis())) {
        log.producerSnapshotOffset = offset;
        return offset;
      }
      log.environment
          .events()
          .rebuilt(log.topicPartition, path, "the producer snapshot is damaged");
    }
    log.producerSnapshotOffset = -1;
    return log.segments.isEmpty() ? 0 : log.segments.get(0).baseOffset();
  }
}
