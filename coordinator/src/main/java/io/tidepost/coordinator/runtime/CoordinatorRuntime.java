package io.tidepost.coordinator.runtime;

import io.tidepost.base.Randomness;
import io.tidepost.wire.ErrorCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs one [Shard] on top of one partition. Everything is called on the partition's owner loop;
/// the loop's turn is: any number of [#submit], [#committed] and [#fireTimers], then [#endTurn],
/// then a look at [#nextWakeUpMillis].
///
/// ```
///            activate                 resign
///  LOADING ------------> ACTIVE --------------------> CLOSED
///     |                                                 ^
///     +-------------------------------------------------+
/// ```
///
/// What always holds:
/// - the shard's durable state is the result of applying exactly the committed records, in order;
/// - the outcome of a decision is told after its records have been applied, so an answer never
///   speaks of what could still be lost, and whoever got an answer finds it in the state;
/// - a failed append has changed nothing, so nothing is rolled back;
/// - answers leave after a decision, never from within it, so a receiver may submit again.
public final class CoordinatorRuntime<S extends Shard> {

  private enum State {
    LOADING,
    ACTIVE,
    CLOSED
  }

  private final PartitionWriter writer;
  private final Randomness randomness;
  private final long writeTimeoutMillis;
  private final Consumer<String> operatorLog;

  private final TimerBook<S> timers = new TimerBook<>();
  private final Lanes<S> lanes = new Lanes<>();
  private final Batcher<S> batcher = new Batcher<>();
  private final ArrayDeque<InFlight<S>> inFlight = new ArrayDeque<>();
  private final ArrayDeque<Write<S>> watched = new ArrayDeque<>();
  private final ArrayDeque<Runnable> work = new ArrayDeque<>();
  private final ArrayDeque<Runnable> answers = new ArrayDeque<>();
  private final List<Command<S>> early = new ArrayList<>();
  private final OneTurn turn = new OneTurn();

  private State state = State.LOADING;
  private @Nullable S shard;
  private Now now = new Now(0, 0);
  private String currentKey = "";
  private boolean running;
  private long nextTicket;

  /// @param writer appends to the shard's partition
  /// @param randomness for member ids
  /// @param writeTimeoutMillis how long a client waits for its write to be committed
  ///   (`offsets.commit.timeout.ms`)
  /// @param operatorLog is told what an operator may want to read
  public CoordinatorRuntime(
      PartitionWriter writer,
      Randomness randomness,
      long writeTimeoutMillis,
      Consumer<String> operatorLog) {
    this.writer = writer;
    this.randomness = randomness;
    this.writeTimeoutMillis = writeTimeoutMillis;
    this.operatorLog = operatorLog;
  }

  /// The partition has been read up to its end and all of it is committed.
  ///
  /// @param loaded the state it came to; owned by this runtime from now on
  public void activate(S loaded, Now now) {
    if (state != State.LOADING) {
      return;
    }
    this.now = now;
    shard = loaded;
    state = State.ACTIVE;
    loaded.loaded(turn);
    early.forEach(this::enqueue);
    early.clear();
    run();
  }

  /// Whether commands are decided (and not refused).
  public boolean isActive() {
    return state == State.ACTIVE;
  }

  /// The state, for reading on the owner loop; `null` unless active.
  public @Nullable S shard() {
    return state == State.ACTIVE ? shard : null;
  }

  /// Decides on a command, now or when it is its turn.
  public void submit(Command<S> command, Now now) {
    this.now = now;
    switch (state) {
      case ACTIVE -> enqueue(command);
      case LOADING -> {
        if (!command.refuse(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS, turn)) {
          early.add(command);
        }
      }
      case CLOSED -> command.refuse(ErrorCode.NOT_COORDINATOR, turn);
    }
    run();
  }

  /// Appends what the turn's decisions asked for.
  public void endTurn(Now now) {
    this.now = now;
    if (batcher.isEmpty() || running) {
      return;
    }
    running = true;
    try {
      for (Batcher.Batch<S> batch : batcher.drain(writer.batchBytesMax())) {
        InFlight<S> appending = new InFlight<>(nextTicket++, batch);
        inFlight.add(appending);
        watched.addAll(batch.ending());
        append(appending.ticket, batch);
      }
    } finally {
      running = false;
    }
    run();
  }

  private void append(long ticket, Batcher.Batch<S> batch) {
    TransactionEnd end = batch.end();
    TransactionalProducer producer = batch.producer();
    if (end != null) {
      writer.appendMarker(ticket, end, now.wallMillis());
    } else if (producer != null) {
      writer.appendTransactional(ticket, producer, batch.records(), now.wallMillis());
    } else {
      writer.append(ticket, batch.records(), now.wallMillis());
    }
  }

  /// An append has reached the high watermark: its records are committed.
  ///
  /// @param ticket which append
  /// @param baseOffset offset of its first record
  public void appended(long ticket, long baseOffset, Now now) {
    this.now = now;
    for (InFlight<S> flying : inFlight) {
      if (flying.ticket == ticket) {
        flying.baseOffset = baseOffset;
      }
    }
    work.add(this::applyCommitted);
    run();
  }

  /// Nothing of an append is in the log, nor ever will be. Where that is not certain, the partition
  /// is lost and [#resign] is the call to make.
  ///
  /// @param ticket which append
  /// @param error the error that a producer would have got
  /// @param message names the topic-partition and the reason
  public void appendFailed(long ticket, ErrorCode error, String message, Now now) {
    this.now = now;
    inFlight.removeIf(flying -> {
      if (flying.ticket != ticket) {
        return false;
      }
      operatorLog.accept("Could not write " + flying.batch.describe() + ": " + message);
      flying.batch.touched().forEach(write -> fail(write, InFlight.clientError(error)));
      return true;
    });
    work.add(this::applyCommitted);
    run();
  }

  /// Applies what is committed, in the order of the log.
  private void applyCommitted() {
    InFlight<S> head = inFlight.peek();
    if (head == null || head.baseOffset < 0 || state != State.ACTIVE) {
      return;
    }
    inFlight.poll();
    S current = active();
    head.applyTo(current);
    for (Write<S> write : head.batch.ending()) {
      if (!write.failed) {
        settle(write, () -> write.outcome.committed(current, turn));
      }
    }
    work.add(this::applyCommitted);
  }

  /// Fires what is due and gives up on writes that take too long.
  public void fireTimers(Now now) {
    this.now = now;
    while (true) {
      Command<S> due = timers.pollDue(now.monotonicMillis());
      if (due == null) {
        break;
      }
      enqueue(due);
      run();
    }
    giveUpOnSlowWrites();
    run();
  }

  /// When [#fireTimers] should be called next, in monotonic milliseconds; `Long.MAX_VALUE` when
  /// there is nothing to wait for.
  public long nextWakeUpMillis() {
    if (state != State.ACTIVE) {
      return TimerBook.NEVER;
    }
    if (!batcher.isEmpty()) {
      return now.monotonicMillis();
    }
    Write<S> slowest = watched.peek();
    long deadline = slowest == null ? TimerBook.NEVER : slowest.deadlineMillis;
    return Math.min(deadline, timers.nextWakeUpMillis());
  }

  /// Whether [#endTurn] has something to append.
  public boolean hasWrites() {
    return !batcher.isEmpty();
  }

  /// Leadership is gone: everybody who waits is told so. Writes in the log may still survive under
  /// the next leader; nobody was told that they did.
  public void resign(Now now) {
    if (state == State.CLOSED) {
      return;
    }
    this.now = now;
    if (running) {
      work.add(() -> close());
    } else {
      close();
      run();
    }
  }

  private void close() {
    boolean wasActive = state == State.ACTIVE;
    state = State.CLOSED;
    if (wasActive) {
      S current = active();
      List<Write<S>> open = new ArrayList<>(batcher.discard());
      inFlight.forEach(flying -> open.addAll(flying.batch.ending()));
      for (Write<S> write : open) {
        if (!write.failed && !write.stalled) {
          write.outcome.failed(ErrorCode.NOT_COORDINATOR, current, turn);
        }
      }
      lanes.drain().forEach(waiting -> waiting.refuse(ErrorCode.NOT_COORDINATOR, turn));
      current.unloaded(turn);
    }
    inFlight.clear();
    watched.clear();
    timers.clear();
    early.clear();
  }

  private S active() {
    S current = shard;
    if (current == null) {
      throw new IllegalStateException("the shard is not loaded");
    }
    return current;
  }

  private void enqueue(Command<S> command) {
    work.add(() -> {
      if (state != State.ACTIVE) {
        command.refuse(ErrorCode.NOT_COORDINATOR, turn);
        return;
      }
      if (lanes.lets(command)) {
        decide(command);
      } else if (!lanes.isStalled(command.key())
          || !command.refuse(ErrorCode.COORDINATOR_NOT_AVAILABLE, turn)) {
        lanes.wait(command);
      }
    });
  }

  private void decide(Command<S> command) {
    currentKey = command.key();
    try {
      command.decide(active(), turn);
    } catch (RuntimeException e) {
      // A defect of ours in one command must not silence its client nor stop the other groups.
      operatorLog.accept("Could not decide " + command + ": " + stackOf(e));
      command.refuse(ErrorCode.UNKNOWN_SERVER_ERROR, turn);
    }
  }

  /// Works until nothing is left to decide, then lets the answers go.
  private void run() {
    if (running) {
      return;
    }
    running = true;
    try {
      while (!work.isEmpty() || !answers.isEmpty()) {
        Runnable next = work.isEmpty() ? answers.poll() : work.poll();
        if (next != null) {
          next.run();
        }
      }
    } finally {
      running = false;
    }
  }

  private void settle(Write<S> write, Runnable tell) {
    if (!write.key.isEmpty()) {
      lanes.settled(write.key, write.holds, write.stalled);
    }
    watched.remove(write);
    work.add(() -> {
      currentKey = write.key;
      tell.run();
    });
    if (!write.key.isEmpty()) {
      work.add(() -> release(write.key));
    }
  }

  private void release(String key) {
    while (true) {
      Command<S> ready = lanes.pollReady(key);
      if (ready == null) {
        return;
      }
      decide(ready);
    }
  }

  private void fail(Write<S> write, ErrorCode error) {
    if (!write.failed) {
      write.failed = true;
      settle(write, () -> write.outcome.failed(error, active(), turn));
    }
  }

  private void giveUpOnSlowWrites() {
    while (true) {
      Write<S> slow = watched.peek();
      if (slow == null || slow.deadlineMillis > now.monotonicMillis()) {
        return;
      }
      watched.poll();
      if (slow.failed) {
        continue;
      }
      slow.stalled = true;
      currentKey = slow.key;
      slow.outcome.failed(ErrorCode.COORDINATOR_NOT_AVAILABLE, active(), turn);
      for (Command<S> waiting : lanes.stalled(slow.key)) {
        if (!waiting.refuse(ErrorCode.COORDINATOR_NOT_AVAILABLE, turn)) {
          lanes.wait(waiting);
        }
      }
    }
  }

  private static String stackOf(RuntimeException e) {
    StringBuilder text = new StringBuilder(e.toString());
    for (StackTraceElement frame : e.getStackTrace()) {
      text.append("\n    at ").append(frame);
    }
    return text.toString();
  }

  /// The one [Turn] of this runtime; it only collects.
  private final class OneTurn implements Turn<S> {

    @Override
    public long wallMillis() {
      return now.wallMillis();
    }

    @Override
    public Randomness randomness() {
      return randomness;
    }

    @Override
    public void persist(List<CoordinatorRecord> records, Outcome<S> outcome) {
      persist(records, outcome, false, null);
    }

    @Override
    public void persistHolding(List<CoordinatorRecord> records, Outcome<S> outcome) {
      persist(records, outcome, true, null);
    }

    @Override
    public void persistTransactional(
        TransactionalProducer producer, List<CoordinatorRecord> records, Outcome<S> outcome) {
      persist(records, outcome, false, producer);
    }

    @Override
    public void persistMarker(TransactionEnd end, Outcome<S> outcome) {
      if (state == State.ACTIVE) {
        add(List.of(), outcome, false, null, end);
      }
    }

    private void persist(
        List<CoordinatorRecord> records,
        Outcome<S> outcome,
        boolean holds,
        @Nullable TransactionalProducer producer) {
      if (state != State.ACTIVE) {
        return;
      }
      S current = active();
      if (records.isEmpty()) {
        work.add(() -> outcome.committed(current, this));
        return;
      }
      String key = currentKey;
      int max = writer.batchBytesMax();
      if (!mayBeWritten(records, holds, max)) {
        operatorLog.accept(
            "Records about " + key + " are larger than a batch of " + max + " bytes");
        work.add(() -> outcome.failed(ErrorCode.MESSAGE_TOO_LARGE, current, this));
        return;
      }
      add(records, outcome, holds, producer, null);
    }

    private boolean mayBeWritten(List<CoordinatorRecord> records, boolean holds, int max) {
      boolean mayBeDivided = !holds || records.stream().allMatch(r -> r.value() == null);
      return mayBeDivided
          ? records.stream().allMatch(record -> Batcher.fits(record, max))
          : Batcher.fitTogether(records, max);
    }

    private void add(
        List<CoordinatorRecord> records,
        Outcome<S> outcome,
        boolean holds,
        @Nullable TransactionalProducer producer,
        @Nullable TransactionEnd end) {
      String key = currentKey;
      if (!key.isEmpty()) {
        lanes.started(key, holds);
      }
      long deadline = now.monotonicMillis() + writeTimeoutMillis;
      batcher.add(new Write<>(key, records, outcome, holds, deadline, producer, end));
    }

    @Override
    public <R> void reply(Reply<R> reply, R answer) {
      answers.add(() -> reply.send(answer));
    }

    @Override
    public void setTimer(TimerKey timer, long delayMillis, Command<S> command) {
      if (state == State.ACTIVE) {
        timers.set(timer, now.monotonicMillis() + Math.max(0, delayMillis), command);
      }
    }

    @Override
    public void cancelTimer(TimerKey timer) {
      timers.cancel(timer);
    }

    @Override
    public void submit(Command<S> command) {
      if (state == State.ACTIVE) {
        enqueue(command);
      }
    }

    @Override
    public void log(String message) {
      operatorLog.accept(message);
    }
  }
}
