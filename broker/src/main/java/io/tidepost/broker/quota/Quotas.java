package io.tidepost.broker.quota;

import io.tidepost.base.Clock;
import io.tidepost.base.option.Options;
import io.tidepost.broker.option.QuotaOptions;
import io.tidepost.broker.plugin.QuotaCallbackPlugin;
import java.util.Map;

/// Makes what limits clients, as `client.quota.callback.class` says.
public final class Quotas {

  private static final long MILLIS_PER_SECOND = 1000;

  private Quotas() {}

  /// @param originals everything in the configuration, as it was written
  /// @throws IllegalArgumentException with one sentence that names the option that is wrong
  public static ClientQuotaMeters of(
      Options options, Map<String, String> originals, String clusterId, int nodeId, Clock clock) {
    var windows =
        new ClientQuotaMeters.Windows(
            options.get(QuotaOptions.QUOTA_WINDOW_NUM),
            MILLIS_PER_SECOND * options.get(QuotaOptions.QUOTA_WINDOW_SIZE_SECONDS),
            options.get(QuotaOptions.CONTROLLER_QUOTA_WINDOW_NUM),
            MILLIS_PER_SECOND * options.get(QuotaOptions.CONTROLLER_QUOTA_WINDOW_SIZE_SECONDS));
    String callback = options.find(QuotaOptions.CLIENT_QUOTA_CALLBACK_CLASS);
    return callback == null
        ? new ClientQuotaMeters(windows, clock)
        : new ClientQuotaMeters(
            QuotaCallbackPlugin.of(callback, originals, clusterId, nodeId), windows, clock);
  }
}
