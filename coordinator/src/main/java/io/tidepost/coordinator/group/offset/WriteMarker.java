package io.tidepost.coordinator.group.offset;

import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.runtime.Command;
import io.tidepost.coordinator.runtime.Outcome;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.TransactionEnd;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;

/// A transaction ends in this partition: the offsets that were committed in it count from now on,
/// or never did. Answered once the marker is committed.
public final class WriteMarker implements Command<GroupCoordinatorShard> {

  private final TransactionEnd end;
  private final Reply<ErrorCode> reply;

  public WriteMarker(TransactionEnd end, Reply<ErrorCode> reply) {
    this.end = end;
    this.reply = reply;
  }

  @Override
  public String key() {
    return "";
  }

  @Override
  public boolean refuse(ErrorCode error, Turn<GroupCoordinatorShard> turn) {
    turn.reply(reply, error);
    return true;
  }

  @Override
  public void decide(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    shard.offsets().markerOrdered();
    turn.persistMarker(
        end,
        new Outcome<>() {
          @Override
          public void committed(GroupCoordinatorShard now, Turn<GroupCoordinatorShard> later) {
            later.reply(reply, ErrorCode.NONE);
          }

          @Override
          public void failed(
              ErrorCode error, GroupCoordinatorShard now, Turn<GroupCoordinatorShard> later) {
            later.reply(reply, error);
          }
        });
  }
}
