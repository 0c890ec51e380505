package io.tidepost.coordinator.share;

/// The broker's options that the share coordinator depends on, under Kafka's names.
///
/// @param updatesPerSnapshot `share.coordinator.snapshot.update.records.per.snapshot`
public record ShareOptions(int updatesPerSnapshot) {

  /// Kafka's defaults.
  public static final ShareOptions DEFAULTS = new ShareOptions(500);
}
