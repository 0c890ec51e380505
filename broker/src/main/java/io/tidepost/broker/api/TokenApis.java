package io.tidepost.broker.api;

/// The APIs of delegation tokens (KIP-48).
public final class TokenApis implements ApiGroup {

  @Override
  public void register(ApiRegistry registry) {
    registry.serve(38, 1, 3, context -> new CreateTokenHandler(context));
    registry.serve(39, 1, 2, context -> new RenewTokenHandler(context));
    registry.serve(40, 1, 2, context -> new ExpireTokenHandler(context));
    registry.serve(41, 1, 3, context -> new DescribeTokensHandler(context));
  }
}
