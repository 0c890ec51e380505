package io.tidepost.coordinator.transaction;

import io.tidepost.coordinator.runtime.Command;
import java.util.function.LongFunction;

/// What the transaction coordinator asks of the shell around it. Called on the owner loop after a
/// decision, never from within one.
public interface TransactionEffects {

  /// Gets a producer id that nobody ever had, and submits the command that is made of it. When
  /// there is none the command is refused.
  void allocateProducerId(LongFunction<? extends Command<TransactionCoordinatorShard>> command);

  /// Writes a marker to each partition, again and again until all are written or gone, and submits
  /// [MarkersWritten] then.
  void writeMarkers(MarkerOrder order);
}
