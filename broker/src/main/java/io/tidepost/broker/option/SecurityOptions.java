package io.tidepost.broker.option;

import io.tidepost.base.option.Option;
import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.Scope;
import io.tidepost.base.option.Secret;

/// Security: who may connect and do what.
public final class SecurityOptions {

  /// Everything declared here.
  public static final OptionGroup GROUP = new OptionGroup("Security", Scope.READ_ONLY);

  /// Class that decides who may do what.
  public static final Option<String> AUTHORIZER_CLASS_NAME =
      GROUP.ofString("authorizer.class.name", "").says("Class that decides who may do what.");

  /// How long an authentication lasts, in milliseconds; 0 for ever.
  public static final Option<Long> CONNECTIONS_MAX_REAUTH_MS =
      GROUP
          .ofLong("connections.max.reauth.ms", 0L)
          .says("How long an authentication lasts, in milliseconds; 0 for ever.");

  /// Secret with which delegation tokens are signed.
  public static final Option<Secret> DELEGATION_TOKEN_SECRET_KEY =
      GROUP
          .ofSecret("delegation.token.secret.key")
          .says("Secret with which delegation tokens are signed.");

  /// How long a delegation token is valid before it must be renewed, in milliseconds.
  public static final Option<Long> DELEGATION_TOKEN_EXPIRY_TIME_MS =
      GROUP
          .ofLong("delegation.token.expiry.time.ms", 86400000L)
          .atLeast(1)
          .says("How long a delegation token is valid before it must be renewed, in milliseconds.");

  /// How long a delegation token can be renewed, in milliseconds.
  public static final Option<Long> DELEGATION_TOKEN_MAX_LIFETIME_MS =
      GROUP
          .ofLong("delegation.token.max.lifetime.ms", 604800000L)
          .atLeast(1)
          .says("How long a delegation token can be renewed, in milliseconds.");

  /// How often expired delegation tokens are removed, in milliseconds.
  public static final Option<Long> DELEGATION_TOKEN_EXPIRY_CHECK_INTERVAL_MS =
      GROUP
          .ofLong("delegation.token.expiry.check.interval.ms", 3600000L)
          .atLeast(1)
          .says("How often expired delegation tokens are removed, in milliseconds.");

  /// Class that makes a principal of a connection's identity.
  public static final Option<String> PRINCIPAL_BUILDER_CLASS =
      GROUP
          .ofClass(
              "principal.builder.class",
              "org.apache.kafka.common.security.authenticator.DefaultKafkaPrincipalBuilder")
          .says("Class that makes a principal of a connection's identity.");

  static {
    GROUP
        .ofString("security.providers", null)
        .refused(Reasons.NO_SECURITY_PROVIDERS)
        .says("Classes that add security algorithms.");
  }

  private SecurityOptions() {}
}
