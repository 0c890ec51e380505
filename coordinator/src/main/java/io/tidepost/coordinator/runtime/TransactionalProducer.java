package io.tidepost.coordinator.runtime;

/// The producer in whose transaction records are written.
///
/// @param producerId its id
/// @param producerEpoch its producer epoch
public record TransactionalProducer(long producerId, short producerEpoch) {}
