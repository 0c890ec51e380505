package io.tidepost.log;

/// What an acknowledgement promises on this node (`tidepost.durability`).
public enum Durability {
  /// Written and synced: survives power loss.
  DISK,
  /// Written to the page cache, as Apache Kafka does: survives the death of the process.
  OS;

  /// The option's spelling, `disk` or `os`.
  public String configValue() {
    return this == DISK ? "disk" : "os";
  }
}
