package io.tidepost.coordinator.share;

import io.tidepost.coordinator.runtime.Command;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.coordinator.runtime.InternalCommand;
import io.tidepost.coordinator.runtime.Outcome;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import java.util.List;

/// Finds out how much of the log is superseded, for somebody who deletes it. Share partitions
/// without traffic get a new snapshot when they keep too much of the log.
public final class PruneState implements Command<ShareCoordinatorShard> {

  /// Records that a share partition without traffic may keep behind its snapshot, besides one for
  /// each share partition.
  private static final int RECORDS_KEPT = 1000;

  private final Reply<Long> reply;

  /// @param reply gets the first offset that is needed, -1 when that is not known
  public PruneState(Reply<Long> reply) {
    this.reply = reply;
  }

  @Override
  public String key() {
    return "";
  }

  @Override
  public void decide(ShareCoordinatorShard shard, Turn<ShareCoordinatorShard> turn) {
    turn.reply(reply, shard.oldestNeededOffset());
    for (SharePartitionKey key : shard.far(RECORDS_KEPT + 4L * shard.size())) {
      turn.submit(new RewriteState(key));
    }
  }

  @Override
  public boolean refuse(ErrorCode error, Turn<ShareCoordinatorShard> turn) {
    turn.reply(reply, -1L);
    return true;
  }

  /// Writes a snapshot of a share partition that is as it is.
  private record RewriteState(SharePartitionKey partition)
      implements InternalCommand<ShareCoordinatorShard> {

    @Override
    public String key() {
      return partition.coordinatorKey();
    }

    @Override
    public boolean waitsForEarlierWrites() {
      return true;
    }

    @Override
    public void decide(ShareCoordinatorShard shard, Turn<ShareCoordinatorShard> turn) {
      SharePartitionState state = shard.find(partition);
      if (state != null) {
        CoordinatorRecord snapshot =
            ShareRecords.snapshot(partition, state.asSnapshot(turn.wallMillis()));
        turn.persistHolding(List.of(snapshot), Outcome.ignored());
      }
    }
  }
}
