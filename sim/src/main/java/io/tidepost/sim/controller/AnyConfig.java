package io.tidepost.sim.controller;

import io.tidepost.metadata.ConfigResource;
import io.tidepost.metadata.controller.ConfigRules;
import io.tidepost.metadata.controller.Failure;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Options of a simulated cluster: every one is taken, none is a list, none has a default.
final class AnyConfig implements ConfigRules {

  @Override
  public @Nullable Failure check(
      ConfigResource resource, Map<String, String> proposed, Map<String, String> current) {
    return null;
  }

  @Override
  public boolean isList(ConfigResource.Type type, String option) {
    return false;
  }

  @Override
  public @Nullable String defaultValue(ConfigResource.Type type, String option) {
    return null;
  }
}
