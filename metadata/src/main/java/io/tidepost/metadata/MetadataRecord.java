package io.tidepost.metadata;

import io.tidepost.wire.Message;

/// One record of the metadata log: one of Kafka's KRaft record types in one of its versions.
///
/// @param message generated record, not changed any more
/// @param version version in which it stands in the log
public record MetadataRecord(Message message, short version) {

  /// A record in version 0.
  public static MetadataRecord of(Message message) {
    return new MetadataRecord(message, (short) 0);
  }
}
