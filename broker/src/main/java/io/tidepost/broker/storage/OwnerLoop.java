package io.tidepost.broker.storage;

import io.tidepost.base.Clock;
import io.tidepost.broker.net.Loop;
import io.tidepost.replica.PartitionLeader;
import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// The partitions' side of one event loop: at the end of a turn everything appended in it is
/// written, one gathered write per partition, and handed to the syncers; then the loop lets go of
/// the partitions it worked on. On the loop only.
final class OwnerLoop {

  /// How often appends that wait for durability are checked for their deadline.
  private static final long EXPIRE_MILLIS = 100;

  private final Loop loop;
  private final Clock clock;
  private final ArrayDeque<PartitionLoop> held = new ArrayDeque<>();
  private final ArrayDeque<HostedPartition> unflushed = new ArrayDeque<>();
  private final Map<Syncer, DiskSyncs> syncs = new IdentityHashMap<>();
  private final Set<HostedPartition> waiting = new LinkedHashSet<>();
  private final Runnable endTurn = this::endTurn;
  private boolean endTurnAsked;
  private boolean expiring;

  OwnerLoop(Loop loop, Clock clock) {
    this.loop = loop;
    this.clock = clock;
  }

  Loop loop() {
    return loop;
  }

  /// The partition is this loop's until the end of the turn.
  void holds(PartitionLoop partition) {
    held.add(partition);
    if (!endTurnAsked) {
      endTurnAsked = true;
      loop.atEndOfTurn(endTurn);
    }
  }

  void needsFlush(HostedPartition partition) {
    unflushed.add(partition);
  }

  /// What came in meanwhile, then one write per partition, then off.
  private void endTurn() {
    try {
      for (int left = held.size(); left > 0; left--) {
        PartitionLoop partition = held.removeFirst();
        held.addLast(partition);
        partition.drain();
      }
      do {
        flush();
        syncs.values().forEach(DiskSyncs::submit);
      } while (!unflushed.isEmpty());
      PartitionLoop partition;
      while ((partition = held.pollFirst()) != null) {
        partition.leave();
      }
    } finally {
      endTurnAsked = !held.isEmpty();
      if (endTurnAsked) {
        loop.atEndOfTurn(endTurn); // something failed; the others still get their turn
      }
    }
  }

  private void flush() {
    long now = clock.wallMillis();
    HostedPartition partition;
    while ((partition = unflushed.poll()) != null) {
      if (!(partition.replica() instanceof PartitionLeader leader)) {
        continue;
      }
      leader.flush(now);
      if (leader.hasParkedAppends() && waiting.add(partition)) {
        scheduleExpiry();
      }
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
    // A partition that another loop works on right now is asked the next time.
    waiting.removeIf(partition -> partition.enter() && expired(partition.leader(), now));
    if (!waiting.isEmpty()) {
      scheduleExpiry();
    }
  }

  private static boolean expired(PartitionLeader leader, long now) {
    leader.expire(now);
    return !leader.hasParkedAppends();
  }

  /// Milliseconds that never jump, for deadlines.
  static long monotonicMillis(Clock clock) {
    return clock.monotonicNanos() / 1_000_000;
  }
}
