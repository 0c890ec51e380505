package io.tidepost.broker.share;

import io.tidepost.broker.group.GroupCoordinators;
import io.tidepost.coordinator.group.share.ShareGroupStates;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.share.InitializeState;
import io.tidepost.coordinator.share.ReadState;
import io.tidepost.coordinator.share.SharePartitionKey;
import io.tidepost.coordinator.share.SharePartitionState;
import io.tidepost.wire.ErrorCode;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Brings the stored state of a share partition: asks the group whether it has a state of it at
/// all, and the share coordinator for it, which makes one when nobody asked before. Any loop.
final class ShareLoading {

  /// The epoch of a state that nobody has changed by hand.
  private static final int FIRST_STATE_EPOCH = 0;

  private final GroupCoordinators groups;
  private final ShareCoordinators coordinators;
  private final SharePartitionKey key;
  private final int leaderEpoch;
  private final BiConsumer<ErrorCode, @Nullable SharePartitionState> done;
  private boolean initialized;

  /// @param done gets the state, or why there is none; on any loop
  ShareLoading(
      GroupCoordinators groups,
      ShareCoordinators coordinators,
      SharePartitionKey key,
      int leaderEpoch,
      BiConsumer<ErrorCode, @Nullable SharePartitionState> done) {
    this.groups = groups;
    this.coordinators = coordinators;
    this.key = key;
    this.leaderEpoch = leaderEpoch;
    this.done = done;
  }

  void start() {
    groups.submit(new ShareGroupStates(key.groupId(), new Reply<>(this::askedGroup)));
  }

  private void askedGroup(ShareGroupStates.Result states) {
    if (states.error() != ErrorCode.NONE) {
      done.accept(states.error(), null);
    } else if (!states.contains(key.topicId(), key.partition())) {
      done.accept(ErrorCode.INVALID_REQUEST, null);
    } else {
      coordinators
          .topic()
          .create(failure -> {
            if (failure == null) {
              read();
            } else {
              done.accept(ErrorCode.COORDINATOR_NOT_AVAILABLE, null);
            }
          });
    }
  }

  private void read() {
    coordinators.submit(new ReadState(key, leaderEpoch, new Reply<>(this::didRead)));
  }

  private void didRead(ReadState.Result result) {
    if (result.error() == ErrorCode.INVALID_REQUEST && !initialized) {
      initialized = true;
      coordinators.submit(
          new InitializeState(
              key,
              FIRST_STATE_EPOCH,
              SharePartitionState.NO_START_OFFSET,
              new Reply<>(this::didInitialize)));
    } else {
      done.accept(result.error(), result.state());
    }
  }

  private void didInitialize(ErrorCode error) {
    if (error == ErrorCode.NONE) {
      read();
    } else {
      done.accept(error, null);
    }
  }
}
