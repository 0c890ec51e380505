package io.tidepost.broker.option;

import io.tidepost.base.option.Option;
import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.Scope;
import java.util.List;

/// The port for operators in the same process: pages for people, health and metrics for machines.
public final class HttpOptions {

  /// Everything declared here.
  public static final OptionGroup GROUP = new OptionGroup("Operator's port", Scope.READ_ONLY);

  /// Where it is served.
  public static final Option<List<String>> TIDEPOST_HTTP_LISTENERS =
      GROUP
          .ofList("tidepost.http.listeners", List.of("http://localhost:8080"))
          .says(
              "Where pages for operators, health and metrics are served, such as"
                  + " `http://localhost:8080`, or `https` with the options under"
                  + " `listener.name.console.ssl.`; empty for nowhere, and a default that is taken"
                  + " is gone without.");

  private HttpOptions() {}
}
