package io.tidepost.coordinator.share;

import io.tidepost.coordinator.runtime.Command;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import java.util.List;

/// Where the share partitions of one shard stand, for those who watch.
public final class ShareStands implements Command<ShareCoordinatorShard> {

  /// One share partition.
  ///
  /// @param startOffset the share-partition start offset
  /// @param deliveryCompleteCount offsets from there on whose delivery is complete, -1 when unknown
  public record Stand(SharePartitionKey key, long startOffset, int deliveryCompleteCount) {}

  private final Reply<List<Stand>> reply;

  /// @param reply gets nothing from a shard that is not served
  public ShareStands(Reply<List<Stand>> reply) {
    this.reply = reply;
  }

  @Override
  public String key() {
    return "";
  }

  @Override
  public boolean refuse(ErrorCode error, Turn<ShareCoordinatorShard> turn) {
    turn.reply(reply, List.of());
    return true;
  }

  @Override
  public void decide(ShareCoordinatorShard shard, Turn<ShareCoordinatorShard> turn) {
    turn.reply(reply, shard.stands());
  }
}
