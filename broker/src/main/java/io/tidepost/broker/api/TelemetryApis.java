package io.tidepost.broker.api;

import io.tidepost.broker.option.TelemetryOptions;

/// The APIs by which clients push metrics (KIP-714).
public final class TelemetryApis implements ApiGroup {

  @Override
  public void register(ApiRegistry registry) {
    if (registry.context().options().get(TelemetryOptions.TIDEPOST_CLIENT_METRICS_ENABLE)) {
      registry.serve(71, 0, 0, context -> new GetTelemetrySubscriptionsHandler(context));
      registry.serve(72, 0, 0, context -> new PushTelemetryHandler(context));
    }
  }
}
