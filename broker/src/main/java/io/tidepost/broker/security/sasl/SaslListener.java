package io.tidepost.broker.security.sasl;

import io.tidepost.base.Clock;
import io.tidepost.broker.net.ConnectionInfo;
import io.tidepost.broker.net.Gate;
import io.tidepost.broker.net.Identity;
import io.tidepost.broker.security.Login;
import io.tidepost.broker.security.PrincipalBuilder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// SASL of one listener. Immutable; any thread.
///
/// @param mechanisms that clients may choose from, in the order of `sasl.enabled.mechanisms`
/// @param sessionMillisMax `connections.max.reauth.ms` by mechanism, 0 for ever
/// @param failureDelayMillis how long a client waits for bad news
/// @param receiveBytesMax bytes a frame may have before authentication
/// @param expensive runs steps that block or take long
/// @param clock tells when credentials end
/// @param principals makes identities in place of the usual rules, if anybody does
/// @param logins told of everybody who was believed or not
public record SaslListener(
    List<SaslMechanism> mechanisms,
    Map<String, Long> sessionMillisMax,
    long failureDelayMillis,
    int receiveBytesMax,
    Executor expensive,
    Clock clock,
    @Nullable PrincipalBuilder principals,
    Consumer<Login> logins)
    implements AutoCloseable {

  /// What stands before the requests of a new connection.
  public Gate gate(ConnectionInfo connection) {
    return new SaslGate(this, connection);
  }

  /// The mechanism of this name, `null` when clients may not choose it.
  public @Nullable SaslMechanism find(String name) {
    for (SaslMechanism mechanism : mechanisms) {
      if (mechanism.name().equals(name)) {
        return mechanism;
      }
    }
    return null;
  }

  List<String> names() {
    return mechanisms.stream().map(SaslMechanism::name).toList();
  }

  /// Who a client is that completed a conversation.
  ///
  /// @throws SaslFailure when the operator's own class does not say
  public Identity identity(
      ConnectionInfo connection, SaslConversation conversation, String mechanism)
      throws SaslFailure {
    PrincipalBuilder own = principals;
    if (own == null) {
      return new Identity(conversation.principal(), conversation.isByToken(), null);
    }
    try {
      return own.sasl(connection, conversation, mechanism);
    } catch (RuntimeException e) {
      throw SaslFailure.hidden("principal.builder.class refuses the client: " + e.getMessage());
    }
  }

  /// Ends what mechanisms have running.
  @Override
  public void close() {
    mechanisms.forEach(SaslMechanism::close);
  }
}
