package io.tidepost.broker.option;

import io.tidepost.base.option.Option;
import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.OptionSet;
import io.tidepost.base.option.Scope;
import java.util.List;

/// Client metrics options: what a subscription to the metrics of clients can say (KIP-714).
public final class ClientMetricsOptions {

  /// Everything declared here.
  public static final OptionGroup GROUP =
      new OptionGroup("Client metrics options", Scope.CLIENT_METRICS);

  /// How often clients push, in milliseconds.
  public static final Option<Integer> INTERVAL_MS =
      GROUP
          .ofInt("interval.ms", 300000)
          .says("How often clients push, in milliseconds, from 100 to 3600000.");

  static {
    GROUP.ofList("match", List.of()).says("Which clients are meant, as `name=pattern,…`.");
    GROUP
        .ofList("metrics", List.of())
        .says("Beginnings of the names of the metrics that are wanted.");
  }

  /// Found by name.
  public static final OptionSet ALL = new OptionSet(List.of(GROUP));

  private ClientMetricsOptions() {}
}
