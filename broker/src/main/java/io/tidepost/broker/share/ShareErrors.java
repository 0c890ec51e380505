package io.tidepost.broker.share;

import io.tidepost.broker.share.state.ShareStates;
import io.tidepost.wire.ErrorCode;

/// What errors of the share coordinator mean to those who use share partitions.
final class ShareErrors {

  private ShareErrors() {}

  /// What a member is told, as in Kafka.
  static ErrorCode toClient(ErrorCode error) {
    return switch (error) {
      case NONE, INVALID_REQUEST, GROUP_ID_NOT_FOUND, KAFKA_STORAGE_ERROR -> error;
      case FENCED_LEADER_EPOCH, FENCED_STATE_EPOCH, NOT_LEADER_OR_FOLLOWER ->
          ErrorCode.NOT_LEADER_OR_FOLLOWER;
      default ->
          ShareStates.passes(error)
              ? ErrorCode.COORDINATOR_NOT_AVAILABLE
              : ErrorCode.UNKNOWN_SERVER_ERROR;
    };
  }

  /// What a member is told when the state could not be loaded. A fetch must not name a coordinator:
  /// a share consumer gives up at codes that its fetches do not know, and comes again after this.
  static ErrorCode ofLoading(ErrorCode error) {
    return ShareStates.passes(error) ? ErrorCode.NOT_LEADER_OR_FOLLOWER : toClient(error);
  }

  /// Whether the state belongs to somebody else now, or is gone: what is known here is worth
  /// nothing.
  static boolean endsIt(ErrorCode error) {
    return error == ErrorCode.FENCED_LEADER_EPOCH
        || error == ErrorCode.FENCED_STATE_EPOCH
        || error == ErrorCode.INVALID_REQUEST;
  }
}
