package io.tidepost.broker.api;

import io.tidepost.replica.TransactionGate;
import io.tidepost.wire.ErrorCode;

/// What the transaction coordinator's errors are called in the answers of other APIs, which clients
/// of their versions understand.
final class TransactionErrors {

  /// From these versions on clients know PRODUCER_FENCED.
  static final short FENCED_INIT_VERSION = 4;

  static final short FENCED_VERSION = 2;

  private TransactionErrors() {}

  /// A question whose answers producers understand.
  static TransactionGate.Question toProducers(TransactionGate.Question question, boolean joins) {
    return (id, epoch, answer) ->
        question.ask(id, epoch, error -> answer.accept(toProducer(error, joins)));
  }

  /// For Produce. What passes is called NOT_ENOUGH_REPLICAS, which makes producers of any age try
  /// again without looking for another leader.
  private static ErrorCode toProducer(ErrorCode error, boolean joins) {
    return switch (error) {
      case PRODUCER_FENCED -> ErrorCode.INVALID_PRODUCER_EPOCH;
      case TRANSACTION_ABORTABLE -> joins ? error : ErrorCode.INVALID_TXN_STATE;
      case CONCURRENT_TRANSACTIONS -> joins ? error : ErrorCode.NOT_ENOUGH_REPLICAS;
      case COORDINATOR_LOAD_IN_PROGRESS, COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR ->
          ErrorCode.NOT_ENOUGH_REPLICAS;
      default -> error;
    };
  }

  /// For TxnOffsetCommit, whose own coordinator is another one.
  static ErrorCode toCommitter(ErrorCode error, boolean joins) {
    return switch (error) {
      case PRODUCER_FENCED -> ErrorCode.INVALID_PRODUCER_EPOCH;
      case TRANSACTION_ABORTABLE -> joins ? error : ErrorCode.INVALID_TXN_STATE;
      case CONCURRENT_TRANSACTIONS -> joins ? error : ErrorCode.COORDINATOR_LOAD_IN_PROGRESS;
      case COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR -> ErrorCode.COORDINATOR_LOAD_IN_PROGRESS;
      default -> error;
    };
  }

  /// The name under which clients of that version know the error.
  static ErrorCode known(ErrorCode error, short version, short firstWithFenced) {
    return error == ErrorCode.PRODUCER_FENCED && version < firstWithFenced
        ? ErrorCode.INVALID_PRODUCER_EPOCH
        : error;
  }
}
