package io.tidepost.broker.option;

import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.Scope;

/// Security: who may connect and do what.
public final class SecurityOptions {

  /// Everything declared here.
  public static final OptionGroup GROUP = new OptionGroup("Security", Scope.READ_ONLY);

  static {
    GROUP
        .ofString("authorizer.class.name", "")
        .refused(Reasons.NO_AUTHORIZER)
        .says("Class that decides who may do what.");
    GROUP
        .ofClass(
            "principal.builder.class",
            "org.apache.kafka.common.security.authenticator.DefaultKafkaPrincipalBuilder")
        .refused(Reasons.NO_PRINCIPALS)
        .says("Class that makes a principal of a connection's identity.");
    GROUP
        .ofString("security.providers", null)
        .refused(Reasons.NO_SECURITY_PROVIDERS)
        .says("Classes that add security algorithms.");
    GROUP
        .ofLong("connections.max.reauth.ms", 0L)
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("How long an authentication lasts, in milliseconds; 0 for ever.");
    GROUP
        .ofSecret("delegation.token.secret.key")
        .refused(Reasons.NO_TOKENS)
        .says("Secret with which delegation tokens are signed.");
    GROUP
        .ofLong("delegation.token.expiry.time.ms", 86400000L)
        .atLeast(1)
        .noEffect(Reasons.NO_TOKENS)
        .says("How long a delegation token is valid before it must be renewed, in milliseconds.");
    GROUP
        .ofLong("delegation.token.max.lifetime.ms", 604800000L)
        .atLeast(1)
        .noEffect(Reasons.NO_TOKENS)
        .says("How long a delegation token can be renewed, in milliseconds.");
    GROUP
        .ofLong("delegation.token.expiry.check.interval.ms", 3600000L)
        .atLeast(1)
        .noEffect(Reasons.NO_TOKENS)
        .says("How often expired delegation tokens are removed, in milliseconds.");
  }

  private SecurityOptions() {}
}
