package io.tidepost.broker.storage;

import io.tidepost.base.Clock;
import io.tidepost.broker.net.Loop;
import io.tidepost.log.LogWork;
import io.tidepost.replica.PartitionLeader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// The partitions' side of one event loop: at the end of a turn everything appended in it is
/// written, one gathered write per partition, and handed to the syncers. On the loop only, except
/// [#runWork].
final class OwnerLoop {

  /// How often appends that wait for durability are checked for their deadline.
  private static final long EXPIRE_MILLIS = 100;

  private final Loop loop;
  private final Clock clock;
  private final IoPool pool;
  private final ArrayDeque<HostedPartition> unflushed = new ArrayDeque<>();
  private final Map<Syncer, DiskSyncs> syncs = new IdentityHashMap<>();
  private final Set<HostedPartition> waiting = new LinkedHashSet<>();
  private final Runnable flush = this::flush;
  private boolean expiring;

  OwnerLoop(Loop loop, Clock clock, IoPool pool) {
    this.loop = loop;
    this.clock = clock;
    this.pool = pool;
  }

  Loop loop() {
    return loop;
  }

  void needsFlush(HostedPartition partition) {
    if (unflushed.isEmpty()) {
      loop.atEndOfTurn(flush);
    }
    unflushed.add(partition);
  }

  private void flush() {
    long now = clock.wallMillis();
    HostedPartition partition;
    while ((partition = unflushed.poll()) != null) {
      PartitionLeader leader = partition.leader();
      leader.flush(now);
      if (leader.hasParkedAppends() && waiting.add(partition)) {
        scheduleExpiry();
      }
    }
    for (DiskSyncs disk : syncs.values()) {
      disk.submit();
    }
  }

  void needsSync(HostedPartition partition) {
    syncs
        .computeIfAbsent(partition.directory().syncer(), syncer -> new DiskSyncs(loop, syncer))
        .add(partition);
  }

  private void scheduleExpiry() {
    if (!expiring) {
      expiring = true;
      loop.schedule(EXPIRE_MILLIS, this::expire);
    }
  }

  private void expire() {
    expiring = false;
    long now = monotonicMillis(clock);
    waiting.removeIf(partition -> {
      partition.leader().expire(now);
      return !partition.leader().hasParkedAppends();
    });
    if (!waiting.isEmpty()) {
      scheduleExpiry();
    }
  }

  /// Milliseconds that never jump, for deadlines.
  static long monotonicMillis(Clock clock) {
    return clock.monotonicNanos() / 1_000_000;
  }

  long deadlineIn(long millis) {
    return monotonicMillis(clock) + millis;
  }

  /// Runs a log's deferred work on the I/O pool, and its completion back on this loop. Any thread.
  void runWork(LogWork work, Runnable afterwards) {
    long delay = work.delayMillis();
    if (delay > 0) {
      loop.schedule(delay, () -> pool.execute(() -> runNow(work, afterwards)));
    } else {
      pool.execute(() -> runNow(work, afterwards));
    }
  }

  private void runNow(LogWork work, Runnable afterwards) {
    try {
      work.run();
      loop.execute(() -> {
        work.completed();
        afterwards.run();
      });
    } catch (IOException e) {
      loop.execute(() -> {
        work.failed(e);
        afterwards.run();
      });
    }
  }
}
