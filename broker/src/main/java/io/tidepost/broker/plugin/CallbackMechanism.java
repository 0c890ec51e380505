package io.tidepost.broker.plugin;

import io.tidepost.base.option.Option;
import io.tidepost.base.option.Secret;
import io.tidepost.broker.option.ListenerSettings;
import io.tidepost.broker.option.OAuthOptions;
import io.tidepost.broker.option.SaslOptions;
import io.tidepost.broker.security.SecurityConfigException;
import io.tidepost.broker.security.plain.JaasConfig;
import io.tidepost.broker.security.sasl.SaslConversation;
import io.tidepost.broker.security.sasl.SaslMechanism;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.sasl.SaslServer;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.oauthbearer.internals.OAuthBearerSaslServer;
import org.apache.kafka.common.security.plain.internals.PlainSaslServer;
import org.apache.kafka.common.security.scram.internals.ScramMechanism;
import org.apache.kafka.common.security.scram.internals.ScramSaslServer;
import org.jspecify.annotations.Nullable;

/// A mechanism whose questions a class written against Kafka's contract answers
/// (`sasl.server.callback.handler.class`, KIP-86): OAUTHBEARER always, the others where the
/// operator names a class. Any thread.
public final class CallbackMechanism implements SaslMechanism {

  /// The mechanism of tokens (KIP-255, KIP-768).
  public static final String OAUTHBEARER = "OAUTHBEARER";

  private static final String ALLOWED_ADDRESSES = "org.apache.kafka.sasl.oauthbearer.allowed.urls";
  private static final String VALIDATOR =
      "org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler";
  private static final String LOGIN_MODULE =
      "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule";

  private final String name;
  private final AuthenticateCallbackHandler handler;

  private CallbackMechanism(String name, AuthenticateCallbackHandler handler) {
    this.name = name;
    this.handler = handler;
  }

  /// The mechanism with the class that the listener's options name. Blocks where the class does:
  /// the one for OAUTHBEARER fetches the keys that tokens are checked with.
  ///
  /// @throws SecurityConfigException with one sentence that names the option
  public static CallbackMechanism of(String mechanism, ListenerSettings settings)
      throws SecurityConfigException {
    String className = settings.find(SaslOptions.SASL_SERVER_CALLBACK_HANDLER_CLASS, mechanism);
    if (className == null && mechanism.equals(OAUTHBEARER)) {
      allowAddress(settings);
      className = VALIDATOR;
    }
    if (className == null) {
      throw new SecurityConfigException("sasl.server.callback.handler.class is not set");
    }
    try {
      AuthenticateCallbackHandler handler =
          Class.forName(className.trim(), true, CallbackMechanism.class.getClassLoader())
              .asSubclass(AuthenticateCallbackHandler.class)
              .getDeclaredConstructor()
              .newInstance();
      handler.configure(configs(mechanism, settings), mechanism, jaas(mechanism, settings));
      return new CallbackMechanism(mechanism, handler);
    } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
      throw new SecurityConfigException(
          "sasl.server.callback.handler.class: " + className + " cannot be made: " + e, e);
    } catch (RuntimeException e) {
      throw new SecurityConfigException(
          "listener.name."
              + settings.listener()
              + ": "
              + mechanism
              + " cannot be set up: "
              + e.getMessage(),
          e);
    }
  }

  /// kafka-clients fetches keys from addresses only that a system property allows, against options
  /// that come from strangers. This one comes from the operator's file and cannot be changed at run
  /// time.
  private static void allowAddress(ListenerSettings settings) throws SecurityConfigException {
    String address = settings.find(OAuthOptions.SASL_OAUTHBEARER_JWKS_ENDPOINT_URL, OAUTHBEARER);
    if (address == null) {
      throw new SecurityConfigException(
          "listener.name."
              + settings.listener()
              + ": OAUTHBEARER needs sasl.oauthbearer.jwks.endpoint.url, the address of the keys"
              + " that tokens are checked with");
    }
    String allowed = System.getProperty(ALLOWED_ADDRESSES);
    if (allowed == null || !List.of(allowed.split(",")).contains(address)) {
      System.setProperty(ALLOWED_ADDRESSES, allowed == null ? address : allowed + "," + address);
    }
  }

  /// The listener's options as Kafka would hand them to a plugin.
  private static Map<String, Object> configs(String mechanism, ListenerSettings settings) {
    Map<String, Object> configs = PluginConfigs.of(settings);
    for (Option<?> option : OAuthOptions.GROUP.options()) {
      Object value = settings.find(option, mechanism);
      if (value != null) {
        configs.put(option.name(), value instanceof Secret s ? new Password(s.reveal()) : value);
      }
    }
    String prefix = mechanism.toLowerCase(Locale.ROOT) + ".";
    settings
        .own()
        .forEach((name, value) -> {
          if (name.startsWith(prefix)) {
            configs.putIfAbsent(name.substring(prefix.length()), value);
          }
        });
    return configs;
  }

  private static List<AppConfigurationEntry> jaas(String mechanism, ListenerSettings settings)
      throws SecurityConfigException {
    Secret text = settings.find(SaslOptions.SASL_JAAS_CONFIG, mechanism);
    @Nullable JaasConfig config = text == null ? null : JaasConfig.parse(text.reveal());
    return List.of(
        new AppConfigurationEntry(
            config == null ? LOGIN_MODULE : config.module(),
            LoginModuleControlFlag.REQUIRED,
            config == null ? Map.of() : config.settings()));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public SaslConversation begin() {
    return new CallbackConversation(this::server);
  }

  private SaslServer server() {
    return switch (name) {
      case OAUTHBEARER -> new OAuthBearerSaslServer(handler);
      case "PLAIN" -> new PlainSaslServer(handler);
      default -> scram();
    };
  }

  private SaslServer scram() {
    try {
      return new ScramSaslServer(ScramMechanism.forMechanismName(name), Map.of(), handler);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    handler.close();
  }
}
