package io.tidepost.log;

/// One producer's state in a partition (DescribeProducers, KIP-664).
///
/// @param producerId its id
/// @param producerEpoch its latest producer epoch
/// @param lastSequence last sequence number appended, -1 when none
/// @param lastTimestamp timestamp of its last batch, -1 when none
/// @param coordinatorEpoch of the last transaction marker, -1 when none
/// @param currentTransactionStartOffset first offset of its open transaction, -1 when none
public record ActiveProducer(
    long producerId,
    int producerEpoch,
    int lastSequence,
    long lastTimestamp,
    int coordinatorEpoch,
    long currentTransactionStartOffset) {}
