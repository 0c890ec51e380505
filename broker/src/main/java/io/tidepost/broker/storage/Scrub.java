package io.tidepost.broker.storage;

import io.tidepost.log.LogWork;
import io.tidepost.log.ScrubCursor;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;

/// Reads all rolled segments of one log directory again, slowly and round after round, in search of
/// bits that have rotted. At most one round a day.
final class Scrub {

  private static final long SECOND = 1_000;
  private static final long FIRST_AFTER_MILLIS = 600_000;
  private static final long ROUND_MILLIS = 86_400_000;

  private final LogManager logs;
  private final StorageDirectory directory;
  private final ArrayDeque<HostedPartition> round = new ArrayDeque<>();
  private ScrubCursor cursor = new ScrubCursor();
  private long roundStartedMillis;
  private volatile boolean stopped;

  Scrub(LogManager logs, StorageDirectory directory) {
    this.logs = logs;
    this.directory = directory;
  }

  void start() {
    later(FIRST_AFTER_MILLIS, this::startRound);
  }

  void stop() {
    stopped = true;
  }

  private void later(long millis, Runnable task) {
    logs.owners()
        .getFirst()
        .loop()
        .schedule(
            millis,
            () -> {
              if (!stopped && !directory.isOffline()) {
                task.run();
              }
            });
  }

  private void startRound() {
    roundStartedMillis = OwnerLoop.monotonicMillis(logs.clock());
    List<HostedPartition> here =
        logs.partitions().all().stream()
            .filter(partition -> partition.directory() == directory)
            .sorted(Comparator.comparing(HostedPartition::toString))
            .toList();
    round.addAll(here);
    next();
  }

  /// On the first event loop.
  private void next() {
    HostedPartition partition = round.peek();
    if (partition == null) {
      long passed = OwnerLoop.monotonicMillis(logs.clock()) - roundStartedMillis;
      later(Math.max(SECOND, ROUND_MILLIS - passed), this::startRound);
      return;
    }
    ScrubCursor at = cursor;
    partition.loop().execute(() -> stretch(partition, at));
  }

  /// On the partition's loop.
  private void stretch(HostedPartition partition, ScrubCursor at) {
    LogWork work =
        partition.replica().isStopped()
            ? null
            : partition.log().scrub(at, logs.options().scrubBytesPerSecond());
    if (work == null) {
      later(0, this::partitionDone);
    } else {
      partition.runWork(work, () -> later(SECOND, this::next));
    }
  }

  private void partitionDone() {
    round.poll();
    cursor = new ScrubCursor();
    next();
  }
}
