package io.tidepost.sim.log;

import io.tidepost.base.TopicPartition;
import io.tidepost.log.AppendOrigin;
import io.tidepost.log.AppendResult;
import io.tidepost.log.LogWork;
import io.tidepost.log.PartitionLog;
import io.tidepost.sim.world.SeededRandomness;
import io.tidepost.sim.world.SimulatedClock;
import io.tidepost.sim.world.SimulatedCrash;
import io.tidepost.sim.world.SimulatedDisk;
import io.tidepost.sim.world.Survival;
import io.tidepost.sim.world.Trace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Drives logs through a random life that a seed determines, and checks after each restart, and in
/// between, that
///
/// - what was acknowledged (appended and synced) is there, byte for byte, at its offset;
/// - offsets of acknowledged records are never given out again;
/// - nothing is served that was not written, and nothing damaged;
/// - no record of an idempotent producer is there twice.
public final class LogSimulation {

  private final long seed;
  private final SeededRandomness random;
  private final SeededRandomness looks;
  private final Trace trace = new Trace();
  private final SimulatedClock clock = new SimulatedClock(1_700_000_000_000L);
  private final LogPlan plan;
  private final SimulatedDisk disk;
  private final DirectoryVandal vandal;
  private final Map<String, PartitionModel> models = new LinkedHashMap<>();
  private final Map<PartitionModel, List<SimulatedProducer>> producers = new LinkedHashMap<>();
  private @Nullable LogProcess process;
  private int leaderEpoch;
  private int restarts;
  private int acknowledgedBatches;

  private LogSimulation(long seed) {
    this.seed = seed;
    this.random = new SeededRandomness(seed);
    this.looks = new SeededRandomness(SeededRandomness.seed(seed));
    this.plan = LogPlan.of(random);
    this.disk = new SimulatedDisk(clock, random.split(), trace);
    this.vandal = new DirectoryVandal(disk, random.split(), trace);
    for (int i = 0; i < plan.partitions(); i++) {
      PartitionModel model = new PartitionModel(new TopicPartition("topic", i));
      models.put(model.topicPartition.toString(), model);
      List<SimulatedProducer> writers = new ArrayList<>();
      for (int p = 0; p < 3; p++) {
        writers.add(new SimulatedProducer(random.split(), 10L * (i + 1) + p, p < 2));
      }
      producers.put(model, writers);
    }
  }

  /// What a run came to.
  ///
  /// @param fingerprint of the trace: equal for equal seeds
  /// @param restarts how often the process came back
  /// @param acknowledgedBatches how many batches were acknowledged
  public record Report(String fingerprint, int restarts, int acknowledgedBatches) {}

  /// Runs one seed.
  ///
  /// @throws SimulationFailure when a promise is broken, with seed, plan and the end of the trace
  public static Report run(long seed) {
    LogSimulation simulation = new LogSimulation(seed);
    try {
      simulation.live();
    } catch (SimulationFailure | IOException | IllegalStateException e) {
      throw new SimulationFailure(
          "seed %d: %s%nplan: %s%n%s"
              .formatted(seed, e.getMessage(), simulation.plan, simulation.trace),
          e);
    }
    return new Report(
        simulation.trace.fingerprint(), simulation.restarts, simulation.acknowledgedBatches);
  }

  private void live() throws IOException {
    disk.createDirectories(LogProcess.DIRECTORY);
    disk.syncDirectory(LogProcess.DIRECTORY.getRoot());
    restart(false);
    for (int step = 0; step < plan.steps(); step++) {
      trace.add("step " + step);
      if (plan.crashInOperations() && random.chance(4)) {
        disk.faults().crashAfter(random.nextInt(25));
      }
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

  private void step() throws IOException {
    List<PartitionModel> all = List.copyOf(models.values());
    PartitionModel model = all.get(random.nextInt(all.size()));
    PartitionLog log = process().log(model.topicPartition);
    int dice = random.nextInt(100);
    if (dice < 40) {
      append(model, log);
    } else if (dice < 60) {
      sync(model, log);
    } else if (dice < 68) {
      runSomeWork();
    } else if (dice < 75) {
      readSomewhere(model, log);
    } else if (dice < 79) {
      trim(model, log);
    } else if (dice < 83) {
      checkpoint();
    } else if (dice < 88) {
      clock.advance(random.between(1, 5_000));
    } else if (dice < 90) {
      log.startLeaderEpoch(++leaderEpoch);
    } else if (dice < 93) {
      trouble();
    } else if (dice < 95) {
      stopCleanly();
    } else if (dice < 98) {
      crash();
    } else {
      vandal.remember();
    }
    for (PartitionLog any : List.copyOf(process().logs.values())) {
      if (any.failure() != null) {
        trace.add("log failed: " + any.failure());
        afterFailure();
        return;
      }
    }
  }

  private void checkpoint() {
    try {
      process().checkpoint();
    } catch (IOException e) {
      trace.add("checkpoint failed: " + e.getMessage());
    }
  }

  // ---- appends

  private void append(PartitionModel model, PartitionLog log) {
    List<SimulatedProducer> writers = producers.getOrDefault(model, List.of());
    List<ModelBatch> turn = new ArrayList<>();
    List<SimulatedProducer> senders = new ArrayList<>();
    try {
      for (int i = random.between(1, 4); i > 0; i--) {
        SimulatedProducer producer = writers.get(random.nextInt(writers.size()));
        ModelBatch batch = producer.again.pollFirst();
        boolean repeated = batch != null;
        if (batch == null) {
          batch = producer.next(clock.wallMillis());
        }
        add(model, log, producer, batch, repeated, turn, senders);
      }
      log.flush(clock.wallMillis());
    } catch (IOException e) {
      trace.add("append failed: " + e.getMessage());
      withdraw(model, turn, senders);
      return;
    } catch (SimulatedCrash crash) {
      withdraw(model, turn, senders);
      throw crash;
    }
    turn.forEach(model::written);
    if (log.logEndOffset() != model.writtenEnd) {
      throw new SimulationFailure(
          "%s ends at %d after a flush, not at %d"
              .formatted(model.topicPartition, log.logEndOffset(), model.writtenEnd));
    }
  }

  private void add(
      PartitionModel model,
      PartitionLog log,
      SimulatedProducer producer,
      ModelBatch batch,
      boolean repeated,
      List<ModelBatch> turn,
      List<SimulatedProducer> senders)
      throws IOException {
    long expected = turn.isEmpty() ? log.logEndOffset() : turn.getLast().endOffset();
    var sent = batch.toSend();
    AppendResult result;
    try {
      result = log.add(sent, AppendOrigin.CLIENT, leaderEpoch, clock.wallMillis());
    } catch (IOException | SimulatedCrash e) {
      producer.unacknowledged.add(batch);
      senders.add(producer);
      throw e;
    }
    trace.add("%s: %s -> %s".formatted(model.topicPartition, batch, result));
    switch (result.status()) {
      case APPENDED -> {
        if (result.baseOffset() != expected) {
          throw new SimulationFailure(
              "%s: offset %d given out, %d expected"
                  .formatted(model.topicPartition, result.baseOffset(), expected));
        }
        if (repeated && !batch.flipped && model.holds(batch)) {
          throw new SimulationFailure("%s is stored twice".formatted(batch));
        }
        ModelBatch placed = repeated ? batch.anew() : batch;
        placed.baseOffset = result.baseOffset();
        placed.placed = sent;
        if (result.logAppendTimeMillis() >= 0) {
          java.util.Arrays.fill(placed.timestamps, result.logAppendTimeMillis());
        }
        turn.add(placed);
        senders.add(producer);
        producer.unacknowledged.add(placed);
      }
      case DUPLICATE -> duplicate(model, producer, batch, result, turn);
      default -> {
        if (!repeated && !producer.unacknowledged.isEmpty()) {
          throw new SimulationFailure(batch + " refused: " + result);
        }
        producer.startOver();
      }
    }
  }

  /// The log says that it has the batch already: then it has to be there, unless the log is known
  /// to be damaged.
  private void duplicate(
      PartitionModel model,
      SimulatedProducer producer,
      ModelBatch batch,
      AppendResult result,
      List<ModelBatch> turn) {
    boolean there =
        Stream.concat(model.batches.values().stream(), turn.stream())
            .anyMatch(held -> held.isCopyOf(batch, result.baseOffset()));
    if (!there && model.startOffset == 0 && !model.damaged()) {
      throw new SimulationFailure(batch + " is called a duplicate, but is not there: " + result);
    }
    model.batches.values().stream()
        .filter(
            held -> held.producerId == batch.producerId && held.baseSequence == batch.baseSequence)
        .filter(held -> held.endOffset() > model.acknowledgedEnd)
        .forEach(producer.unacknowledged::add);
  }

  /// None of the turn's batches is part of the log, but bytes of them may be on the disk.
  private static void withdraw(
      PartitionModel model, List<ModelBatch> turn, List<SimulatedProducer> senders) {
    turn.forEach(model::maybeWritten);
    senders.forEach(SimulatedProducer::connectionLost);
  }

  // ---- durability

  private void sync(PartitionModel model, PartitionLog log) {
    LogWork work = log.beginSync();
    if (work == null) {
      return;
    }
    if (random.chance(60)) {
      process().run(work);
      acknowledge(model, log);
    } else {
      process().work.add(work);
    }
  }

  private void acknowledge(PartitionModel model, PartitionLog log) {
    long synced = log.syncedOffset();
    if (synced > model.writtenEnd) {
      throw new SimulationFailure(
          "%s: synced to %d, written to %d"
              .formatted(model.topicPartition, synced, model.writtenEnd));
    }
    if (synced > model.acknowledgedEnd) {
      long before = model.acknowledgedEnd;
      for (ModelBatch batch : model.batches.subMap(before, synced).values()) {
        acknowledgedBatches++;
        model.usedEnd = Math.max(model.usedEnd, batch.endOffset());
      }
      model.acknowledgedEnd = synced;
      trace.add("%s: acknowledged to %d".formatted(model.topicPartition, synced));
    }
    producers.getOrDefault(model, List.of()).forEach(producer -> producer.acknowledge(model));
  }

  private void runSomeWork() {
    LogProcess running = process();
    for (int i = random.between(1, 4); i > 0 && !running.work.isEmpty(); i--) {
      running.run(running.work.remove(random.nextInt(running.work.size())));
    }
    for (PartitionModel model : models.values()) {
      acknowledge(model, running.log(model.topicPartition));
    }
  }

  // ---- reading and trimming

  private void readSomewhere(PartitionModel model, PartitionLog log) throws IOException {
    if (random.chance(50) && !model.damaged()) {
      new TimestampCheck(model, log).check(clock.wallMillis() - random.nextInt(20_000));
      return;
    }
    new LogVerifier(process(), model).verify(model.writtenEnd);
  }

  private void trim(PartitionModel model, PartitionLog log) throws IOException {
    if (!plan.trims()) {
      return;
    }
    if (random.chance(50)) {
      long span = model.acknowledgedEnd - log.logStartOffset();
      if (span > 0) {
        long offset = log.logStartOffset() + random.nextInt((int) span + 1);
        // From here on the records may go, whether the call succeeds or not.
        model.startOffset = Math.max(model.startOffset, offset);
        log.deleteRecordsBefore(offset, clock.wallMillis());
        trace.add("%s: records before %d deleted".formatted(model.topicPartition, offset));
      }
    } else {
      retention(model, log);
    }
    if (log.logStartOffset() > Math.max(model.acknowledgedEnd, model.survivedFrom)) {
      throw new SimulationFailure(
          "%s: log start offset %d passed the high watermark %d"
              .formatted(model.topicPartition, log.logStartOffset(), model.acknowledgedEnd));
    }
  }

  private void retention(PartitionModel model, PartitionLog log) throws IOException {
    if (plan.config().retentionMillis() < 0 && plan.config().retentionBytes() < 0) {
      return;
    }
    long before = model.startOffset;
    // What retention may take away is not known here: everything acknowledged, at the most.
    model.startOffset = Math.max(model.startOffset, model.acknowledgedEnd);
    int removed = log.applyRetention(model.acknowledgedEnd, clock.wallMillis());
    model.startOffset = Math.max(before, log.logStartOffset());
    trace.add("%s: retention removed %d segments".formatted(model.topicPartition, removed));
  }

  // ---- trouble

  private void trouble() {
    if (plan.writeErrors() && random.chance(50)) {
      disk.faults().errors(random.between(50, 400), 0, 0);
    } else if (plan.syncErrors() && random.chance(50)) {
      disk.faults().errors(0, random.between(50, 400), 0);
    } else if (plan.fullDisk()) {
      disk.faults().capacity(100_000_000 - disk.usableBytes(LogProcess.DIRECTORY));
      long used = Long.MAX_VALUE - disk.usableBytes(LogProcess.DIRECTORY);
      disk.faults().capacity(Math.max(0, used) + random.nextInt(2_000));
    } else {
      calm();
    }
  }

  private void calm() {
    disk.faults().errors(0, 0, 0);
    disk.faults().capacity(Long.MAX_VALUE);
    disk.faults().neverCrash();
  }

  /// A log that failed takes nothing any more. After a failed sync the page cache cannot be trusted
  /// either: the machine is restarted.
  private void afterFailure() throws IOException {
    calm();
    loseEverythingUnsynced();
    restart(true);
  }

  private void stopCleanly() throws IOException {
    try {
      process().stop(clock.wallMillis());
    } catch (IOException e) {
      trace.add("stop failed: " + e.getMessage());
      afterFailure();
      return;
    }
    trace.add("stopped");
    for (PartitionModel model : models.values()) {
      model.acknowledgedEnd = model.writtenEnd;
    }
    if (plan.powerLoss() && random.chance(50)) {
      disk.losePower(Survival.any(random));
    } else {
      disk.killProcess();
    }
    restart(false);
  }

  private void crash() throws IOException {
    disk.faults().neverCrash();
    LogProcess died = process;
    if ((died != null && died.hasFailedLog()) || (plan.powerLoss() && random.chance(60))) {
      loseEverythingUnsynced();
      restart(true);
    } else {
      disk.killProcess();
      restart(false);
    }
  }

  private void loseEverythingUnsynced() {
    disk.losePower(Survival.any(random));
  }

  /// Comes back, perhaps with more crashes on the way.
  ///
  /// @param powerLost whether only what was acknowledged has to be there
  private void restart(boolean powerLost) throws IOException {
    boolean onlyAcknowledged = powerLost;
    producers.values().forEach(list -> list.forEach(SimulatedProducer::connectionLost));
    while (true) {
      process = null;
      calm();
      damage();
      if (plan.crashInOperations() && random.chance(20)) {
        disk.faults().crashAfter(random.nextInt(20));
      }
      clock.advance(random.between(1, 2_000));
      restarts++;
      try {
        process =
            LogProcess.start(
                disk, random.split(), trace, partitions(), plan.config(), clock.wallMillis());
        disk.faults().neverCrash();
        break;
      } catch (SimulatedCrash crash) {
        trace.add(crash.toString());
        if (plan.powerLoss() && random.chance(50)) {
          loseEverythingUnsynced();
          onlyAcknowledged = true;
        } else {
          disk.killProcess();
        }
      }
    }
    LogProcess read =
        looks.chance(50)
            ? LogProcess.startOnCopy(disk, partitions(), plan.config(), clock.wallMillis())
            : process();
    for (PartitionModel model : models.values()) {
      LogVerifier verifier = new LogVerifier(read, model);
      verifier.verify(onlyAcknowledged ? model.acknowledgedEnd : model.writtenEnd);
      model.adopt(verifier.found, process().log(model.topicPartition));
      trace.add(
          "%s: verified, ends at %d, acknowledged to %d"
              .formatted(model.topicPartition, model.writtenEnd, model.acknowledgedEnd));
    }
  }

  private List<TopicPartition> partitions() {
    return models.values().stream().map(model -> model.topicPartition).toList();
  }

  private void damage() throws IOException {
    if (plan.derivedDamage() && random.chance(40)) {
      for (int i = random.between(1, 4); i > 0; i--) {
        vandal.damageDerived();
      }
    }
    if (plan.bitFlips() && random.chance(25)) {
      vandal.flipBit(models);
    }
  }

  @Override
  public String toString() {
    return "seed " + seed + " " + plan;
  }
}
