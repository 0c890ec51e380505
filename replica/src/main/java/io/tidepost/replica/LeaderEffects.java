package io.tidepost.replica;

import io.tidepost.log.LogWork;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// What a leader asks of the shell around it. Called on the partition's owner loop; nothing is done
/// inside the calls.
public interface LeaderEffects {

  /// Something was appended: call [PartitionLeader#flush] at the end of this turn.
  void needsFlush(PartitionLeader leader);

  /// Something is written but not on disk: run the log's `beginSync` work and call
  /// [PartitionLeader#synced] after its completion.
  void needsSync(PartitionLeader leader);

  /// Run what may block elsewhere, and then, on the owner loop again, its completion and
  /// `afterwards`. Running it at once is correct as well.
  default void run(LogWork work, Runnable afterwards) {
    try {
      work.run();
      work.completed();
    } catch (IOException e) {
      work.failed(e);
    }
    afterwards.run();
  }

  /// Why nothing is taken from clients at the moment: they may try again (NOT_ENOUGH_REPLICAS, a
  /// code that every client retries and takes for «nothing was written»).
  ///
  /// @return `null` when everything is taken
  default @Nullable String refusal() {
    return null;
  }

  /// The leader wants other replicas in sync: send it to the controller, then call
  /// [InSyncReplicas#answered] with what became of it, whatever that is.
  default void changeIsr(PartitionLeader leader, IsrChange change) {
    throw new IllegalStateException(leader.topicPartition() + " has no followers");
  }

  /// Records were appended that followers may fetch already.
  default void recordsForFollowers(PartitionLeader leader, long bytes) {}

  /// What the metadata says about a broker; `null` when it is not registered.
  default @Nullable KnownBroker broker(int brokerId) {
    return null;
  }

  /// This broker's epoch, -1 when it has none.
  default long brokerEpoch() {
    return -1;
  }

  /// Bounds for followers.
  default ReplicaRules rules() {
    return ReplicaRules.DEFAULTS;
  }

  /// Milliseconds that never jump; asked for only when there are followers.
  default long monotonicMillis() {
    return 0;
  }

  /// A write failed; those who asked for it are told already.
  void writeFailed(PartitionLeader leader, IOException failure);
}
