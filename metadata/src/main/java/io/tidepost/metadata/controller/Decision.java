package io.tidepost.metadata.controller;

import io.tidepost.metadata.MetadataRecord;
import java.util.List;

/// What a command comes to: records to append, and the answer once they are committed.
///
/// @param records possibly none; then the answer is due at once
/// @param isWhole whether all of them must be there or none; else they may be appended in several
///   units, and what is there when only the first units are committed is sound as well
/// @param result answer for the one who asked
public record Decision<R>(List<MetadataRecord> records, boolean isWhole, R result) {

  /// A decision that is one unit.
  public Decision(List<MetadataRecord> records, R result) {
    this(records, true, result);
  }

  /// An answer that changes nothing.
  public static <R> Decision<R> unchanged(R result) {
    return new Decision<>(List.of(), result);
  }

  /// A decision whose records may be committed one after the other.
  public static <R> Decision<R> inParts(List<MetadataRecord> records, R result) {
    return new Decision<>(records, false, result);
  }
}
