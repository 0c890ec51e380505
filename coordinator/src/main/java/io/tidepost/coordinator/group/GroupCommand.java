package io.tidepost.coordinator.group;

import io.tidepost.coordinator.runtime.Command;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;

/// A client's request about one group.
///
/// @param <R> its response
public abstract class GroupCommand<R> implements Command<GroupCoordinatorShard> {

  private final String groupId;
  protected final Reply<R> reply;

  protected GroupCommand(String groupId, Reply<R> reply) {
    this.groupId = groupId;
    this.reply = reply;
  }

  @Override
  public final String key() {
    return groupId;
  }

  /// The response that says no to the whole request.
  protected abstract R error(ErrorCode error);

  @Override
  public boolean refuse(ErrorCode error, Turn<GroupCoordinatorShard> turn) {
    turn.reply(reply, error(error));
    return true;
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + " of group " + groupId;
  }
}
