package io.tidepost.sim.share;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.share.DeliveryBatch;
import io.tidepost.coordinator.share.InitializeState;
import io.tidepost.coordinator.share.ReadState;
import io.tidepost.coordinator.share.ShareOptions;
import io.tidepost.coordinator.share.SharePartitionKey;
import io.tidepost.coordinator.share.SharePartitionState;
import io.tidepost.coordinator.share.StateUpdate;
import io.tidepost.coordinator.share.WriteState;
import io.tidepost.replica.share.AcknowledgeType;
import io.tidepost.replica.share.AcknowledgedRange;
import io.tidepost.replica.share.AcquireMode;
import io.tidepost.replica.share.AcquireRequest;
import io.tidepost.replica.share.AcquiredRange;
import io.tidepost.replica.share.Acquisition;
import io.tidepost.replica.share.DeadLetter;
import io.tidepost.replica.share.FetchedBatch;
import io.tidepost.replica.share.RecordState;
import io.tidepost.replica.share.SharePartition;
import io.tidepost.replica.share.SharePartitionEffects;
import io.tidepost.replica.share.ShareSettings;
import io.tidepost.replica.share.StateBatch;
import io.tidepost.replica.share.StateWrite;
import io.tidepost.replica.share.StoredState;
import io.tidepost.sim.world.SeededRandomness;
import io.tidepost.wire.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One life of a share partition, from one seed. After every event it is checked that
/// - no record is delivered while somebody holds it, nor after it is done, nor if nobody may see
///   it;
/// - the delivery count that a worker is told is right, and never above the limit;
/// - what is stored is what was acknowledged.
///
/// In the end everybody works until nothing is left: every record has come to its end, and every
/// record that was given up has a dead letter.
public final class ShareSimulation implements SharePartitionEffects {

  private static final SharePartitionKey KEY = new SharePartitionKey("g", new Uuid(1, 2), 0);
  private static final int WORKERS = 4;
  private static final int STEPS = 300;
  private static final int LOCK_MILLIS = 1000;

  /// What a run did.
  ///
  /// @param delivered records handed out
  /// @param crashes of the broker
  /// @param letters dead letters
  /// @param fingerprint of the course of events
  public record Report(int delivered, int crashes, int letters, long fingerprint) {}

  private final long seed;
  private final SeededRandomness random;
  private final ShareStore store;
  private final ShareSettings settings;
  private final List<FetchedBatch> batches = new ArrayList<>();
  private final List<RecordModel> records = new ArrayList<>();
  private final List<DeadLetter> letters = new ArrayList<>();
  private @Nullable SharePartition partition;
  private @Nullable StateWrite writing;
  private long writingFrom;
  private int leaderEpoch;
  private long nowMillis = 1;
  private int delivered;
  private int crashes;
  private int lettersWritten;
  private long fingerprint;

  private ShareSimulation(long seed) {
    this.seed = seed;
    this.random = new SeededRandomness(seed);
    this.store = new ShareStore(new ShareOptions(random.between(0, 6)), random.split());
    this.settings =
        new ShareSettings(
            LOCK_MILLIS, random.between(2, 6), random.between(5, 60), true, random.chance(50));
  }

  /// Lives the life of this seed.
  ///
  /// @throws ShareFailure when a promise is broken
  public static Report run(long seed) {
    ShareSimulation life = new ShareSimulation(seed);
    life.begin();
    for (int step = 0; step < STEPS; step++) {
      life.step();
    }
    life.end();
    return new Report(life.delivered, life.crashes, life.lettersWritten, life.fingerprint);
  }

  private ShareFailure failure(String what) {
    return new ShareFailure("seed " + seed + ": " + what + "; " + partition);
  }

  private void check(boolean holds, String promise) {
    if (!holds) {
      throw failure(promise);
    }
  }

  private void note(long event, long detail) {
    fingerprint = fingerprint * 31 + event * 1_000_003 + detail;
  }

  // ---- world

  private void begin() {
    store.submit(new InitializeState(KEY, 0, 0, new Reply<>(error -> {})));
    store.settleOne(false);
    for (int i = 0; i < 3; i++) {
      produce();
    }
    lead();
  }

  private void produce() {
    long base = records.size();
    int count = random.between(1, 8);
    boolean deliverable = !random.chance(15);
    batches.add(new FetchedBatch(base, base + count - 1, deliverable));
    for (int i = 0; i < count; i++) {
      records.add(new RecordModel(base + i, deliverable));
    }
  }

  private void step() {
    nowMillis += random.between(0, 60);
    store.time(nowMillis);
    int what = random.nextInt(100);
    note(what, nowMillis);
    if (what < 12) {
      produce();
    } else if (what < 42) {
      fetch(worker());
    } else if (what < 66) {
      acknowledge(worker());
    } else if (what < 72) {
      close(worker());
    } else if (what < 90) {
      store.settleOne(random.chance(10));
    } else if (what < 94) {
      passTime();
    } else if (what < 96) {
      writeLetters();
    } else if (what < 97) {
      store.prune();
    } else if (what < 98) {
      store.resign();
    } else {
      crash();
    }
  }

  private String worker() {
    return "w" + random.nextInt(WORKERS);
  }

  private void passTime() {
    nowMillis += random.between(1, LOCK_MILLIS);
    store.time(nowMillis);
    SharePartition led = partition;
    if (led != null) {
      led.expire(nowMillis);
    }
  }

  /// The broker dies: what is not stored is forgotten, and nobody is told anything.
  private void crash() {
    crashes++;
    StateWrite lost = writing;
    if (lost != null) {
      for (StateBatch batch : lost.batches()) {
        for (long offset = batch.firstOffset(); offset <= batch.lastOffset(); offset++) {
          expect(records.get((int) offset), batch.state(), batch.deliveryCount());
        }
      }
    }
    partition = null;
    writing = null;
    letters.clear();
    store.crash(random.nextInt(3));
    lead();
  }

  // ---- leader

  private void lead() {
    leaderEpoch++;
    ReadState.Result[] read = new ReadState.Result[1];
    store.submit(new ReadState(KEY, leaderEpoch, new Reply<>(result -> read[0] = result)));
    while (store.isBusy()) {
      store.settleOne(false);
    }
    SharePartitionState state = read[0] == null ? null : read[0].state();
    if (state == null) {
      throw failure("the state cannot be read");
    }
    compare(state);
    List<StateBatch> stored = new ArrayList<>();
    for (DeliveryBatch batch : state.batches()) {
      stored.add(
          new StateBatch(
              batch.firstOffset(),
              batch.lastOffset(),
              RecordState.of(batch.state()),
              batch.deliveryCount()));
    }
    partition = new SharePartition(new StoredState(state.startOffset(), stored), 0, settings, this);
    partition.resume();
  }

  /// Holds what was found against what may be found.
  private void compare(SharePartitionState state) {
    for (RecordModel record : records) {
      RecordModel.Stored found = record.in(state);
      if (found == null) {
        // Before the start: done, or nobody may see it.
        boolean mayBeDone =
            record.possible().stream().anyMatch(possible -> possible.state().isFinal());
        check(mayBeDone || !record.deliverable, "offset " + record.offset + " is gone undone");
        if (record.deliverable && !record.isDone()) {
          record.possible().stream()
              .filter(possible -> possible.state().isFinal())
              .findFirst()
              .ifPresent(record::found);
        }
      } else {
        check(
            record.possible().contains(found) || !record.deliverable,
            "offset " + record.offset + " is stored as " + found + ", not " + record.possible());
        record.found(found);
      }
    }
  }

  @Override
  public void write(StateWrite write) {
    check(writing == null, "two writes at a time");
    writing = write;
    SharePartition writer = partition;
    writingFrom = writer == null ? 0 : writer.startOffset();
    for (long offset = writingFrom; offset < write.startOffset(); offset++) {
      RecordModel record = records.get((int) offset);
      if (!record.isDone() && record.storing == null) {
        expect(record, RecordState.ARCHIVED, record.deliveryCount);
      }
    }
    List<DeliveryBatch> steps = new ArrayList<>();
    for (StateBatch batch : write.batches()) {
      steps.add(
          new DeliveryBatch(
              batch.firstOffset(), batch.lastOffset(), batch.state().id(), batch.deliveryCount()));
    }
    StateUpdate update =
        new StateUpdate(leaderEpoch, write.startOffset(), write.deliveryCompleteCount(), steps);
    store.submit(
        new WriteState(
            KEY,
            0,
            update,
            new Reply<>(error -> {
              if (writer != null && writer == partition) {
                written(writer, error);
              }
            })));
  }

  private void written(SharePartition by, ErrorCode error) {
    StateWrite write = writing;
    writing = null;
    if (write != null) {
      settle(write, error);
    }
    by.written(error);
  }

  private void settle(StateWrite write, ErrorCode error) {
    boolean stored = error == ErrorCode.NONE;
    boolean certain = error != ErrorCode.NOT_COORDINATOR;
    for (long offset = writingFrom; offset < write.startOffset(); offset++) {
      RecordModel record = records.get((int) offset);
      if (stored) {
        record.settled();
      } else {
        record.failed(certain);
      }
    }
    for (StateBatch batch : write.batches()) {
      for (long offset = batch.firstOffset(); offset <= batch.lastOffset(); offset++) {
        RecordModel record = records.get((int) offset);
        RecordModel.Stored step = new RecordModel.Stored(batch.state(), batch.deliveryCount());
        checkStep(record, step);
        record.storing = step;
        if (stored) {
          record.settled();
        } else {
          record.failed(certain);
        }
      }
    }
  }

  /// What a worker said is what is stored; where nobody said anything, a lock ended or a session
  /// was closed.
  private void checkStep(RecordModel record, RecordModel.Stored step) {
    RecordModel.Stored expected = record.storing;
    if (expected != null) {
      check(
          step.equals(expected),
          "offset " + record.offset + " becomes " + step + " instead of " + expected);
      return;
    }
    if (record.stored.state() == RecordState.ARCHIVING) {
      // Its letter is written; storing that was tried before, and failed.
      check(
          step.state() == RecordState.ARCHIVED && record.letters > 0,
          "offset " + record.offset + " is given up without a letter");
      return;
    }
    boolean givenUp = step.state() != RecordState.AVAILABLE;
    boolean rightCount =
        step.deliveryCount() == record.deliveryCount
            || !givenUp && step.deliveryCount() == record.deliveryCount - 1;
    check(
        rightCount && (!givenUp || record.deliveryCount >= settings.deliveryCountLimit()),
        "offset " + record.offset + " becomes " + step + " by itself");
  }

  @Override
  public void recordsAvailable() {}

  @Override
  public void deadLetter(DeadLetter letter) {
    letters.add(letter);
  }

  private void writeLetters() {
    SharePartition led = partition;
    List<DeadLetter> due = List.copyOf(letters);
    letters.clear();
    for (DeadLetter letter : due) {
      for (long offset = letter.firstOffset(); offset <= letter.lastOffset(); offset++) {
        records.get((int) offset).letters++;
        lettersWritten++;
      }
      if (led != null) {
        led.deadLettered(letter);
        for (long offset = letter.firstOffset(); offset <= letter.lastOffset(); offset++) {
          expect(records.get((int) offset), RecordState.ARCHIVED, letter.deliveryCount());
        }
      }
    }
  }

  // ---- workers

  private void fetch(String worker) {
    SharePartition led = partition;
    long from = led == null ? -1 : led.nextFetchOffset();
    if (led == null || from < 0 || from >= records.size()) {
      return;
    }
    List<FetchedBatch> read = new ArrayList<>();
    for (FetchedBatch batch : batches) {
      if (batch.lastOffset() >= from && read.size() < 4) {
        read.add(batch);
      }
    }
    boolean strict = random.chance(40);
    int most = random.between(1, 20);
    AcquireMode mode = strict ? AcquireMode.RECORD_LIMIT : AcquireMode.BATCH_OPTIMIZED;
    Acquisition acquired =
        led.acquire(new AcquireRequest(worker, mode, most, most), from, read, nowMillis);
    for (AcquiredRange range : acquired.ranges()) {
      for (long offset = range.firstOffset(); offset <= range.lastOffset(); offset++) {
        deliver(worker, records.get((int) offset), range.deliveryCount());
      }
    }
    check(!strict || acquired.isEmpty() || acquired.count() <= most, "more than asked for");
  }

  private void deliver(String worker, RecordModel record, int count) {
    String what = "offset " + record.offset + " is delivered to " + worker;
    delivered++;
    note(record.offset, count);
    check(record.deliverable, what + " although nobody may see it");
    check(record.holder == null, what + " while " + record.holder + " holds it");
    check(!record.isDone(), what + " although it is done");
    check(record.stored.state() != RecordState.ARCHIVING, what + " although it is given up");
    record.deliveryCount++;
    check(
        count == record.deliveryCount,
        what + " as number " + count + " instead of " + record.deliveryCount);
    check(count <= settings.deliveryCountLimit(), what + " too often");
    record.holder = worker;
  }

  private void acknowledge(String worker) {
    long first = random.nextInt(records.size());
    int count = random.between(1, 12);
    List<Byte> types = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      types.add((byte) random.between(1, 5));
    }
    boolean one = random.chance(50);
    acknowledge(
        worker,
        new AcknowledgedRange(first, first + count - 1, one ? List.of(types.getFirst()) : types));
  }

  private void acknowledge(String worker, AcknowledgedRange range) {
    SharePartition led = partition;
    if (led == null) {
      return;
    }
    long start = led.startOffset();
    ErrorCode[] told = new ErrorCode[1];
    led.acknowledge(worker, List.of(range), nowMillis, error -> told[0] = error);
    boolean refused =
        told[0] == ErrorCode.INVALID_RECORD_STATE || told[0] == ErrorCode.INVALID_REQUEST;
    if (refused) {
      return;
    }
    for (long offset = Math.max(start, range.firstOffset());
        offset <= range.lastOffset();
        offset++) {
      RecordModel record = records.get((int) offset);
      check(
          worker.equals(record.holder),
          worker + " answers for offset " + offset + ", which " + record.holder + " holds");
      int index = range.types().size() == 1 ? 0 : (int) (offset - range.firstOffset());
      AcknowledgeType type = AcknowledgeType.of(range.types().get(index));
      if (type != null && type != AcknowledgeType.RENEW) {
        expect(record, target(record, type), record.deliveryCount);
      }
    }
  }

  private RecordState target(RecordModel record, AcknowledgeType type) {
    RecordState givenUp = settings.deadLetters() ? RecordState.ARCHIVING : RecordState.ARCHIVED;
    return switch (type) {
      case ACCEPT -> RecordState.ACKNOWLEDGED;
      case REJECT -> givenUp;
      case RELEASE ->
          record.deliveryCount < settings.deliveryCountLimit() ? RecordState.AVAILABLE : givenUp;
      case GAP, RENEW -> RecordState.ARCHIVED;
    };
  }

  private void expect(RecordModel record, RecordState state, int count) {
    record.storing = new RecordModel.Stored(state, count);
  }

  private void close(String worker) {
    SharePartition led = partition;
    if (led != null) {
      led.release(worker, error -> {});
    }
  }

  // ---- end

  private void end() {
    for (int round = 0; round < 20_000; round++) {
      SharePartition led = partition;
      if (led != null && led.startOffset() >= records.size()) {
        break;
      }
      fetch("w0");
      for (RecordModel record : records) {
        if ("w0".equals(record.holder) && record.storing == null) {
          acknowledge("w0", new AcknowledgedRange(record.offset, record.offset, List.of((byte) 1)));
        }
      }
      writeLetters();
      store.settleOne(false);
      passTime();
    }
    SharePartition led = partition;
    check(led != null && led.startOffset() == records.size(), "something is left undone");
    for (RecordModel record : records) {
      boolean givenUp = record.stored.state() == RecordState.ARCHIVED;
      boolean needsLetter = givenUp && record.deliverable && settings.deadLetters();
      check(!needsLetter || record.letters > 0, "offset " + record.offset + " has no dead letter");
    }
  }
}
