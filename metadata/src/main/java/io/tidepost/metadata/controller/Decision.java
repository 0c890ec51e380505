package io.tidepost.metadata.controller;

import io.tidepost.metadata.MetadataRecord;
import java.util.List;

/// What a command comes to: records to append as one unit, and the answer once they are committed.
///
/// @param records possibly none; then the answer is due at once
/// @param result answer for the one who asked
public record Decision<R>(List<MetadataRecord> records, R result) {

  /// An answer that changes nothing.
  public static <R> Decision<R> unchanged(R result) {
    return new Decision<>(List.of(), result);
  }
}
