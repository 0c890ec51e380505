package io.tidepost.broker.storage;

import io.tidepost.base.Disk;
import io.tidepost.base.DiskFile;
import io.tidepost.base.DiskFullException;
import io.tidepost.base.OpenFileLimit;
import io.tidepost.base.TopicPartition;
import io.tidepost.base.Uuid;
import io.tidepost.broker.Log;
import io.tidepost.broker.metric.Latencies;
import io.tidepost.log.LogDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One entry of `log.dirs` at work: its files, its syncer, and whether it has failed. Any thread.
public final class StorageDirectory {

  private static final Log LOG = Log.of(StorageDirectory.class);
  private static final String PROPERTIES = "meta.properties";
  private static final String PROBE = ".tidepost-probe";

  private final Disk disk;
  private final Path path;
  private final Uuid id;
  private final @Nullable LogDirectory files;
  private final IoPool pool;
  private final DiskReserve reserve;
  private final Consumer<Runnable> later;
  private final Consumer<StorageDirectory> whenFailed;
  private final Syncer syncer;
  private final AtomicInteger partitions = new AtomicInteger();
  private final AtomicBoolean probing = new AtomicBoolean();
  private final AtomicBoolean failed = new AtomicBoolean();
  private final AtomicBoolean full = new AtomicBoolean();
  private final Object checkpoints = new Object();
  private final RecoveryPoints recoveryPoints = new RecoveryPoints();

  /// @param id from its `meta.properties`; [Uuid#ZERO] when that could not be read
  /// @param files `null` when the directory could not be opened: it has failed from the start
  /// @param later runs a task on the pool in about a second
  StorageDirectory(
      Disk disk,
      Path path,
      Uuid id,
      @Nullable LogDirectory files,
      IoPool pool,
      DiskReserve reserve,
      Consumer<Runnable> later,
      Consumer<StorageDirectory> whenFailed) {
    this.disk = disk;
    this.path = path;
    this.id = id;
    this.files = files;
    this.pool = pool;
    this.reserve = reserve;
    this.later = later;
    this.whenFailed = whenFailed;
    this.syncer = new Syncer(String.valueOf(path.getFileName()));
    failed.set(files == null);
  }

  public Path path() {
    return path;
  }

  /// By which the metadata knows it (KIP-858).
  public Uuid id() {
    return id;
  }

  /// Whether it takes and serves nothing any more.
  public boolean isOffline() {
    return failed.get();
  }

  /// Whether the disk is full: clients' records are not taken until there is room again.
  public boolean isFull() {
    return full.get();
  }

  /// Adds how long syncs took to a sum.
  public void addSyncs(Latencies sum) {
    syncer.times().addTo(sum);
  }

  /// Bytes the file system has, for DescribeLogDirs.
  public long totalBytes() throws IOException {
    return disk.totalBytes(path);
  }

  /// Bytes that are free, for DescribeLogDirs.
  public long usableBytes() throws IOException {
    return disk.usableBytes(path);
  }

  /// @throws IllegalStateException when the directory was never opened
  LogDirectory files() {
    LogDirectory opened = files;
    if (opened == null) {
      throw new IllegalStateException(path + " is offline");
    }
    return opened;
  }

  /// Replaces the checkpoint files; see [LogDirectory#checkpoint].
  void checkpoint(
      Map<TopicPartition, Long> recoveryPoints,
      Map<TopicPartition, Long> logStartOffsets,
      Map<TopicPartition, Long> highWatermarks)
      throws IOException {
    synchronized (checkpoints) {
      write(recoveryPoints, logStartOffsets, highWatermarks);
    }
  }

  private void write(
      Map<TopicPartition, Long> synced,
      Map<TopicPartition, Long> logStartOffsets,
      Map<TopicPartition, Long> highWatermarks)
      throws IOException {
    files()
        .checkpoint(
            recoveryPoints.take(synced, logStartOffsets, highWatermarks),
            logStartOffsets,
            highWatermarks);
  }

  /// A log is about to be cut: sees to it, durably, that no recovery point above `offset` is
  /// remembered for it until [#truncated]. Blocks.
  void lowerRecoveryPoint(TopicPartition topicPartition, long offset) throws IOException {
    synchronized (checkpoints) {
      recoveryPoints.lower(files(), topicPartition, offset);
    }
  }

  /// The log is cut.
  void truncated(TopicPartition topicPartition) {
    recoveryPoints.truncated(topicPartition);
  }

  /// The offsets of a checkpoint are about to be collected.
  void collecting() {
    recoveryPoints.collecting();
  }

  /// Replaces the checkpoint of compaction; see [LogDirectory#checkpointCleaner].
  void checkpointCleaner(Map<TopicPartition, Long> offsets) throws IOException {
    synchronized (checkpoints) {
      if (!isOffline()) {
        files().checkpointCleaner(offsets);
      }
    }
  }

  Syncer syncer() {
    return syncer;
  }

  AtomicInteger partitions() {
    return partitions;
  }

  /// A sync failed or the directory is not usable: its partitions go offline, the process goes on.
  void failed(IOException cause) {
    if (failed.compareAndSet(false, true)) {
      LOG.error("log directory {} failed, its partitions are offline: {}", path, cause.toString());
      whenFailed.accept(this);
    }
  }

  /// A write failed. A full disk heals; anything else that a second write shows as well takes the
  /// directory offline.
  void writeFailed(TopicPartition topicPartition, IOException cause) {
    if (DiskFullException.isCauseOf(cause)) {
      pool.execute(this::becameFull);
      return;
    }
    if (tooManyFiles(cause) || failed.get() || !probing.compareAndSet(false, true)) {
      return;
    }
    LOG.error("{}: {}", topicPartition, cause.toString());
    pool.execute(this::probeSafely);
  }

  /// The disk is not to blame; it passes.
  private boolean tooManyFiles(IOException cause) {
    boolean is = OpenFileLimit.isCauseOf(cause);
    if (is) {
      LOG.error(
          "{}: this process may have {} files open (ulimit -n), which is too few: {}",
          path,
          OpenFiles.max(),
          cause.toString());
    }
    return is;
  }

  /// Something that concerns the directory as a whole failed: a full disk heals, else it is probed.
  /// Blocks.
  void trouble(String what, IOException cause) {
    if (DiskFullException.isCauseOf(cause)) {
      becameFull();
    } else if (!tooManyFiles(cause) && !failed.get() && probing.compareAndSet(false, true)) {
      LOG.error("log directory {}: {}: {}", path, what, cause.toString());
      probeSafely();
    }
  }

  /// Takes the directory offline when it is not the one that was opened: removed, renamed, or its
  /// disk unmounted, which open files do not notice. Blocks.
  void checkPresence() throws IOException {
    if (!disk.exists(path.resolve(PROPERTIES))) {
      failed(new IOException(path.resolve(PROPERTIES) + " is gone"));
      throw new IOException(path + " is gone");
    }
  }

  private void probeSafely() {
    try {
      probe();
    } catch (DiskFullException e) {
      becameFull();
    } catch (IOException e) {
      failed(e);
    } finally {
      probing.set(false);
    }
  }

  /// A read failed: said, and the directory is checked.
  public void readFailed(TopicPartition topicPartition, IOException cause) {
    writeFailed(topicPartition, cause);
  }

  private void probe() throws IOException {
    Path file = path.resolve(PROBE);
    try (DiskFile probe = disk.open(file, Disk.OpenMode.READ_WRITE)) {
      probe.write(ByteBuffer.wrap(new byte[1]), 0);
      probe.sync();
    } finally {
      disk.deleteIfExists(file);
    }
  }

  // ---- full

  /// The disk is full: clients have to wait, and the reserve is there for everything else. Blocks.
  void becameFull() {
    if (failed.get() || !full.compareAndSet(false, true)) {
      return;
    }
    LOG.error(
        "log directory {} is full: records of clients are not taken until there is room", path);
    releaseReserve();
    later.accept(this::lookForRoom);
  }

  private void releaseReserve() {
    try {
      reserve.release();
    } catch (IOException e) {
      LOG.error("the reserve of {} cannot be given up: {}", path, e.toString());
    }
  }

  private void lookForRoom() {
    if (failed.get()) {
      return;
    }
    try {
      if (reserve.hasRoomAgain()) {
        reserve.fill();
        full.set(false);
        LOG.info("log directory {} has room again", path);
        return;
      }
    } catch (DiskFullException e) {
      // Others took the room first: it goes on as it was.
    } catch (IOException e) {
      LOG.warn("log directory {}: looking for room failed: {}", path, e.toString());
    }
    later.accept(this::lookForRoom);
  }

  /// Takes the reserve if it is not held. Blocks.
  void keepReserve() {
    if (failed.get() || full.get()) {
      return;
    }
    try {
      reserve.fill();
    } catch (DiskFullException e) {
      becameFull();
    } catch (IOException e) {
      LOG.warn("{} keeps no reserve for a full disk: {}", path, e.toString());
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
