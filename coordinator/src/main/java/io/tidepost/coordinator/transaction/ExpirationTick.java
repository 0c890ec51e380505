package io.tidepost.coordinator.transaction;

import io.tidepost.coordinator.runtime.InternalCommand;
import io.tidepost.coordinator.runtime.Outcome;
import io.tidepost.coordinator.runtime.Turn;
import java.util.List;

/// Time to forget transactional ids that nobody used for long.
record ExpirationTick() implements InternalCommand<TransactionCoordinatorShard> {

  @Override
  public String key() {
    return "";
  }

  @Override
  public void decide(TransactionCoordinatorShard shard, Turn<TransactionCoordinatorShard> turn) {
    for (TransactionMetadata metadata : shard.all()) {
      if (isExpired(shard, metadata, turn.wallMillis())) {
        turn.submit(new Forget(metadata.transactionalId()));
      }
    }
    shard.scheduleExpiration(turn);
  }

  private static boolean isExpired(
      TransactionCoordinatorShard shard, TransactionMetadata metadata, long nowMillis) {
    return metadata.state().isIdle()
        && metadata.lastUpdateMillis() + shard.options().idExpirationMillis() <= nowMillis;
  }

  /// Forgets one id, unless it has come back to life.
  private record Forget(String key) implements InternalCommand<TransactionCoordinatorShard> {

    @Override
    public boolean waitsForEarlierWrites() {
      return true;
    }

    @Override
    public void decide(TransactionCoordinatorShard shard, Turn<TransactionCoordinatorShard> turn) {
      TransactionMetadata metadata = shard.find(key);
      if (metadata != null && isExpired(shard, metadata, turn.wallMillis())) {
        turn.log("Transactional id " + key + " has expired");
        turn.persistHolding(List.of(TransactionRecords.tombstone(key)), Outcome.ignored());
      }
    }
  }
}
