package io.tidepost.replica;

import java.io.IOException;

/// What a leader asks of the shell around it. Called on the partition's owner loop; nothing is done
/// inside the calls.
public interface LeaderEffects {

  /// Something was appended: call [PartitionLeader#flush] at the end of this turn.
  void needsFlush(PartitionLeader leader);

  /// Something is written but not on disk: run the log's `beginSync` work and call
  /// [PartitionLeader#synced] after its completion.
  void needsSync(PartitionLeader leader);

  /// A write failed; those who asked for it are told already.
  void writeFailed(PartitionLeader leader, IOException failure);
}
