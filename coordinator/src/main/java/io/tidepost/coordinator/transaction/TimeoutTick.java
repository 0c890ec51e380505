package io.tidepost.coordinator.transaction;

import io.tidepost.coordinator.runtime.InternalCommand;
import io.tidepost.coordinator.runtime.Turn;

/// Time to look for transactions that are open for longer than their producers allowed.
record TimeoutTick() implements InternalCommand<TransactionCoordinatorShard> {

  @Override
  public String key() {
    return "";
  }

  @Override
  public void decide(TransactionCoordinatorShard shard, Turn<TransactionCoordinatorShard> turn) {
    for (TransactionMetadata metadata : shard.all()) {
      if (metadata.isTimedOut(turn.wallMillis())) {
        turn.submit(
            new FenceTransaction(
                metadata,
                "it is open for longer than its timeout of %d ms"
                    .formatted(metadata.timeoutMillis())));
      }
    }
    shard.scheduleTimeouts(turn);
  }
}
