package io.tidepost.metadata.image;

/// Which version of a record the finalized `metadata.version` allows (KIP-584, KIP-778).
public final class RecordVersions {

  /// Level names follow Kafka's releases: 3.3-IV3 is 7, 4.3-IV0 is 30, 4.4-IV0 is 31.
  public static final short LOWEST_METADATA_VERSION = 7;

  /// The level that new clusters are formatted with.
  public static final short DEFAULT_METADATA_VERSION = 30;

  public static final short HIGHEST_METADATA_VERSION = 31;

  private static final int WITH_MIGRATION = 8;
  private static final int WITH_SCRAM = 11;
  private static final int WITH_TOKENS = 14;
  private static final int WITHOUT_EPOCH_ON_SHRINK = 12;
  private static final int WITH_CONTROLLER_REGISTRATION = 15;
  private static final int WITH_DIRECTORIES = 17;
  private static final int WITH_ELR = 23;
  private static final int WITH_CORDONED_DIRECTORIES = 30;

  /// Levels with which a record appeared or changed its form.
  private static final int[] CHANGES = {
    WITH_MIGRATION,
    WITH_SCRAM,
    WITH_TOKENS,
    WITH_CONTROLLER_REGISTRATION,
    WITH_DIRECTORIES,
    WITH_ELR,
    WITH_CORDONED_DIRECTORIES
  };

  private RecordVersions() {}

  /// Whether a log of the one level can be read at the other.
  public static boolean areRecordsAlike(short oneVersion, short otherVersion) {
    int low = Math.min(oneVersion, otherVersion);
    int high = Math.max(oneVersion, otherVersion);
    for (int change : CHANGES) {
      if (change > low && change <= high) {
        return false;
      }
    }
    return true;
  }

  /// For `PartitionRecord` and `PartitionChangeRecord`.
  public static short partitionRecord(short metadataVersion) {
    return (short) (metadataVersion >= WITH_ELR ? 2 : metadataVersion >= WITH_DIRECTORIES ? 1 : 0);
  }

  public static short registerBroker(short metadataVersion) {
    if (metadataVersion >= WITH_CORDONED_DIRECTORIES) {
      return 4;
    }
    if (metadataVersion >= WITH_DIRECTORIES) {
      return 3;
    }
    return (short) (metadataVersion >= WITH_MIGRATION ? 2 : 1);
  }

  /// Whether controllers register themselves.
  public static boolean hasControllerRegistration(short metadataVersion) {
    return metadataVersion >= WITH_CONTROLLER_REGISTRATION;
  }

  /// Whether followers can do without a new leader epoch when the in-sync replicas shrink
  /// (KAFKA-15021).
  public static boolean keepsLeaderEpochOnShrink(short metadataVersion) {
    return metadataVersion >= WITHOUT_EPOCH_ON_SHRINK;
  }

  /// Whether brokers tell the ids of their log directories.
  public static boolean hasDirectories(short metadataVersion) {
    return metadataVersion >= WITH_DIRECTORIES;
  }

  /// Whether brokers tell which directories take no new partitions.
  public static boolean hasCordonedDirectories(short metadataVersion) {
    return metadataVersion >= WITH_CORDONED_DIRECTORIES;
  }

  /// Whether SCRAM credentials can be kept.
  public static boolean hasScram(short metadataVersion) {
    return metadataVersion >= WITH_SCRAM;
  }

  /// Whether delegation tokens can be kept.
  public static boolean hasDelegationTokens(short metadataVersion) {
    return metadataVersion >= WITH_TOKENS;
  }
}
