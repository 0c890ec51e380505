package io.tidepost.coordinator.runtime;

import io.tidepost.base.Randomness;
import java.util.List;

/// What a decision is told about the world, and where it says what is to be done. Valid only during
/// the call it was handed to.
///
/// @param <S> the shard that decides
public interface Turn<S extends Shard> {

  /// Milliseconds since 1970.
  long wallMillis();

  /// For member ids and the like.
  Randomness randomness();

  /// Appends the records, in order, at the end of the runtime's turn. They are applied once they
  /// are committed, then `outcome` is told.
  void persist(List<CoordinatorRecord> records, Outcome<S> outcome);

  /// As [#persist], and later commands about the same key wait until the records are settled. They
  /// are one change: unless all of them are tombstones, they are written in one batch or refused
  /// with MESSAGE_TOO_LARGE.
  void persistHolding(List<CoordinatorRecord> records, Outcome<S> outcome);

  /// As [#persist], in the open transaction of a producer: [Shard#apply] is told its producer id.
  void persistTransactional(
      TransactionalProducer producer, List<CoordinatorRecord> records, Outcome<S> outcome);

  /// Appends a transaction marker; [Shard#applyMarker] is told once it is committed, then
  /// `outcome`.
  void persistMarker(TransactionEnd end, Outcome<S> outcome);

  /// Answers a request. The answer leaves after the current decision.
  <R> void reply(Reply<R> reply, R answer);

  /// Submits `command` after `delayMillis` unless the timer is set again or cancelled before.
  ///
  /// @param delayMillis 0 or more
  void setTimer(TimerKey timer, long delayMillis, Command<S> command);

  /// Makes sure the timer does not fire; harmless when it is not set.
  void cancelTimer(TimerKey timer);

  /// Submits a command of the coordinator's own, decided right after the current one.
  void submit(Command<S> command);

  /// Says something to the operator.
  void log(String message);
}
