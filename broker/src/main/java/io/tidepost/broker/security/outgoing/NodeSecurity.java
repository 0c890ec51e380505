package io.tidepost.broker.security.outgoing;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import io.tidepost.base.option.Option;
import io.tidepost.base.option.Secret;
import io.tidepost.broker.net.client.ClientSecurity;
import io.tidepost.broker.option.ListenerSettings;
import io.tidepost.broker.option.SaslOptions;
import io.tidepost.broker.security.Renewable;
import io.tidepost.broker.security.SecurityConfigException;
import io.tidepost.broker.security.plain.JaasConfig;
import io.tidepost.broker.security.scram.ScramHash;
import io.tidepost.broker.security.tls.OutgoingTls;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The security of this node's connections to one listener of other nodes, from the options of its
/// own listener of that name, as Apache Kafka takes it: keys and trust from `ssl.*`, name and
/// password from the login module of the mechanism between nodes. Any thread.
public final class NodeSecurity implements ClientSecurity, Renewable {

  private final @Nullable OutgoingTls tls;
  private final @Nullable PasswordLogin login;

  private NodeSecurity(@Nullable OutgoingTls tls, @Nullable PasswordLogin login) {
    this.tls = tls;
    this.login = login;
  }

  /// Reads keys and credentials. Blocks for files.
  ///
  /// @param protocol of the listener
  /// @param mechanism the option that names the mechanism
  /// @throws SecurityConfigException naming listener and option when it cannot work
  public static NodeSecurity of(
      String protocol, Option<String> mechanism, ListenerSettings settings)
      throws SecurityConfigException {
    return new NodeSecurity(
        protocol.endsWith("SSL") ? new OutgoingTls(settings) : null,
        protocol.startsWith("SASL") ? login(settings.get(mechanism), mechanism, settings) : null);
  }

  private static PasswordLogin login(
      String mechanism, Option<String> option, ListenerSettings settings)
      throws SecurityConfigException {
    ScramHash hash = ScramHash.of(mechanism);
    if (hash == null && !mechanism.equals("PLAIN")) {
      throw new SecurityConfigException(
          "%s=%s: this version says to other nodes who it is by PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512"
              .formatted(option, mechanism));
    }
    String module = hash == null ? "PlainLoginModule" : "ScramLoginModule";
    Secret text = settings.find(SaslOptions.SASL_JAAS_CONFIG, mechanism);
    JaasConfig config =
        text == null
            ? JaasConfig.ofFile(settings.listener(), module)
            : JaasConfig.parse(text.reveal());
    Map<String, String> values = config == null ? Map.of() : config.settings();
    String user = values.get("username");
    String password = values.get("password");
    if (user == null || password == null) {
      throw new SecurityConfigException(
          "listener.name.%s.%s.sasl.jaas.config: username and password are missing, by which this node says to others who it is"
              .formatted(settings.listener(), mechanism.toLowerCase(java.util.Locale.ROOT)));
    }
    return new PasswordLogin(mechanism, hash, user, password);
  }

  @Override
  public @Nullable SslHandler tls(ByteBufAllocator allocator, String host, int port) {
    return tls == null ? null : tls.handler(allocator, host, port);
  }

  @Override
  public @Nullable Authentication sasl() {
    return login == null ? null : login.begin();
  }

  @Override
  public void check(ListenerSettings proposed) throws SecurityConfigException {
    if (tls != null) {
      tls.check(proposed);
    }
  }

  @Override
  public void reload(ListenerSettings settings) throws SecurityConfigException {
    if (tls != null) {
      tls.reload(settings);
    }
  }

  @Override
  public boolean filesChanged(ListenerSettings settings) {
    return tls != null && tls.filesChanged(settings);
  }
}
