package io.tidepost.registry.service;

import io.tidepost.registry.decide.Command;
import io.tidepost.registry.decide.ParsedCache;
import io.tidepost.registry.decide.RegistryException;
import io.tidepost.registry.decide.RegistryView;
import io.tidepost.registry.decide.Round;
import io.tidepost.registry.decide.WriterTurn;
import io.tidepost.registry.decide.WriterTurn.Step;
import io.tidepost.registry.store.RegistryRecord;
import io.tidepost.registry.store.RegistryState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// The registry on one node. Any thread.
///
/// Every node can write: the first one that has to becomes the log's writer and stays it until
/// another one does. What was decided on a state that somebody else changed meanwhile is not
/// written but decided again.
public final class RegistryService implements AutoCloseable {

  private static final int PARSED_SCHEMAS_MAX = 2000;
  private static final int TRIES = 20;

  /// What shares one write: few enough that nobody waits long, as a schema may be large and a check
  /// slow.
  private static final int COMMANDS_MAX = 100;

  private static final int RECORDS_MAX = 100;

  /// A question to the state.
  public interface Question<R> {
    R answer(RegistryView view) throws RegistryException;
  }

  private final RegistryState state = new RegistryState();
  private final ParsedCache parsed = new ParsedCache(PARSED_SCHEMAS_MAX);
  private final RegistryView view = new RegistryView(state, parsed);
  private final ReadWriteLock stateLock = new ReentrantReadWriteLock();
  private final ReentrantLock writing = new ReentrantLock();
  private final Queue<Waiting<?>> waiting = new ConcurrentLinkedQueue<>();
  private final SchemasLog log;
  private volatile long changes;

  /// Opens a log for a reader.
  public interface Opener {
    SchemasLog open(SchemasLog.Reader reader) throws IOException;
  }

  /// Reads everything there is. Blocks.
  public RegistryService(Opener opener) throws IOException {
    log = opener.open(this::apply);
    log.catchUp();
  }

  private void apply(RegistryRecord record) {
    stateLock.writeLock().lock();
    try {
      state.apply(record);
      changes = changes + 1; // under the lock
    } finally {
      stateLock.writeLock().unlock();
    }
  }

  /// Executes a command; what it changes is durable and visible here when this returns. Commands
  /// that wait at the same time are written together.
  ///
  /// @throws RegistryException when it is refused, or the log cannot be written (50001)
  public <R> R execute(Command<R> command) throws RegistryException {
    Waiting<R> mine = new Waiting<>(command);
    waiting.add(mine);
    writing.lock();
    try {
      while (!mine.isAnswered()) {
        turn();
      }
    } finally {
      writing.unlock();
    }
    return mine.answer();
  }

  /// How many commands wait to be decided.
  int waiting() {
    return waiting.size();
  }

  /// One turn as the writer, for those who have waited longest.
  private void turn() {
    List<Waiting<?>> served = new ArrayList<>();
    WriterTurn turn = new WriterTurn(TRIES);
    try {
      Round round = newRound();
      while (turn.step() != Step.ANSWER && turn.step() != Step.GIVE_UP) {
        if (turn.step() == Step.DECIDE) {
          round = newRound();
          decide(round, served);
          turn.decided(!round.records().isEmpty());
        } else {
          perform(turn, round);
        }
      }
      if (turn.step() == Step.ANSWER) {
        for (int i = 0; i < served.size(); i++) {
          served.get(i).answer(round.outcomes().get(i));
        }
      }
    } finally {
      if (served.isEmpty()) {
        drain(served);
      }
      RegistryException failure =
          storeError(Objects.requireNonNullElse(turn.failure(), "the write was broken off"));
      served.forEach(each -> each.failUnlessAnswered(failure));
    }
  }

  private Round newRound() {
    return new Round(state, parsed);
  }

  private void perform(WriterTurn turn, Round round) {
    try {
      switch (turn.step()) {
        case BECOME_WRITER -> {
          log.becomeWriter();
          turn.becameWriter();
        }
        case CATCH_UP -> {
          log.catchUp();
          turn.caughtUp();
        }
        case WRITE -> {
          log.write(round.records());
          turn.written();
        }
        case DECIDE, ANSWER, GIVE_UP -> throw new IllegalStateException(turn.step().name());
      }
    } catch (SchemasLog.NotWriterException e) {
      turn.fenced(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      turn.failed(String.valueOf(e.getMessage()));
    }
  }

  /// Decides about those who are served already, then about as many more as may share a write.
  private void decide(Round round, List<Waiting<?>> served) {
    for (Waiting<?> each : served) {
      decide(round, each);
    }
    while (served.size() < COMMANDS_MAX && round.records().size() < RECORDS_MAX) {
      Waiting<?> next = waiting.poll();
      if (next == null) {
        return;
      }
      served.add(next);
      decide(round, next);
    }
  }

  private void decide(Round round, Waiting<?> each) {
    stateLock.readLock().lock();
    try {
      round.add(each.command());
    } finally {
      stateLock.readLock().unlock();
    }
  }

  private void drain(List<Waiting<?>> all) {
    for (Waiting<?> each = waiting.poll(); each != null; each = waiting.poll()) {
      all.add(each);
    }
  }

  /// Answers a question; every write that was answered before, on any node, counts.
  public <R> R ask(Question<R> question) throws RegistryException {
    try {
      log.catchUp();
    } catch (IOException e) {
      throw storeError(String.valueOf(e.getMessage()));
    }
    return look(question);
  }

  /// Answers a question from what this node knows: for what never changes once it is there.
  public <R> R look(Question<R> question) throws RegistryException {
    stateLock.readLock().lock();
    try {
      return question.answer(view);
    } finally {
      stateLock.readLock().unlock();
    }
  }

  /// Grows with everything that this node hears of. Who remembers an answer asks again when it has.
  public long changes() {
    return changes;
  }

  private static RegistryException storeError(String why) {
    return new RegistryException(500, 50001, "Error in the backend data store: " + why);
  }

  @Override
  public void close() {
    log.close();
  }
}
