package io.tidepost.registry.decide;

import io.tidepost.registry.store.RegistryRecord;
import java.util.List;

/// What comes of a command: records to be made durable as one, and the answer to give once they
/// are.
///
/// @param records empty when nothing changes
public record Decision<R>(List<RegistryRecord> records, R result) {

  static <R> Decision<R> unchanged(R result) {
    return new Decision<>(List.of(), result);
  }
}
