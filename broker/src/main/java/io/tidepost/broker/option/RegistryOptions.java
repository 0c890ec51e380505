package io.tidepost.broker.option;

import io.tidepost.base.option.Option;
import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.Scope;
import java.util.List;

/// The schema registry in the same process.
public final class RegistryOptions {

  /// Everything declared here.
  public static final OptionGroup GROUP = new OptionGroup("Schema registry", Scope.READ_ONLY);

  /// Where it is served.
  public static final Option<List<String>> TIDEPOST_REGISTRY_LISTENERS =
      GROUP
          .ofList("tidepost.registry.listeners", List.of())
          .says(
              "Where the schema registry is served, such as `http://localhost:8081`; empty for"
                  + " nowhere, which is the default only with a configuration file.");

  private RegistryOptions() {}
}
