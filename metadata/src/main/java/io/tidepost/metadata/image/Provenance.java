package io.tidepost.metadata.image;

/// Up to where in the metadata log an image reaches.
///
/// @param lastOffset offset of the last record in it; -1 before the first
/// @param lastEpoch leader epoch of that record's batch
/// @param lastAppendMillis append time of that batch, milliseconds since the epoch
public record Provenance(long lastOffset, int lastEpoch, long lastAppendMillis) {

  /// Before the first record.
  public static final Provenance EMPTY = new Provenance(-1, -1, -1);
}
