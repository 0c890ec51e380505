package io.tidepost.coordinator.runtime;

import io.tidepost.base.Randomness;
import io.tidepost.wire.ErrorCode;
import java.util.List;

/// Answers a command with an error where there is no shard that could.
public final class Refusal {

  private Refusal() {}

  /// Refuses and lets the answer go at once.
  public static <S extends Shard> void refuse(Command<S> command, ErrorCode error) {
    command.refuse(error, new AnswersOnly<>());
  }

  private static final class AnswersOnly<S extends Shard> implements Turn<S> {

    @Override
    public <R> void reply(Reply<R> reply, R answer) {
      reply.send(answer);
    }

    @Override
    public long wallMillis() {
      throw refused();
    }

    @Override
    public Randomness randomness() {
      throw refused();
    }

    @Override
    public void persist(List<CoordinatorRecord> records, Outcome<S> outcome) {
      throw refused();
    }

    @Override
    public void persistHolding(List<CoordinatorRecord> records, Outcome<S> outcome) {
      throw refused();
    }

    @Override
    public void persistTransactional(
        TransactionalProducer producer, List<CoordinatorRecord> records, Outcome<S> outcome) {
      throw refused();
    }

    @Override
    public void persistMarker(TransactionEnd end, Outcome<S> outcome) {
      throw refused();
    }

    @Override
    public void setTimer(TimerKey timer, long delayMillis, Command<S> command) {
      throw refused();
    }

    @Override
    public void cancelTimer(TimerKey timer) {
      throw refused();
    }

    @Override
    public void submit(Command<S> command) {
      throw refused();
    }

    @Override
    public void log(String message) {
      throw refused();
    }

    private static IllegalStateException refused() {
      return new IllegalStateException("a refused command decides nothing");
    }
  }
}
