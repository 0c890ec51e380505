package io.tidepost.broker.security;

import io.tidepost.base.Clock;
import io.tidepost.base.option.Secret;
import io.tidepost.broker.option.ListenerSettings;
import io.tidepost.broker.option.SaslOptions;
import io.tidepost.broker.option.SecurityOptions;
import io.tidepost.broker.option.SocketOptions;
import io.tidepost.broker.plugin.CallbackMechanism;
import io.tidepost.broker.plugin.KerberosMechanism;
import io.tidepost.broker.security.plain.JaasConfig;
import io.tidepost.broker.security.plain.PlainMechanism;
import io.tidepost.broker.security.sasl.SaslListener;
import io.tidepost.broker.security.sasl.SaslMechanism;
import io.tidepost.broker.security.scram.ScramHash;
import io.tidepost.broker.security.scram.ScramMechanism;
import io.tidepost.broker.security.token.TokenAuthority;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Makes the SASL of a listener of its options.
///
/// @param credentials users and tokens in the metadata
/// @param expensive runs what takes long
/// @param logins told of everybody who was believed or not
record SaslSetup(Credentials credentials, Clock clock, Executor expensive, Consumer<Login> logins) {

  private static final String PLAIN_MODULE = "PlainLoginModule";

  /// @throws SecurityConfigException naming listener and option when it cannot work
  ///
  /// @param principals makes identities in place of the usual rules, if anybody does
  SaslListener listener(ListenerSettings settings, @Nullable PrincipalBuilder principals)
      throws SecurityConfigException {
    List<SaslMechanism> mechanisms = new ArrayList<>();
    Map<String, Long> sessions = new HashMap<>();
    for (String name : settings.get(SaslOptions.SASL_ENABLED_MECHANISMS)) {
      mechanisms.add(mechanism(name, settings));
      sessions.put(name, settings.get(SecurityOptions.CONNECTIONS_MAX_REAUTH_MS, name));
    }
    return new SaslListener(
        List.copyOf(mechanisms),
        Map.copyOf(sessions),
        settings.get(SocketOptions.CONNECTION_FAILED_AUTHENTICATION_DELAY_MS),
        settings.get(SaslOptions.SASL_SERVER_MAX_RECEIVE_SIZE),
        expensive,
        clock,
        principals,
        logins);
  }

  private SaslMechanism mechanism(String name, ListenerSettings settings)
      throws SecurityConfigException {
    ScramHash hash = ScramHash.of(name);
    boolean known = hash != null || name.equals("PLAIN");
    if (known && settings.find(SaslOptions.SASL_SERVER_CALLBACK_HANDLER_CLASS, name) != null) {
      return CallbackMechanism.of(name, settings);
    }
    if (hash != null) {
      return new ScramMechanism(hash, credentials, tokens(settings));
    }
    return switch (name) {
      case "PLAIN" -> new PlainMechanism(plainUsers(settings), credentials);
      case CallbackMechanism.OAUTHBEARER -> CallbackMechanism.of(name, settings);
      case KerberosMechanism.GSSAPI -> KerberosMechanism.of(settings);
      default ->
          throw new SecurityConfigException(
              "listener.name.%s: sasl.enabled.mechanisms names %s; this version serves PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER and GSSAPI"
                  .formatted(settings.listener(), name));
    };
  }

  /// Tokens are signed with one secret for all listeners.
  @Nullable TokenAuthority tokens(ListenerSettings settings) {
    Secret secret = settings.all().find(SecurityOptions.DELEGATION_TOKEN_SECRET_KEY);
    return secret == null ? null : new TokenAuthority(secret, credentials, clock);
  }

  private static Map<String, String> plainUsers(ListenerSettings settings)
      throws SecurityConfigException {
    Secret text = settings.find(SaslOptions.SASL_JAAS_CONFIG, "PLAIN");
    JaasConfig config =
        text == null
            ? JaasConfig.ofFile(settings.listener(), PLAIN_MODULE)
            : JaasConfig.parse(text.reveal());
    return config == null || !config.module().endsWith(PLAIN_MODULE) ? Map.of() : config.settings();
  }
}
