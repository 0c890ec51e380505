package io.tidepost.quorum;

import io.tidepost.base.Disk;
import io.tidepost.metadata.MetadataLog;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.quorum.MetadataFiles.SnapshotId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// The metadata log with one voter: committed is what is synced to this node's disk.
///
/// ```
///  append ─ queue ─┐ end of the turn              I/O pool
///                  └─ one batch of all that waits ─ write, sync ─┐
///  committed ◀──────────────── metadata loop ◀──────────────────┘
/// ```
///
/// Everything that one turn of the loop appended, and what came while the disk was busy, becomes
/// one batch with one sync. At most one batch is not synced at any time, so after a crash only the
/// last one can be torn, and it was never acknowledged (see [LogRecovery]).
///
/// Belongs to the metadata loop; its I/O runs on the pool, one job at a time. [#committed] and the
/// like are never called from within [#append].
public final class OneVoterLog implements MetadataLog {

  /// A batch holds at most about so many records, unless one append has more.
  private static final int RECORDS_PER_BATCH = 10_000;

  private record Unit(List<MetadataRecord> records, long lastOffset) {}

  private final Disk disk;
  private final Path directory;
  private final OneVoterConfig config;
  private final Executor io;
  private final Executor loop;
  private final Listener listener;
  private final MetadataLogWriter writer;
  private final QuorumVoters voters;
  private final int leaderEpoch;
  private final MetadataImage recoveredImage;

  private long nextOffset;
  private long committedOffset;
  private final Queue<Unit> queue = new ArrayDeque<>();
  private long lastMillis;
  private boolean flushScheduled;
  private boolean jobRunning;
  private boolean closed;
  private @Nullable Runnable closing;

  /// What to run once the log is closed.
  private @Nullable Runnable afterwards;

  private @Nullable IOException failure;

  private long bytesBehindSnapshot;
  private long snapshotMillis;
  private boolean snapshotRunning;
  private @Nullable SnapshotId toCleanUp;

  /// Kept once somebody follows the log by fetching.
  private @Nullable CommittedBatches committedBatches;

  /// @see OneVoterLogOpening
  OneVoterLog(OneVoterLogOpening.Opened opened, Executor io, Executor loop, Listener listener) {
    this.disk = opened.disk();
    this.directory = opened.directory();
    this.config = opened.config();
    this.writer = opened.writer();
    this.voters = opened.voters();
    this.leaderEpoch = opened.leaderEpoch();
    this.recoveredImage = opened.image();
    this.nextOffset = opened.image().provenance().lastOffset() + 1;
    this.committedOffset = nextOffset - 1;
    this.bytesBehindSnapshot = opened.bytesBehindSnapshot();
    this.snapshotMillis = opened.nowMillis();
    this.lastMillis = opened.nowMillis();
    this.io = io;
    this.loop = loop;
    this.listener = listener;
  }

  /// What the log held when it was opened, all of it committed.
  public MetadataImage recoveredImage() {
    return recoveredImage;
  }

  /// Who votes, as far as the log says it.
  public QuorumVoters voters() {
    return voters;
  }

  @Override
  public int leaderEpoch() {
    return leaderEpoch;
  }

  @Override
  public long nextOffset() {
    return nextOffset;
  }

  /// Offset of the last record that is committed.
  public long committedOffset() {
    return committedOffset;
  }

  /// The newest committed batches, kept from the first call on. On the metadata loop; what it
  /// returns may be used on any thread.
  public CommittedBatches committedBatches() {
    if (committedBatches == null) {
      committedBatches = new CommittedBatches(committedOffset + 1);
    }
    return committedBatches;
  }

  @Override
  public long append(List<MetadataRecord> records, long nowMillis) {
    if (records.isEmpty() || closed) {
      throw new IllegalStateException(
          records.isEmpty() ? "no records to append" : "the metadata log is closed");
    }
    nextOffset += records.size();
    lastMillis = Math.max(lastMillis, nowMillis);
    queue.add(new Unit(records, nextOffset - 1));
    schedule();
    return nextOffset - 1;
  }

  private void schedule() {
    if (!flushScheduled && !jobRunning) {
      flushScheduled = true;
      loop.execute(this::startJob);
    }
  }

  /// Starts the next piece of I/O, if there is one and none is running.
  private void startJob() {
    flushScheduled = false;
    if (jobRunning) {
      return;
    }
    if (failure != null && !queue.isEmpty()) {
      queue.clear();
      listener.failed(failure);
    }
    SnapshotId written = toCleanUp;
    if (!queue.isEmpty()) {
      jobRunning = true;
      long baseOffset = committedOffset + 1;
      List<MetadataRecord> records = takeRecords();
      ByteBuffer batch = MetadataBatches.build(records, baseOffset, leaderEpoch, lastMillis);
      int size = batch.remaining();
      long lastOffset = baseOffset + records.size() - 1;
      ByteBuffer copy = committedBatches == null ? null : batch.duplicate();
      run(
          () -> writer.append(batch, baseOffset),
          () -> appended(copy, baseOffset, lastOffset, size));
    } else if (written != null) {
      jobRunning = true;
      toCleanUp = null;
      run(() -> cleanUp(written), () -> {});
    } else if (closing != null) {
      jobRunning = true;
      Runnable done = closing;
      closing = null;
      run(this::finish, () -> {});
      afterwards = done;
    }
  }

  /// Files that cannot be removed cost space, nothing else.
  private void cleanUp(SnapshotId written) {
    try {
      writer.cleanUp(written);
    } catch (IOException e) {
      snapshotProblem = e;
    }
  }

  private List<MetadataRecord> takeRecords() {
    List<MetadataRecord> records = new ArrayList<>();
    Unit next = queue.peek();
    while (next != null
        && (records.isEmpty() || records.size() + next.records().size() <= RECORDS_PER_BATCH)) {
      records.addAll(next.records());
      queue.remove();
      next = queue.peek();
    }
    return records;
  }

  private interface Job {
    void run() throws IOException;
  }

  private void run(Job job, Runnable done) {
    io.execute(() -> {
      IOException problem = null;
      try {
        job.run();
      } catch (IOException e) {
        problem = e;
      }
      @Nullable IOException result = problem;
      loop.execute(() -> finished(result, done));
    });
  }

  private void finished(@Nullable IOException problem, Runnable done) {
    jobRunning = false;
    if (problem == null) {
      done.run();
    } else if (problem instanceof MetadataLogWriter.RejectedException) {
      queue.clear();
      nextOffset = committedOffset + 1;
      listener.rejected(problem);
    } else {
      failure = problem;
      queue.clear();
      listener.failed(problem);
    }
    if (afterwards != null) {
      afterwards.run();
    } else if (!queue.isEmpty() || toCleanUp != null || closing != null) {
      schedule();
    }
  }

  private void appended(@Nullable ByteBuffer batch, long baseOffset, long lastOffset, int size) {
    committedOffset = lastOffset;
    bytesBehindSnapshot += size;
    if (committedBatches != null) {
      if (batch == null) {
        committedBatches.reset(lastOffset + 1); // it was under way when the first follower came
      } else {
        committedBatches.add(batch, baseOffset, lastOffset);
      }
    }
    listener.committed(lastOffset);
  }

  @Override
  public boolean isSnapshotDue(long nowMillis) {
    return !snapshotRunning
        && bytesBehindSnapshot > 0
        && (bytesBehindSnapshot >= config.bytesBetweenSnapshots()
            || (config.snapshotIntervalMs() > 0
                && nowMillis - snapshotMillis >= config.snapshotIntervalMs()));
  }

  @Override
  public void snapshot(MetadataImage image, long nowMillis) {
    if (snapshotRunning || image.provenance().lastOffset() < 0) {
      return;
    }
    snapshotRunning = true;
    snapshotMillis = nowMillis;
    bytesBehindSnapshot = 0;
    var id = new SnapshotId(image.provenance().lastOffset() + 1, image.provenance().lastEpoch());
    io.execute(() -> {
      boolean written = writeSnapshot(image, nowMillis);
      loop.execute(() -> snapshotDone(id, written));
    });
  }

  /// A snapshot that fails leaves everything as it was: the log goes on, and it is tried again.
  private boolean writeSnapshot(MetadataImage image, long nowMillis) {
    try {
      SnapshotFile.write(disk, directory, image, voters, nowMillis);
      return true;
    } catch (IOException e) {
      snapshotProblem = e;
      return false;
    } catch (RuntimeException e) {
      snapshotProblem = new IOException("the snapshot is broken: " + e, e);
      return false;
    }
  }

  private volatile @Nullable IOException snapshotProblem;

  /// Why the latest snapshot that was tried could not be written, or `null`.
  public @Nullable IOException snapshotProblem() {
    return snapshotProblem;
  }

  private void snapshotDone(SnapshotId id, boolean written) {
    snapshotRunning = false;
    if (written) {
      snapshotProblem = null;
      toCleanUp = id;
      schedule();
    }
  }

  /// Ends in good order: writes what waits, and a mark that vouches for it.
  ///
  /// @param done run on the metadata loop when everything is on disk
  public void close(Runnable done) {
    if (!closed) {
      closed = true;
      closing = done;
      schedule();
    }
  }

  private void finish() throws IOException {
    writer.close();
    CleanStop.write(disk, directory, committedOffset + 1);
  }

  /// Closes the files and nothing else; for the end of a process that failed.
  @Override
  public void close() throws IOException {
    writer.close();
  }
}
