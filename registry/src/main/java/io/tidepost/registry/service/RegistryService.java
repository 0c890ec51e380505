package io.tidepost.registry.service;

import io.tidepost.registry.decide.Command;
import io.tidepost.registry.decide.Decision;
import io.tidepost.registry.decide.ParsedCache;
import io.tidepost.registry.decide.RegistryException;
import io.tidepost.registry.decide.RegistryView;
import io.tidepost.registry.store.RegistryRecord;
import io.tidepost.registry.store.RegistryState;
import java.io.IOException;
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

  /// A question to the state.
  public interface Question<R> {
    R answer(RegistryView view) throws RegistryException;
  }

  private final RegistryState state = new RegistryState();
  private final RegistryView view = new RegistryView(state, new ParsedCache(PARSED_SCHEMAS_MAX));
  private final ReadWriteLock stateLock = new ReentrantReadWriteLock();
  private final ReentrantLock writing = new ReentrantLock();
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

  /// Executes a command; what it changes is durable and visible here when this returns.
  ///
  /// @throws RegistryException when it is refused, or the log cannot be written (50001)
  public <R> R execute(Command<R> command) throws RegistryException {
    writing.lock();
    try {
      for (int tries = 1; ; tries++) {
        try {
          log.becomeWriter();
          log.catchUp();
          Decision<R> decision = look(command::decide);
          if (!decision.records().isEmpty()) {
            log.write(decision.records());
          }
          return decision.result();
        } catch (SchemasLog.NotWriterException e) {
          if (tries == TRIES) {
            throw storeError(e);
          }
        }
      }
    } catch (IOException e) {
      throw storeError(e);
    } finally {
      writing.unlock();
    }
  }

  /// Answers a question; every write that was answered before, on any node, counts.
  public <R> R ask(Question<R> question) throws RegistryException {
    try {
      log.catchUp();
    } catch (IOException e) {
      throw storeError(e);
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

  private static RegistryException storeError(IOException cause) {
    return new RegistryException(
        500, 50001, "Error in the backend data store: " + cause.getMessage());
  }

  @Override
  public void close() {
    log.close();
  }
}
