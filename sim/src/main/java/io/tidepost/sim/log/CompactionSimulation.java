package io.tidepost.sim.log;

import io.tidepost.base.TopicPartition;
import io.tidepost.log.AppendOrigin;
import io.tidepost.log.AppendResult;
import io.tidepost.log.CompactionConfig;
import io.tidepost.log.CompactionNeed;
import io.tidepost.log.LogCompaction;
import io.tidepost.log.LogConfig;
import io.tidepost.log.LogWork;
import io.tidepost.log.PartitionLog;
import io.tidepost.log.compaction.CompactionSettings;
import io.tidepost.log.compaction.KeyHash;
import io.tidepost.log.compaction.OffsetMap;
import io.tidepost.sim.log.CompactionModel.Chunk;
import io.tidepost.sim.world.SeededRandomness;
import io.tidepost.sim.world.SimulatedClock;
import io.tidepost.sim.world.SimulatedCrash;
import io.tidepost.sim.world.SimulatedDisk;
import io.tidepost.sim.world.Survival;
import io.tidepost.sim.world.Trace;
import io.tidepost.wire.compression.Compression;
import io.tidepost.wire.records.BatchBuilder;
import io.tidepost.wire.records.ControlRecords;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Drives a compacted log through a random life that a seed determines: keys, tombstones,
/// transactions, idempotent producers, and crashes at any change of the disk, in the middle of
/// compactions above all. Checks that the newest value of a key is never lost, that no deleted key
/// comes back, that offsets stay, and that transactions and sequences survive.
public final class CompactionSimulation {

  private static final TopicPartition PARTITION = new TopicPartition("compacted", 0);
  private static final long[] PRODUCERS = {-1, 11, 12, 13};

  private final SeededRandomness random;
  private final Trace trace = new Trace();
  private final SimulatedClock clock = new SimulatedClock(1_700_000_000_000L);
  private final SimulatedDisk disk;
  private final CompactionModel model = new CompactionModel();
  private final LogConfig config;
  private final int keys;
  private final int steps;
  private final long mapBytes;
  private final boolean powerLoss;
  private final boolean writeErrors;
  private @Nullable LogProcess process;
  private @Nullable LogCompaction compaction;

  /// Was being written when the process ended: it may be in the log.
  private @Nullable Chunk inFlight;

  private final Map<TopicPartition, Long> cleaned = new HashMap<>();
  private int compactions;
  private int restarts;
  private int values;

  private CompactionSimulation(long seed) {
    this.random = new SeededRandomness(seed);
    this.disk = new SimulatedDisk(clock, random.split(), trace);
    this.config =
        LogConfig.DEFAULT
            .withSegment(random.between(1500, 6000), Long.MAX_VALUE)
            .withIndexInterval(random.between(1, 600))
            .withCleanup(
                false,
                true,
                new CompactionConfig(
                    random.chance(50) ? 0 : random.nextInt(80) / 100.0,
                    random.chance(30) ? 0 : random.between(1_000, 60_000),
                    random.chance(70) ? 0 : random.between(1_000, 20_000),
                    random.chance(70) ? Long.MAX_VALUE : random.between(1_000, 60_000)));
    this.keys = random.chance(50) ? random.between(3, 15) : random.between(15, 100);
    this.steps = random.between(60, 250);
    this.mapBytes =
        (long) OffsetMap.SLOT_BYTES * (random.chance(60) ? 1000 : random.between(4, 60));
    this.powerLoss = random.chance(70);
    this.writeErrors = random.chance(20);
  }

  /// What a run came to.
  ///
  /// @param fingerprint of the trace: equal for equal seeds
  /// @param restarts how often the process came back
  /// @param compactions how many were done to the end
  public record Report(String fingerprint, int restarts, int compactions) {}

  /// Runs one seed.
  ///
  /// @throws SimulationFailure when a promise is broken, with seed and the end of the trace
  public static Report run(long seed) {
    CompactionSimulation simulation = new CompactionSimulation(seed);
    try {
      simulation.live();
    } catch (IOException | RuntimeException e) {
      throw new SimulationFailure(
          "seed %d: %s%n%s%n%s".formatted(seed, e, simulation.config, simulation.trace), e);
    }
    return new Report(simulation.trace.fingerprint(), simulation.restarts, simulation.compactions);
  }

  private void live() throws IOException {
    disk.createDirectories(LogProcess.DIRECTORY);
    disk.syncDirectory(LogProcess.DIRECTORY.getRoot());
    start();
    for (int i = 0; i < steps; i++) {
      trace.add("step " + i);
      try {
        step();
      } catch (SimulatedCrash crash) {
        trace.add(crash.toString());
        crash();
      }
    }
    calm();
    crash();
  }

  private LogProcess process() {
    LogProcess running = process;
    if (running == null) {
      throw new IllegalStateException("the process is not running");
    }
    return running;
  }

  private PartitionLog log() {
    return process().log(PARTITION);
  }

  private void step() throws IOException {
    int dice = random.nextInt(100);
    if (dice < 45) {
      append();
      if (powerLoss) {
        // Holes in what was never synced are LogSimulation's business.
        sync();
      }
    } else if (dice < 55) {
      sync();
    } else if (dice < 75) {
      compact();
    } else if (dice < 82) {
      clock.advance(random.between(1, 15_000));
    } else if (dice < 86) {
      runSomeWork();
    } else if (dice < 88) {
      process().checkpoint();
    } else if (dice < 91) {
      verify();
    } else if (dice < 94) {
      stopCleanly();
    } else if (dice < 97) {
      crash();
    } else {
      disk.faults().crashAfter(random.nextInt(40));
    }
    if (log().failure() != null) {
      trace.add("log failed: " + log().failure());
      crash();
    }
  }

  // ---- writing

  private void append() throws IOException {
    long producerId = PRODUCERS[random.nextInt(PRODUCERS.length)];
    boolean open = model.openTransactions().containsKey(producerId);
    if (open && random.chance(50)) {
      end(producerId, random.chance(60));
      return;
    }
    Chunk last = producerId < 0 ? null : model.lastOf(producerId);
    if (last != null && random.chance(10)) {
      sendAgain(last);
      return;
    }
    int sequence = producerId < 0 ? -1 : last == null ? 0 : last.baseSequence + last.entries.size();
    boolean transactional = open || (producerId >= 0 && producerId != 11 && random.chance(70));
    Chunk chunk = new Chunk(producerId, sequence, transactional, null);
    long offset = log().logEndOffset();
    chunk.baseOffset = offset;
    for (int i = random.between(1, 6); i > 0; i--) {
      String value = random.chance(25) ? null : "value-" + values++;
      chunk.entries.add(
          new CompactionModel.Entry(
              offset++,
              random.nextInt(keys),
              value,
              clock.wallMillis() - random.nextInt(500),
              clock.wallMillis(),
              chunk));
    }
    inFlight = chunk;
    AppendResult result = send(build(chunk));
    inFlight = null;
    if (result.status() != AppendResult.Status.APPENDED
        || result.baseOffset() != chunk.baseOffset) {
      throw new SimulationFailure(
          "producer %d sequence %d: %s".formatted(producerId, sequence, result));
    }
    trace.add("%s: %s".formatted(chunk, chunk.entries));
    model.written(chunk, chunk.endOffset());
  }

  private ByteBuffer build(Chunk chunk) {
    BatchBuilder batch = new BatchBuilder();
    if (random.chance(30)) {
      batch.compression(random.chance(50) ? Compression.GZIP : Compression.LZ4);
    }
    if (chunk.producerId >= 0) {
      batch.producer(chunk.producerId, (short) 0, chunk.baseSequence);
    }
    if (chunk.transactional) {
      batch.transactional();
    }
    for (CompactionModel.Entry entry : chunk.entries) {
      ByteBuffer key = ByteBuffer.allocate(4 + entry.key() % 20).putInt(0, entry.key());
      String value = entry.value();
      batch.append(
          entry.timestamp(),
          key,
          value == null ? null : ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
    }
    return batch.build();
  }

  private AppendResult send(ByteBuffer batch) throws IOException {
    return log().append(batch, AppendOrigin.CLIENT, 0, clock.wallMillis());
  }

  private void sendAgain(Chunk last) throws IOException {
    AppendResult result = send(build(last));
    if (result.status() != AppendResult.Status.DUPLICATE) {
      throw new SimulationFailure(
          "producer %d, sequence %d again: %s"
              .formatted(last.producerId, last.baseSequence, result));
    }
  }

  private void end(long producerId, boolean commit) throws IOException {
    Chunk chunk = new Chunk(producerId, -1, true, commit);
    chunk.baseOffset = log().logEndOffset();
    inFlight = chunk;
    AppendResult result =
        log()
            .append(
                ControlRecords.transactionMarker(
                    clock.wallMillis(), producerId, (short) 0, commit, 0),
                AppendOrigin.COORDINATOR,
                0,
                clock.wallMillis());
    inFlight = null;
    if (result.status() != AppendResult.Status.APPENDED) {
      throw new SimulationFailure("marker of producer %d: %s".formatted(producerId, result));
    }
    trace.add(chunk.toString());
    model.written(chunk, chunk.endOffset());
  }

  private void sync() {
    LogWork work = log().beginSync();
    if (work != null) {
      process().run(work);
    }
    model.acknowledgedEnd = Math.max(model.acknowledgedEnd, log().syncedOffset());
  }

  private void runSomeWork() {
    for (int i = random.between(1, 4); i > 0 && !process().work.isEmpty(); i--) {
      process().run(process().work.remove(random.nextInt(process().work.size())));
    }
  }

  // ---- compacting

  private void compact() throws IOException {
    LogCompaction running = compaction;
    if (running == null) {
      CompactionNeed need =
          log()
              .compactionNeed(
                  cleaned.getOrDefault(PARTITION, -1L), log().syncedOffset(), clock.wallMillis());
      if (!need.isDue()) {
        return;
      }
      model.compactedEnd = Math.max(model.compactedEnd, need.upperBound());
      var settings =
          new CompactionSettings(
              mapBytes, 0.9, 256, random.between(200, 5_000), new KeyHash(random.nextLong(), 7));
      running = log().beginCompaction(need, settings, clock.wallMillis());
      compaction = running;
      trace.add("compacts: " + need);
    }
    if (writeErrors && random.chance(20)) {
      disk.faults().errors(100, 50, 0);
    }
    for (int i = random.between(1, 12); i > 0; i--) {
      LogWork work = running.next();
      if (work == null) {
        compacted(running);
        break;
      }
      process().run(work);
      if (random.chance(20)) {
        runSomeWork();
      }
    }
    disk.faults().errors(0, 0, 0);
  }

  private void compacted(LogCompaction ended) throws IOException {
    trace.add(
        "compaction ended: %s %s %s".formatted(ended.outcome(), ended.message(), ended.stats()));
    compaction = null;
    disk.faults().errors(0, 0, 0);
    if (ended.outcome() == LogCompaction.Outcome.UNCLEANABLE) {
      throw new SimulationFailure("uncleanable: " + ended.message());
    }
    if (ended.outcome() == LogCompaction.Outcome.DONE) {
      compactions++;
      cleaned.put(PARTITION, ended.cleanedOffset());
      if (random.chance(70)) {
        process().directory.checkpointCleaner(cleaned);
      }
      verify();
    }
  }

  private void verify() throws IOException {
    new CompactionVerifier(
            process(),
            log(),
            model,
            config.compaction().deleteRetentionMillis(),
            clock.wallMillis())
        .verify();
  }

  // ---- ends and starts

  private void calm() {
    disk.faults().errors(0, 0, 0);
    disk.faults().neverCrash();
  }

  private void stopCleanly() throws IOException {
    LogCompaction running = compaction;
    if (running != null) {
      running.stop();
      LogWork work;
      while ((work = running.next()) != null) {
        process().run(work);
      }
      compaction = null;
    }
    process().stop(clock.wallMillis());
    model.acknowledgedEnd = model.end;
    if (powerLoss && random.chance(50)) {
      disk.losePower(Survival.any(random));
    } else {
      disk.killProcess();
    }
    start();
  }

  private void crash() throws IOException {
    disk.faults().neverCrash();
    compaction = null;
    if (powerLoss && random.chance(60)) {
      disk.losePower(Survival.any(random));
    } else {
      disk.killProcess();
    }
    start();
  }

  private void start() throws IOException {
    restarts++;
    calm();
    if (random.chance(20)) {
      disk.faults().crashAfter(random.nextInt(30));
    }
    while (true) {
      try {
        process =
            LogProcess.start(
                disk, random.split(), trace, List.of(PARTITION), config, clock.wallMillis());
        break;
      } catch (SimulatedCrash crash) {
        trace.add(crash.toString());
        calm();
        disk.losePower(powerLoss ? Survival.any(random) : Survival.EVERYTHING);
      }
    }
    calm();
    // What the last process left unsynced is made durable before anybody writes on.
    process().runAllWork();
    long end = log().logEndOffset();
    if (end < model.acknowledgedEnd) {
      throw new SimulationFailure(
          "acknowledged to %d, but the log ends at %d".formatted(model.acknowledgedEnd, end));
    }
    Chunk unanswered = inFlight;
    inFlight = null;
    if (unanswered != null && end == unanswered.endOffset()) {
      model.written(unanswered, end);
    }
    model.cut(end);
    model.acknowledgedEnd = Math.max(model.acknowledgedEnd, log().syncedOffset());
    cleaned.clear();
    cleaned.putAll(process().directory.cleanerOffsets());
    verify();
  }
}
