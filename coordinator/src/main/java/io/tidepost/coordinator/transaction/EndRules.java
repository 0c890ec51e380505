package io.tidepost.coordinator.transaction;

import io.tidepost.wire.ErrorCode;

/// Whether a producer may end its transaction: who is fenced, what is a repeated request, what
/// makes no sense. The rules of Kafka's coordinator, for both protocols.
final class EndRules {

  /// What to do with the request.
  sealed interface Verdict permits Refused, AlreadyDone, Wait, End {}

  record Refused(ErrorCode error) implements Verdict {}

  /// It was carried out before; the answer got lost.
  record AlreadyDone() implements Verdict {}

  /// It is being carried out.
  record Wait() implements Verdict {}

  record End() implements Verdict {}

  private EndRules() {}

  static Verdict decide(
      TransactionMetadata metadata,
      long producerId,
      short producerEpoch,
      boolean commit,
      short version) {
    return version >= TransactionMetadata.EPOCH_BUMP_VERSION
        ? withEpochBump(metadata, producerId, producerEpoch, commit)
        : withoutEpochBump(metadata, producerId, producerEpoch, commit);
  }

  private static Verdict withoutEpochBump(
      TransactionMetadata metadata, long producerId, short producerEpoch, boolean commit) {
    if (metadata.producerId() != producerId) {
      return new Refused(ErrorCode.INVALID_PRODUCER_ID_MAPPING);
    }
    if (metadata.producerEpoch() != producerEpoch) {
      return new Refused(ErrorCode.PRODUCER_FENCED);
    }
    return switch (metadata.state()) {
      case ONGOING -> new End();
      case PREPARE_COMMIT -> commit ? new Wait() : senseless();
      case PREPARE_ABORT -> commit ? senseless() : new Wait();
      case COMPLETE_COMMIT -> commit ? new AlreadyDone() : senseless();
      case COMPLETE_ABORT -> commit ? senseless() : new AlreadyDone();
      case EMPTY, DEAD, PREPARE_EPOCH_FENCE -> senseless();
    };
  }

  private static Verdict withEpochBump(
      TransactionMetadata metadata, long producerId, short producerEpoch, boolean commit) {
    boolean repeated =
        metadata.endsWithEpochBump() && metadata.producerEpoch() == producerEpoch + 1;
    boolean repeatedAcrossIds =
        metadata.previousProducerId() == producerId
            && producerEpoch == Short.MAX_VALUE - 1
            && metadata.producerEpoch() == 0;
    if (metadata.producerId() != producerId && !repeatedAcrossIds) {
      return new Refused(ErrorCode.INVALID_PRODUCER_ID_MAPPING);
    }
    boolean current = metadata.producerEpoch() == producerEpoch;
    if (current && metadata.state().isPrepared()) {
      // The producer knows its new epoch already: this ends the transaction after the one that is
      // being ended.
      return new Wait();
    }
    boolean valid =
        switch (metadata.state()) {
          case EMPTY, ONGOING, DEAD, PREPARE_EPOCH_FENCE -> current;
          case PREPARE_COMMIT, PREPARE_ABORT -> repeated;
          case COMPLETE_COMMIT, COMPLETE_ABORT -> repeated || repeatedAcrossIds || current;
        };
    if (!valid) {
      return new Refused(ErrorCode.PRODUCER_FENCED);
    }
    boolean again = repeated || repeatedAcrossIds;
    return switch (metadata.state()) {
      case ONGOING -> new End();
      case PREPARE_COMMIT -> commit ? new Wait() : senseless();
      case PREPARE_ABORT -> commit ? senseless() : new Wait();
      case COMPLETE_COMMIT -> commit ? doneIf(again) : again ? senseless() : new End();
      case COMPLETE_ABORT -> commit ? senseless() : again ? new AlreadyDone() : new End();
      case EMPTY -> commit ? senseless() : new End();
      case DEAD, PREPARE_EPOCH_FENCE -> senseless();
    };
  }

  private static Verdict doneIf(boolean again) {
    return again ? new AlreadyDone() : senseless();
  }

  private static Verdict senseless() {
    return new Refused(ErrorCode.INVALID_TXN_STATE);
  }
}
