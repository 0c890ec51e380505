package io.tidepost.broker.api;

/// The APIs of client quotas.
public final class QuotaApis implements ApiGroup {

  @Override
  public void register(ApiRegistry registry) {
    registry.serve(48, 0, 1, context -> new DescribeClientQuotasHandler(context));
    registry.serve(49, 0, 1, context -> new AlterClientQuotasHandler(context));
  }
}
