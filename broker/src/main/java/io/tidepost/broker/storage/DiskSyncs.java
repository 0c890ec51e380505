package io.tidepost.broker.storage;

import io.tidepost.broker.net.Loop;
import io.tidepost.log.LogWork;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one event loop has written to one disk and not yet synced. At most one batch is with the
/// syncer; what is written meanwhile makes the next one. On the loop only.
final class DiskSyncs {

  private static final long AGAIN_MILLIS = 50;

  private final Loop loop;
  private final Syncer syncer;
  private final ArrayDeque<HostedPartition> dirty = new ArrayDeque<>();
  private final List<HostedPartition> underWay = new ArrayList<>();

  DiskSyncs(Loop loop, Syncer syncer) {
    this.loop = loop;
    this.syncer = syncer;
  }

  /// The partition, which this loop holds, has unsynced appends. A batch goes out with the next
  /// [#submit].
  void add(HostedPartition partition) {
    if (!partition.isDirty()) {
      partition.dirty(true);
      dirty.add(partition);
    }
  }

  /// Hands in the next batch, unless one is under way.
  void submit() {
    if (!underWay.isEmpty() || dirty.isEmpty()) {
      return;
    }
    List<LogWork> works = new ArrayList<>(dirty.size());
    HostedPartition partition;
    while ((partition = dirty.poll()) != null) {
      if (!partition.enter()) {
        handOver(partition);
        continue;
      }
      partition.dirty(false);
      LogWork work = partition.log().beginSync();
      if (work != null) {
        works.add(work);
        underWay.add(partition);
      }
    }
    if (!works.isEmpty()) {
      syncer.submit(new Syncer.Batch(loop, works, this::synced));
    }
  }

  /// Another loop works on the partition: it sees to the sync at the end of its turn.
  private static void handOver(HostedPartition partition) {
    partition
        .loop()
        .execute(() -> {
          partition.dirty(false);
          if (partition.replica().needsSync()) {
            partition.needsSync();
          }
        });
  }

  private void synced(List<LogWork> works, @Nullable IOException[] failures) {
    List<HostedPartition> done = new ArrayList<>(underWay);
    underWay.clear();
    for (int i = 0; i < done.size(); i++) {
      HostedPartition partition = done.get(i);
      LogWork work = works.get(i);
      IOException failure = failures[i];
      partition.loop().run(() -> synced(partition, work, failure));
    }
    submit();
  }

  private static void synced(
      HostedPartition partition, LogWork work, @Nullable IOException failure) {
    if (failure == null) {
      work.completed();
      partition.replica().synced();
      if (partition.replica().needsSync()) {
        partition.needsSync();
      }
    } else {
      work.failed(failure);
      partition.replica().synced();
      if (partition.log().failure() != null) {
        partition.directory().failed(failure);
      } else {
        // It may be tried again, in a moment.
        partition.directory().writeFailed(partition.topicPartition(), failure);
        partition.loop().schedule(AGAIN_MILLIS, () -> again(partition));
      }
    }
  }

  private static void again(HostedPartition partition) {
    if (!partition.replica().isStopped() && partition.replica().needsSync()) {
      partition.needsSync();
    }
  }
}
