package io.tidepost.metadata.controller;

import io.tidepost.metadata.ConfigResource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What dynamic configurations may be. Implemented where options are declared.
public interface ConfigRules {

  /// Judges what would be set on a resource after a change. The name of the resource has been
  /// checked before.
  ///
  /// @param resource what is configured
  /// @param proposed everything that would be set on it, by option name
  /// @param current everything that is set on it now
  /// @return why not, or `null` when it may be
  @Nullable Failure check(
      ConfigResource resource, Map<String, String> proposed, Map<String, String> current);

  /// Whether the option is a comma-separated list, to which values can be appended.
  boolean isList(ConfigResource.Type type, String option);

  /// What an option is when it is not set, or `null` when nothing is known of it.
  @Nullable String defaultValue(ConfigResource.Type type, String option);
}
