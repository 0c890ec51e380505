package io.tidepost.coordinator.runtime;

/// A transaction marker: what ends a producer's transaction in one partition.
///
/// @param producerId whose transaction ends
/// @param producerEpoch epoch that the marker carries; older ones are fenced by it
/// @param coordinatorEpoch of the transaction coordinator that ends it
/// @param commit `false` aborts
/// @param transactionVersion the `transaction.version` under which it is ended; from 2 on the
///   marker's epoch is newer than that of the transaction's records (KIP-890, KIP-1228)
public record TransactionEnd(
    long producerId,
    short producerEpoch,
    int coordinatorEpoch,
    boolean commit,
    short transactionVersion) {}
