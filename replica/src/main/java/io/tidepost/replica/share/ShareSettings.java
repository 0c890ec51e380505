package io.tidepost.replica.share;

/// What a share group's options say, as they stand now.
///
/// @param lockDurationMillis how long a delivered record is locked
///   (`share.record.lock.duration.ms`)
/// @param deliveryCountLimit how often a record is delivered (`share.delivery.count.limit`)
/// @param recordLocksMax most records in flight in one partition
///   (`share.partition.max.record.locks`)
/// @param renewAllowed `share.renew.acknowledge.enable`
/// @param deadLetters whether records that are given up go to a dead-letter topic
public record ShareSettings(
    int lockDurationMillis,
    int deliveryCountLimit,
    int recordLocksMax,
    boolean renewAllowed,
    boolean deadLetters) {

  /// Kafka's defaults.
  public static final ShareSettings DEFAULTS = new ShareSettings(30_000, 5, 2000, true, false);

  /// From this delivery count on records are delivered in ever smaller portions, so that one that
  /// cannot be processed does not take its neighbours with it.
  int cautiousDeliveryCount() {
    return Math.max(2, (deliveryCountLimit + 1) / 2);
  }
}
