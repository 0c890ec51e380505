package io.tidepost.broker.option;

import io.tidepost.base.option.Option;
import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.Scope;
import java.util.List;

/// The schema registry and the REST proxy in the same process.
public final class RegistryOptions {

  /// Everything declared here.
  public static final OptionGroup GROUP =
      new OptionGroup("Schema registry and REST proxy", Scope.READ_ONLY);

  /// Where it is served.
  public static final Option<List<String>> TIDEPOST_REGISTRY_LISTENERS =
      GROUP
          .ofList("tidepost.registry.listeners", List.of())
          .says(
              "Where the schema registry is served, such as `http://localhost:8081`, or `https`"
                  + " with the options under `listener.name.registry.ssl.`; empty for"
                  + " nowhere, which is the default only with a configuration file.");

  /// Where topics are served over HTTP.
  public static final Option<List<String>> TIDEPOST_REST_LISTENERS =
      GROUP
          .ofList("tidepost.rest.listeners", List.of())
          .says(
              "Where the REST proxy is served, such as `http://localhost:8082`, or `https` with"
                  + " the options under `listener.name.rest.ssl.`; empty for"
                  + " nowhere.");

  /// How long a consumer of the REST proxy lives without a request, milliseconds.
  public static final Option<Integer> TIDEPOST_REST_CONSUMER_TIMEOUT_MS =
      GROUP
          .ofInt("tidepost.rest.consumer.timeout.ms", 300_000)
          .atLeast(1000)
          .says("How long a consumer of the REST proxy lives without a request, in milliseconds.");

  private RegistryOptions() {}
}
