package io.tidepost.broker.api;

import io.tidepost.broker.net.Loop;
import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.log.LogWork;
import io.tidepost.replica.PartitionLeader;
import io.tidepost.replica.PartitionRead;
import io.tidepost.replica.PartitionReader;
import io.tidepost.replica.RecordsWaiter;
import io.tidepost.replica.fetch.FetchedPartition;
import java.util.ArrayList;
import java.util.List;

/// The partitions of one Fetch request that belong to one owner loop. On that loop, except
/// [#stopWaiting].
final class FetchVisit implements RecordsWaiter {

  private record Part(int index, FetchedPartition wanted, HostedPartition hosted) {}

  private final FetchCall call;
  private final Loop loop;
  private final boolean committedOnly;
  private final List<Part> parts = new ArrayList<>();
  private volatile boolean waiting;
  private boolean told;
  private long bytesCome;

  FetchVisit(FetchCall call, Loop loop, boolean committedOnly) {
    this.call = call;
    this.loop = loop;
    this.committedOnly = committedOnly;
  }

  Loop loop() {
    return loop;
  }

  /// Adds a partition; before the first round.
  void add(int index, FetchedPartition wanted, HostedPartition hosted) {
    parts.add(new Part(index, wanted, hosted));
  }

  /// Reads all partitions, then runs `next`.
  ///
  /// @param mayWait whether the request may have to wait for more than it finds
  void read(boolean mayWait, Runnable next) {
    readFrom(0, mayWait, next);
  }

  private void readFrom(int first, boolean mayWait, Runnable next) {
    for (int i = first; i < parts.size(); i++) {
      Part part = parts.get(i);
      FetchedPartition wanted = part.wanted;
      PartitionRead read =
          PartitionReader.read(
              part.hosted.leader(),
              wanted.fetchOffset(),
              wanted.currentLeaderEpoch(),
              wanted.lastFetchedEpoch(),
              Math.min(wanted.bytesMax(), call.bytesLeft()),
              call.needsOneBatch(),
              committedOnly);
      LogWork work = read.work();
      if (work != null) {
        int again = i;
        part.hosted.runWork(work, () -> readFrom(again, mayWait, next));
        return;
      }
      call.took(part.index, read);
    }
    if (mayWait && !waiting && !call.hasEnough()) {
      waiting = true;
      for (Part part : parts) {
        part.hosted.leader().addWaiter(this);
      }
    }
    next.run();
  }

  @Override
  public void recordsAvailable(PartitionLeader leader, long bytes) {
    bytesCome += bytes;
    if (!told) {
      told = true;
      loop.atEndOfTurn(this::tell);
    }
  }

  private void tell() {
    told = false;
    long bytes = bytesCome;
    bytesCome = 0;
    call.recordsCame(bytes);
  }

  /// Nobody waits any more. Any loop.
  void stopWaiting() {
    if (waiting) {
      loop.run(() -> {
        if (waiting) {
          waiting = false;
          for (Part part : parts) {
            part.hosted.leader().removeWaiter(this);
          }
        }
      });
    }
  }
}
