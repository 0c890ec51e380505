package io.tidepost.compat.parity;

import java.util.function.Function;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.ApiMessage;

/// One request that both servers are asked in every version that both serve.
///
/// @param name what is odd about it
/// @param request makes it; a field that a version does not have ends that version's turn
record Question(String name, Function<Known, ApiMessage> request) {

  /// What both servers have: a topic with two partitions, five records in the first, and a group
  /// that committed offset 3 there.
  ///
  /// @param topicId differs from server to server
  record Known(String topic, Uuid topicId, String group) {}

  static Question of(String name, Function<Known, ApiMessage> request) {
    return new Question(name, request);
  }
}
