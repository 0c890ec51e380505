package io.tidepost.broker.storage;

import io.tidepost.log.LogWork;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Takes a log's deferred work. While the log is being opened it is kept, and what makes durable
/// what an unclean stop left behind is done before anybody sees the partition: a reader must not
/// meet one that looks empty. Afterwards work goes to the I/O pool at once.
final class OpeningWork implements Consumer<LogWork> {

  private final IoPool pool;
  private final PartitionLoop loop;
  private final List<LogWork> kept = new ArrayList<>();
  private volatile boolean open;

  /// @param loop of the partition that is being opened
  OpeningWork(IoPool pool, PartitionLoop loop) {
    this.pool = pool;
    this.loop = loop;
  }

  @Override
  public void accept(LogWork work) {
    if (open) {
      HostedPartition.runWork(pool, loop, work, () -> {});
    } else {
      kept.add(work);
    }
  }

  /// Does what is kept at once, for what can be done only afterwards. Blocks on files.
  void runNow() throws IOException {
    List<LogWork> now = List.copyOf(kept);
    kept.clear();
    if (now.isEmpty()) {
      throw new IllegalStateException("nothing is under way");
    }
    for (LogWork work : now) {
      if (work.delayMillis() > 0) {
        kept.add(work);
      } else {
        try {
          work.run();
          work.completed();
        } catch (IOException e) {
          work.failed(e);
          throw e;
        }
      }
    }
  }

  /// The log is open, and not yet with its loop. Blocks on files.
  void finish() throws IOException {
    open = true;
    for (LogWork work : kept) {
      if (work.kind() == LogWork.Kind.SYNC) {
        sync(work);
      } else {
        HostedPartition.runWork(pool, loop, work, () -> {});
      }
    }
    kept.clear();
  }

  /// The log was deleted instead: nothing of it needs to be durable any more.
  void finishDeleted() {
    open = true;
    for (LogWork work : kept) {
      if (work.kind() != LogWork.Kind.SYNC) {
        HostedPartition.runWork(pool, loop, work, () -> {});
      }
    }
    kept.clear();
  }

  private static void sync(LogWork work) throws IOException {
    try {
      work.run();
    } catch (IOException e) {
      work.failed(e);
      throw e;
    }
    work.completed();
  }
}
