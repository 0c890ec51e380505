package io.tidepost.metadata.controller;

import io.tidepost.metadata.ConfigResource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The operator's own rules (`create.topic.policy.class.name`, `alter.config.policy.class.name`).
public interface ControllerPolicy {

  /// No rules.
  ControllerPolicy NONE = new ControllerPolicy() {};

  /// Judges a topic that is about to be created; either the counts or the assignments are given.
  ///
  /// @return the sentence for the client, or `null` when it may be created
  default @Nullable String checkCreation(
      String topic,
      @Nullable Integer partitions,
      @Nullable Short replicationFactor,
      @Nullable Map<Integer, List<Integer>> assignments,
      Map<String, String> configs) {
    return null;
  }

  /// Judges a change of configurations.
  ///
  /// @param altered options set explicitly; a removed one has the value `null`
  /// @return the sentence for the client, or `null` when it may be changed
  default @Nullable String checkConfigs(
      ConfigResource resource, Map<String, @Nullable String> altered) {
    return null;
  }

  /// Nothing is asked any more.
  default void close() {}
}
