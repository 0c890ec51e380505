package io.tidepost.sim.log;

import io.tidepost.base.TopicPartition;
import io.tidepost.base.Uuid;
import io.tidepost.log.AppendOrigin;
import io.tidepost.log.DamagedRange;
import io.tidepost.log.FileRecords;
import io.tidepost.log.FutureReplica;
import io.tidepost.log.LogConfig;
import io.tidepost.log.LogDirectory;
import io.tidepost.log.LogEnvironment;
import io.tidepost.log.LogEvents;
import io.tidepost.log.LogWork;
import io.tidepost.log.PartitionLog;
import io.tidepost.log.ReadResult;
import io.tidepost.sim.world.SeededRandomness;
import io.tidepost.sim.world.SimulatedClock;
import io.tidepost.sim.world.SimulatedCrash;
import io.tidepost.sim.world.SimulatedDisk;
import io.tidepost.sim.world.Survival;
import io.tidepost.sim.world.Trace;
import io.tidepost.wire.records.BatchBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Moves a partition from one log directory to another, as the broker does (KIP-113), and crashes
/// in each operation of the disk in turn, and once more while the next start cleans up: afterwards
/// exactly one of the directories has the partition, with everything that was acknowledged.
public final class MoveSimulation implements LogEvents {

  private static final TopicPartition NAME = new TopicPartition("moved", 0);
  private static final Uuid TOPIC_ID = new Uuid(7, 1);
  private static final Path FROM = Path.of("/from");
  private static final Path TO = Path.of("/to");
  private static final int BATCHES = 6;
  private static final LogConfig CONFIG =
      LogConfig.DEFAULT.withSegment(400, Long.MAX_VALUE).withIndexInterval(100);

  private final SimulatedClock clock = new SimulatedClock(1_700_000_000_000L);
  private final SeededRandomness random;
  private final Trace trace = new Trace();
  private final SimulatedDisk disk;
  private final @Nullable Survival survival;
  private final List<ByteBuffer> acknowledged = new ArrayList<>();

  /// Work of the logs that are open.
  private final ArrayDeque<LogWork> work = new ArrayDeque<>();

  private MoveSimulation(SeededRandomness random, @Nullable Survival survival) {
    this.random = random;
    this.survival = survival;
    this.disk = new SimulatedDisk(clock, random.split(), trace);
  }

  /// Moves again and again, each time with a crash one operation later.
  ///
  /// @param survival what a power loss leaves; `null` for the death of the process alone
  /// @return at how many operations it crashed
  /// @throws SimulationFailure when a crash leaves anything else than one whole copy
  public static int everyCrashPoint(long seed, @Nullable Survival survival) {
    var seeds = new SeededRandomness(seed);
    for (int crashAfter = 0; ; crashAfter++) {
      var simulation = new MoveSimulation(seeds.split(), survival);
      try {
        if (!simulation.crashed(crashAfter)) {
          return crashAfter;
        }
      } catch (SimulationFailure | IOException | IllegalStateException e) {
        throw new SimulationFailure(
            "seed %d, %s, crash after %d operations: %s%n%s"
                .formatted(seed, survival, crashAfter, e.getMessage(), simulation.trace),
            e);
      }
    }
  }

  /// @return whether the move came to the crash
  private boolean crashed(int crashAfter) throws IOException {
    disk.createDirectories(FROM);
    disk.createDirectories(TO);
    disk.syncDirectory(FROM.getRoot());
    LogDirectory from = LogDirectory.open(disk, FROM, this);
    LogDirectory.open(disk, TO, this);
    PartitionLog source = from.createLog(environment(), NAME, TOPIC_ID, CONFIG, now());
    write(source);
    boolean crashed = false;
    disk.faults().crashAfter(crashAfter);
    try {
      move(source);
    } catch (SimulatedCrash crash) {
      trace.add(crash.toString());
      crashed = true;
      die();
    }
    disk.faults().neverCrash();
    if (!crashed) {
      disk.killProcess();
    }
    restartWithAnotherCrash();
    check();
    return crashed;
  }

  private void die() {
    work.clear();
    disk.faults().neverCrash();
    if (survival == null) {
      disk.killProcess();
    } else {
      disk.losePower(survival);
    }
  }

  private LogEnvironment environment() {
    return new LogEnvironment(disk, random, work::add, this, 86_400_000);
  }

  private long now() {
    return clock.wallMillis();
  }

  private void runWork() {
    LogWork next;
    while ((next = work.poll()) != null) {
      try {
        next.run();
        next.completed();
      } catch (IOException e) {
        next.failed(e);
      }
    }
  }

  private void write(PartitionLog source) throws IOException {
    for (int i = 0; i < BATCHES; i++) {
      ByteBuffer batch =
          new BatchBuilder()
              .producer(9, (short) 0, i)
              .append(now(), null, ByteBuffer.wrap(new byte[100]))
              .build();
      source.append(batch, AppendOrigin.CLIENT, 0, now());
      acknowledged.add(batch);
    }
    LogWork sync = source.beginSync();
    if (sync != null) {
      sync.run();
      sync.completed();
    }
    runWork();
  }

  private void move(PartitionLog source) throws IOException {
    Path place = TO.resolve(FutureReplica.name(NAME, Uuid.random(random)));
    PartitionLog copy = PartitionLog.create(environment(), place, NAME, TOPIC_ID, CONFIG, now());
    while (copy.logEndOffset() < source.logEndOffset()) {
      ByteBuffer batches = bytes(read(source, copy.logEndOffset()));
      copy.append(batches, AppendOrigin.REPLICATION, -1, now());
      runWork();
    }
    source.close(now());
    copy.close(now());
    runWork();
    FutureReplica.exchange(disk, source.directory(), place, Uuid.random(random));
  }

  private static ReadResult read(PartitionLog log, long offset) throws IOException {
    ReadResult read = log.read(offset, 1, Long.MAX_VALUE, true);
    LogWork verification = read.work();
    if (verification == null) {
      return read;
    }
    verification.run();
    verification.completed();
    return log.read(offset, 1, Long.MAX_VALUE, true);
  }

  private static ByteBuffer bytes(ReadResult read) throws IOException {
    if (!(read.records() instanceof FileRecords range)) {
      throw new SimulationFailure("read " + read);
    }
    ByteBuffer bytes = ByteBuffer.allocate(range.sizeInBytes());
    while (bytes.hasRemaining()) {
      if (range.file().read(bytes, range.position() + bytes.position()) < 0) {
        throw new SimulationFailure("a segment is shorter than what is read from it");
      }
    }
    return bytes.flip();
  }

  private void restartWithAnotherCrash() throws IOException {
    disk.faults().crashAfter(random.nextInt(40));
    try {
      start();
      disk.killProcess();
    } catch (SimulatedCrash crash) {
      trace.add(crash.toString());
      die();
    }
    disk.faults().neverCrash();
  }

  /// Opens both directories and cleans up.
  private Map<TopicPartition, LogDirectory> start() throws IOException {
    List<LogDirectory> directories =
        List.of(LogDirectory.open(disk, FROM, this), LogDirectory.open(disk, TO, this));
    Map<TopicPartition, LogDirectory> found =
        new TreeMap<>(java.util.Comparator.comparing(TopicPartition::toString));
    for (LogDirectory directory : directories) {
      for (TopicPartition partition : directory.partitions()) {
        if (found.put(partition, directory) != null) {
          throw new SimulationFailure(partition + " is in both directories");
        }
      }
    }
    for (LogDirectory directory : directories) {
      FutureReplica.settle(disk, directory, found::containsKey, this)
          .forEach(partition -> found.put(partition, directory));
    }
    return found;
  }

  private void check() throws IOException {
    LogDirectory place = start().get(NAME);
    if (place == null) {
      throw new SimulationFailure("the partition is in neither directory");
    }
    PartitionLog log = place.openLog(environment(), NAME, CONFIG, now());
    if (log.logEndOffset() != BATCHES || log.logStartOffset() != 0) {
      throw new SimulationFailure(
          "the log is %d to %d".formatted(log.logStartOffset(), log.logEndOffset()));
    }
    for (int offset = 0; offset < BATCHES; offset++) {
      if (!bytes(read(log, offset)).equals(acknowledged.get(offset))) {
        throw new SimulationFailure("something else is at offset " + offset);
      }
    }
    for (Path directory : List.of(FROM, TO)) {
      for (String name : disk.list(directory)) {
        if (name.endsWith("-future") || name.endsWith("-delete")) {
          throw new SimulationFailure(directory.resolve(name) + " is left over");
        }
      }
    }
  }

  @Override
  public void damaged(TopicPartition topicPartition, DamagedRange range) {
    throw new SimulationFailure(topicPartition + ": " + range);
  }

  @Override
  public void tailCut(TopicPartition topicPartition, Path file, long position, long bytes) {
    trace.add("%s: cut %d bytes at %d of %s".formatted(topicPartition, bytes, position, file));
  }

  @Override
  public void rebuilt(TopicPartition topicPartition, Path file, String reason) {
    trace.add("%s: rebuilt %s: %s".formatted(topicPartition, file, reason));
  }

  @Override
  public void warning(TopicPartition topicPartition, String message) {
    trace.add(topicPartition + ": " + message);
  }
}
