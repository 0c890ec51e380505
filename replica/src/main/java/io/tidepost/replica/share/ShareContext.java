package io.tidepost.replica.share;

import io.tidepost.wire.ErrorCode;
import java.util.List;
import java.util.Set;

/// What a member's request means in its session.
///
/// @param error [ErrorCode#NONE] unless the request is to be refused as a whole
/// @param partitions to fetch from, in the order in which they take turns
/// @param added those of them that the request named: they are answered even when there is nothing
///   to say
/// @param closes whether the session ends with this request
public record ShareContext(
    ErrorCode error,
    List<SharedTopicPartition> partitions,
    Set<SharedTopicPartition> added,
    boolean closes) {

  static ShareContext failed(ErrorCode error) {
    return new ShareContext(error, List.of(), Set.of(), false);
  }
}
