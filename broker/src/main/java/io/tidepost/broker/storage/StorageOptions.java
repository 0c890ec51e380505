package io.tidepost.broker.storage;

import java.nio.file.Path;
import java.util.List;

/// The options that concern log directories as a whole, typed.
///
/// @param directories `log.dirs`
/// @param producerIdExpirationMillis `producer.id.expiration.ms`
/// @param retentionCheckMillis `log.retention.check.interval.ms`
/// @param checkpointMillis `log.flush.offset.checkpoint.interval.ms`
/// @param ioThreads threads that may block on files
/// @param reserveBytes `tidepost.reserve.bytes`
/// @param scrubBytesPerSecond `tidepost.scrub.bytes.per.second`; 0 for none
/// @param metadataDirectory `metadata.log.dir`: keeps a reserve as well
public record StorageOptions(
    List<Path> directories,
    long producerIdExpirationMillis,
    long retentionCheckMillis,
    long checkpointMillis,
    int ioThreads,
    long reserveBytes,
    int scrubBytesPerSecond,
    Path metadataDirectory) {

  /// Kafka's defaults.
  public static StorageOptions in(List<Path> directories) {
    return new StorageOptions(
        directories, 86_400_000, 300_000, 60_000, 4, 0, 0, directories.getFirst());
  }
}
