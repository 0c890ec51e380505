package io.tidepost.broker.api;

/// The APIs of authentication, and of the credentials that the metadata keeps.
public final class SaslApis implements ApiGroup {

  @Override
  public void register(ApiRegistry registry) {
    registry.serve(17, 0, 1, context -> new SaslHandshakeHandler());
    registry.serve(36, 0, 2, context -> new SaslAuthenticateHandler());
    registry.serve(50, 0, 0, context -> new DescribeScramCredentialsHandler(context));
    registry.serve(51, 0, 0, context -> new AlterScramCredentialsHandler(context));
  }
}
