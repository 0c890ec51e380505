package io.tidepost.coordinator.transaction;

/// The broker's options that transactions depend on, under Kafka's names.
///
/// @param timeoutMillisMax `transaction.max.timeout.ms`
/// @param idExpirationMillis `transactional.id.expiration.ms`
/// @param timeoutCheckMillis `transaction.abort.timed.out.transaction.cleanup.interval.ms`
/// @param expirationCheckMillis `transaction.remove.expired.transaction.cleanup.interval.ms`
/// @param writeTimeoutMillis how long a client waits for a change to be committed
public record TransactionOptions(
    int timeoutMillisMax,
    long idExpirationMillis,
    long timeoutCheckMillis,
    long expirationCheckMillis,
    long writeTimeoutMillis) {

  /// Kafka's defaults.
  public static final TransactionOptions DEFAULTS =
      new TransactionOptions(900_000, 7L * 24 * 3600 * 1000, 10_000, 3_600_000, 5_000);
}
