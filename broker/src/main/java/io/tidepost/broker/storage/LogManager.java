package io.tidepost.broker.storage;

import io.tidepost.base.Clock;
import io.tidepost.base.Disk;
import io.tidepost.base.Randomness;
import io.tidepost.base.TopicPartition;
import io.tidepost.base.Uuid;
import io.tidepost.broker.Log;
import io.tidepost.broker.net.Loop;
import io.tidepost.broker.net.Loops;
import io.tidepost.log.FutureReplica;
import io.tidepost.log.LogDirectory;
import io.tidepost.log.LogEnvironment;
import io.tidepost.log.PartitionLog;
import io.tidepost.metadata.image.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The partitions of this broker on their disks: opens and creates them, gives each its loop, and
/// takes them away. [Housekeeping] looks after them, [MetadataApplier] tells it what there should
/// be. Any thread, unless said otherwise.
public final class LogManager {

  private static final Log LOG = Log.of(LogManager.class);

  /// How often a full disk is looked at.
  private static final long ROOM_MILLIS = 1000;

  /// Files that are open beside those of partitions: jars, sockets, metadata.
  private static final int FILES_BESIDE = 500;

  private final StorageOptions options;
  private final Disk disk;
  private final Clock clock;
  private final Randomness randomness;
  private final IoPool pool;
  private final OwnerLoops owners;
  private final DiskReserves reserves;
  private final LogDirectories directories = new LogDirectories();
  private final Map<TopicPartition, StorageDirectory> found = new ConcurrentHashMap<>();
  private final CleanerFigures cleaning;
  private final PartitionTable table = new PartitionTable();
  private final ReplicaMoves moves = new ReplicaMoves(this);
  private final List<PartitionListener> listeners = new CopyOnWriteArrayList<>();
  private volatile Replication replication = Replication.NONE;

  public LogManager(
      StorageOptions options, Disk disk, Clock clock, Randomness randomness, Loops loops) {
    this.options = options;
    this.disk = disk;
    this.clock = clock;
    this.randomness = randomness;
    this.cleaning = new CleanerFigures(clock);
    this.pool = new IoPool(options.ioThreads());
    List<OwnerLoop> all = new ArrayList<>();
    for (int i = 0; i < loops.size(); i++) {
      all.add(new OwnerLoop(loops.get(i), clock));
    }
    this.owners = new OwnerLoops(all, Loops::current);
    this.reserves = new DiskReserves(options, disk);
  }

  /// Gives up the reserves of disks that are full already, so that the node can start. Blocks.
  public void makeRoomForStart() throws IOException {
    reserves.releaseIfFull();
  }

  /// The metadata log met a full disk: the reserve there is given up. Blocks.
  public void makeRoomForMetadata() {
    reserves.makeRoomForMetadata(directories.all());
  }

  /// Takes the reserves that are not held. Blocks.
  void keepReserves() {
    reserves.keep(directories.all());
  }

  private void later(Runnable task) {
    owners.all().getFirst().loop().schedule(ROOM_MILLIS, () -> pool.execute(task));
  }

  /// Opens the log directories, not yet their partitions. Blocks.
  ///
  /// @param ids of the directories whose `meta.properties` can be read
  /// @throws IOException when none of them can be used
  public void openDirectories(Map<Path, Uuid> ids) throws IOException {
    IOException last = null;
    int usable = 0;
    for (int i = 0; i < options.directories().size(); i++) {
      Path path = options.directories().get(i);
      LogDirectory files = null;
      try {
        disk.createDirectories(path);
        files = LogDirectory.open(disk, path, LoggedEvents.INSTANCE);
        usable++;
      } catch (IOException e) {
        LOG.error(
            "log directory {} cannot be used, its partitions are offline: {}", path, e.toString());
        last = e;
      }
      StorageDirectory directory =
          new StorageDirectory(
              disk,
              path,
              ids.getOrDefault(path, Uuid.ZERO),
              files,
              pool,
              reserves.of(i),
              this::later,
              this::directoryFailed);
      directories.add(directory);
      if (files != null) {
        files.partitions().forEach(partition -> found.put(partition, directory));
      }
    }
    settleMoves();
    long filesMax = OpenFiles.max();
    if (filesMax < found.size() + FILES_BESIDE) {
      LOG.warn(
          "this process may have {} files open (ulimit -n), which is few for {} partitions and"
              + " their clients: raise it",
          filesMax,
          found.size());
    }
    if (usable == 0) {
      throw new IOException("none of log.dirs can be used: " + options.directories(), last);
    }
  }

  /// Ends what a crash left of moves between directories.
  private void settleMoves() {
    for (StorageDirectory directory : directories.all()) {
      if (directory.isOffline()) {
        continue;
      }
      try {
        FutureReplica.settle(disk, directory.files(), found::containsKey, LoggedEvents.INSTANCE)
            .forEach(partition -> found.put(partition, directory));
      } catch (IOException e) {
        directory.failed(e);
      }
    }
  }

  /// The partition stops being served for as long as its directories are exchanged; `then` runs on
  /// the I/O pool and owns its log. On the partition's loop.
  void stopForMove(HostedPartition partition, Runnable then) {
    table.remove(partition);
    stopped(partition);
    whenSynced(partition, then);
  }

  /// The exchange is over: serves the partition again, unless its topic is gone. Blocks.
  void moved(HostedPartition partition, StorageDirectory now) {
    TopicPartition name = partition.topicPartition();
    partition.directory().partitions().decrementAndGet();
    if (found.computeIfPresent(name, (key, before) -> now) == null) {
      FutureReplica.discard(disk, now.path().resolve(name.toString()), LoggedEvents.INSTANCE);
      return;
    }
    host(name, partition.topicId(), partition.role(), partition.settings(), Placement.HERE);
  }

  /// Partitions that move between directories.
  public ReplicaMoves moves() {
    return moves;
  }

  /// Whether the last stop of every directory was clean.
  public boolean wereStoppedCleanly() {
    return directories.all().stream()
        .allMatch(directory -> !directory.isOffline() && directory.files().cleanShutdown());
  }

  /// The broker epoch of the last life of this broker if that ended well, else -1 (KIP-966).
  public long previousBrokerEpoch() {
    if (!wereStoppedCleanly()) {
      return -1;
    }
    LongSummaryStatistics epochs =
        directories.all().stream()
            .mapToLong(directory -> directory.files().previousBrokerEpoch())
            .summaryStatistics();
    return epochs.getMin() == epochs.getMax() ? epochs.getMin() : -1;
  }

  public Partitions partitions() {
    return table;
  }

  public List<StorageDirectory> directories() {
    return directories.all();
  }

  /// Notes which of the directories that the metadata knows cannot be used, and says so.
  ///
  /// @param known number of this broker's replicas by id of their directory
  void noteMissing(Map<Uuid, Integer> known) {
    directories.noteMissing(known);
  }

  public IoPool pool() {
    return pool;
  }

  Disk disk() {
    return disk;
  }

  Randomness randomness() {
    return randomness;
  }

  StorageOptions options() {
    return options;
  }

  Clock clock() {
    return clock;
  }

  /// What is known about compaction here.
  public CleanerFigures cleaning() {
    return cleaning;
  }

  List<OwnerLoop> owners() {
    return owners.all();
  }

  /// Tells `listener` about partitions from now on.
  public void addListener(PartitionListener listener) {
    listeners.add(listener);
  }

  /// There are other brokers. Before partitions are opened.
  public void replicate(Replication with) {
    replication = with;
  }

  /// Who is told about partitions that begin or cease to be led.
  List<PartitionListener> listeners() {
    return listeners;
  }

  // ---- come

  /// Opens the partition where it is, or creates it, and gives it its role. Blocks on files.
  ///
  /// @param placement where it is, as far as the metadata knows
  /// @return whether it is there; `false` when its log directory has failed or is missing
  boolean host(
      TopicPartition name,
      Uuid topicId,
      ReplicaRole role,
      TopicSettings settings,
      Placement placement) {
    StorageDirectory directory = found.get(name);
    if (directory == null) {
      String missing = directories.whyNotCreated(placement);
      if (missing != null) {
        LOG.error("{} is offline: {} (is its disk mounted?)", name, missing);
        table.offline(name, true);
        return false;
      }
      directory = moves.takePreferred(name);
    }
    if (directory == null) {
      directory = directories.online(placement.assigned());
    }
    directory = directories.reserve(directory);
    if (directory == null || directory.isOffline()) {
      table.offline(name, true);
      return false;
    }
    try {
      var loop = new PartitionLoop(owners, homeOf(topicId, name.partition()));
      PartitionLog log = open(directory, loop, name, topicId, role, settings);
      var partition =
          new HostedPartition(
              topicId,
              loop,
              pool,
              clock,
              directory,
              log,
              role,
              directory.files().highWatermarks().getOrDefault(name, 0L),
              settings,
              replication);
      table.add(partition);
      partition.loop().execute(() -> partition.begin(listeners));
      return true;
    } catch (IOException e) {
      LOG.error("{} cannot be opened in {}: {}", name, directory, e.toString());
      table.offline(name, true);
      directory.partitions().decrementAndGet();
      directory.writeFailed(name, e);
      return false;
    }
  }

  private PartitionLog open(
      StorageDirectory directory,
      PartitionLoop loop,
      TopicPartition name,
      Uuid topicId,
      ReplicaRole role,
      TopicSettings settings)
      throws IOException {
    long now = clock.wallMillis();
    if (found.containsKey(name)) {
      OpeningWork opening = new OpeningWork(pool, loop);
      PartitionLog existing =
          directory.files().openLog(environment(opening), name, settings.log(), now);
      Uuid id = existing.topicId();
      if (id == null || id.equals(topicId)) {
        TornEnds.cut(existing, role, opening, now);
        opening.finish();
        return existing;
      }
      LOG.warn("{} belongs to the deleted topic {} and is removed", existing.directory(), id);
      existing.delete(Uuid.random(randomness));
      opening.finishDeleted();
    }
    OpeningWork creating = new OpeningWork(pool, loop);
    PartitionLog created =
        directory.files().createLog(environment(creating), name, topicId, settings.log(), now);
    creating.finish();
    found.put(name, directory);
    return created;
  }

  private LogEnvironment environment(OpeningWork work) {
    return new LogEnvironment(
        disk, randomness, work, LoggedEvents.INSTANCE, options.producerIdExpirationMillis());
  }

  /// Says which partitions on disk belong to no topic. They stay where they are and are not served.
  void reportStrays(Function<String, @Nullable Topic> topics) {
    found.forEach((name, directory) -> {
      Topic topic = topics.apply(name.topic());
      if (topic == null || topic.partition(name.partition()) == null) {
        LOG.warn(
            "{} belongs to no topic of the cluster and is not served: remove it when nobody wants"
                + " its records any more",
            directory.path().resolve(name.toString()));
      }
    });
  }

  /// The topic of a partition that is not served is gone.
  void forget(TopicPartition name) {
    found.remove(name);
    table.offline(name, false);
  }

  private OwnerLoop homeOf(Uuid topicId, int partition) {
    int hash = Long.hashCode(topicId.leastSignificantBits() ^ topicId.mostSignificantBits());
    return owners.all().get(Math.floorMod(hash + partition, owners.all().size()));
  }

  // ---- go

  /// Stops and removes a partition; `done` runs on its loop.
  void delete(HostedPartition partition, Runnable done) {
    table.remove(partition);
    found.remove(partition.topicPartition());
    partition.directory().partitions().decrementAndGet();
    partition
        .loop()
        .execute(() -> {
          stopped(partition);
          partition.log().abandon();
          pool.execute(() -> {
            try {
              partition.log().delete(Uuid.random(randomness));
            } catch (IOException e) {
              partition.directory().writeFailed(partition.topicPartition(), e);
            }
            partition.loop().execute(done);
          });
        });
  }

  private void stopped(HostedPartition partition) {
    partition.stop(listeners);
  }

  private void directoryFailed(StorageDirectory directory) {
    for (HostedPartition partition : table.all()) {
      if (partition.directory() == directory) {
        table.offline(partition.topicPartition(), true);
        table.remove(partition);
        partition
            .loop()
            .execute(() -> {
              stopped(partition);
              partition.log().abandon();
            });
      }
    }
  }

  // ---- stop

  /// Syncs and closes every partition, writes checkpoints and the marks of a clean stop.
  /// Connections must be closed before. Blocks.
  ///
  /// @param brokerEpoch for the mark (KIP-966)
  public void close(long brokerEpoch) {
    CleanStop stop = new CleanStop(directories.all(), clock);
    Gathering closing = new Gathering();
    for (HostedPartition partition : table.all()) {
      closing.expect();
      partition
          .loop()
          .execute(() -> {
            stopped(partition);
            whenSynced(
                partition,
                () -> {
                  stop.close(partition);
                  closing.arrived();
                });
          });
    }
    closing.await();
    stop.mark(brokerEpoch);
    directories.all().forEach(directory -> directory.syncer().close());
  }

  /// Closes the files and nothing else: what a failed start leaves behind. Blocks.
  public void abandon() {
    Gathering closing = new Gathering();
    for (HostedPartition partition : table.all()) {
      closing.expect();
      partition
          .loop()
          .execute(() -> {
            stopped(partition);
            partition.log().abandon();
            closing.arrived();
          });
    }
    closing.await();
    directories.all().forEach(directory -> directory.syncer().close());
  }

  /// Runs `task` on the I/O pool once no sync is under way. On the partition's loop.
  private void whenSynced(HostedPartition partition, Runnable task) {
    if (partition.log().isSyncing()) {
      partition.loop().schedule(1, () -> whenSynced(partition, task));
    } else {
      pool.execute(task);
    }
  }

  /// Runs `task` on every event loop.
  void onEachLoop(java.util.function.Consumer<Loop> task) {
    for (OwnerLoop owner : owners.all()) {
      owner.loop().execute(() -> task.accept(owner.loop()));
    }
  }
}
