package io.tidepost.broker.plugin;

import io.tidepost.broker.net.ConnectionInfo;
import io.tidepost.broker.net.Identity;
import io.tidepost.broker.option.ListenerSettings;
import io.tidepost.broker.option.SaslOptions;
import io.tidepost.broker.option.SecurityOptions;
import io.tidepost.broker.option.SslOptions;
import io.tidepost.broker.security.PrincipalBuilder;
import io.tidepost.broker.security.SecurityConfigException;
import io.tidepost.broker.security.sasl.SaslConversation;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import javax.security.sasl.SaslServer;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.security.auth.AuthenticationContext;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.KafkaPrincipalBuilder;
import org.apache.kafka.common.security.auth.PlaintextAuthenticationContext;
import org.apache.kafka.common.security.auth.SaslAuthenticationContext;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.security.auth.SslAuthenticationContext;
import org.jspecify.annotations.Nullable;

/// A principal builder of the operator's own behind our seam (KIP-189, with the serde of KIP-590).
public final class PrincipalBuilderPlugin implements PrincipalBuilder {

  private static final String OPTION = "principal.builder.class";

  private final KafkaPrincipalBuilder builder;

  private PrincipalBuilderPlugin(KafkaPrincipalBuilder builder) {
    this.builder = builder;
  }

  /// @throws SecurityConfigException with one sentence that names listener and option
  public static PrincipalBuilderPlugin of(String className, ListenerSettings settings)
      throws SecurityConfigException {
    try {
      KafkaPrincipalBuilder made = Plugins.instance(OPTION, className, KafkaPrincipalBuilder.class);
      if (made instanceof Configurable configurable) {
        Plugins.configure(
            OPTION,
            className,
            configurable,
            PluginConfigs.of(settings, SecurityOptions.GROUP, SaslOptions.GROUP, SslOptions.GROUP));
      }
      return new PrincipalBuilderPlugin(made);
    } catch (IllegalArgumentException e) {
      throw new SecurityConfigException(
          "listener.name." + settings.listener() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Identity plaintext(ConnectionInfo connection) {
    return build(
        new PlaintextAuthenticationContext(connection.clientAddress(), connection.listener()),
        false);
  }

  @Override
  public Identity tls(ConnectionInfo connection, SSLSession session) {
    return build(
        new SslAuthenticationContext(session, connection.clientAddress(), connection.listener()),
        false);
  }

  @Override
  public Identity sasl(ConnectionInfo connection, SaslConversation conversation, String mechanism) {
    SaslServer server =
        conversation instanceof CallbackConversation theirs
            ? theirs.server()
            : new ConversationServer(conversation, mechanism);
    return build(
        new SaslAuthenticationContext(
            server,
            SecurityProtocol.forName(connection.securityProtocol()),
            connection.clientAddress(),
            connection.listener(),
            Optional.ofNullable(connection.tlsSession())),
        conversation.isByToken());
  }

  private Identity build(AuthenticationContext context, boolean byToken) {
    KafkaPrincipal principal = builder.build(context);
    if (byToken) {
      principal.tokenAuthenticated(true);
    }
    return identity(principal);
  }

  private static Identity identity(KafkaPrincipal principal) {
    return new Identity(
        principal.getPrincipalType() + ":" + principal.getName(),
        principal.tokenAuthenticated(),
        principal);
  }

  @Override
  public byte[] serialize(Identity identity) {
    return builder.serialize(
        identity.custom() instanceof KafkaPrincipal principal
            ? principal
            : AuthorizerCaller.principal(identity.principal(), identity.tokenAuthenticated()));
  }

  @Override
  public Identity deserialize(byte @Nullable [] bytes) {
    try {
      return identity(builder.deserialize(bytes));
    } catch (SerializationException e) {
      throw new IllegalArgumentException("the principal cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    if (builder instanceof Closeable closeable) {
      try {
        closeable.close();
      } catch (IOException e) {
        throw new UncheckedIOException(OPTION + " could not be closed", e);
      }
    }
  }
}
