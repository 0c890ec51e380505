package io.tidepost.coordinator.transaction;

import io.tidepost.wire.ErrorCode;

/// What a producer is told to call itself, or why it is not told.
///
/// @param producerId -1 with an error
/// @param producerEpoch -1 with an error
public record ProducerIdentity(ErrorCode error, long producerId, short producerEpoch) {

  static ProducerIdentity of(TransactionMetadata metadata) {
    return new ProducerIdentity(ErrorCode.NONE, metadata.producerId(), metadata.producerEpoch());
  }

  static ProducerIdentity refused(ErrorCode error) {
    return new ProducerIdentity(error, TransactionMetadata.NO_ID, TransactionMetadata.NO_EPOCH);
  }
}
