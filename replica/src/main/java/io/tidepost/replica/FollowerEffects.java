package io.tidepost.replica;

import io.tidepost.log.LogWork;
import java.io.IOException;

/// What a follower asks of the shell around it. Called on the partition's owner loop; nothing that
/// calls the follower back is done inside the calls, except by [#run].
public interface FollowerEffects {

  /// What was fetched is in the log, or not wanted: its bytes are free.
  void taken(PartitionFollower follower, FetchedRecords records);

  /// [PartitionFollower#position] may have something to ask for (again).
  void mayFetch(PartitionFollower follower);

  /// Something is written but not on disk: run the log's `beginSync` work and call
  /// [PartitionFollower#synced] after its completion.
  void needsSync(PartitionFollower follower);

  /// The log is to be cut. See to it, durably, that no recovery point above `offset` is remembered
  /// for it, wait for its [io.tidepost.log.PartitionLog#canTruncate], and call
  /// [PartitionFollower#truncate].
  void needsTruncation(PartitionFollower follower, long offset);

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

  /// What came cannot be written.
  void writeFailed(PartitionFollower follower, IOException failure);

  /// The leader's answer cannot be used; it is asked again after a while.
  ///
  /// @param why a sentence that names the partition
  void refused(PartitionFollower follower, String why);
}
