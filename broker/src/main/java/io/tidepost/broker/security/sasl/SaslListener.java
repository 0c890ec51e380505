package io.tidepost.broker.security.sasl;

import io.tidepost.base.Clock;
import io.tidepost.broker.net.ConnectionInfo;
import io.tidepost.broker.net.Gate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// SASL of one listener. Immutable; any thread.
///
/// @param mechanisms that clients may choose from, in the order of `sasl.enabled.mechanisms`
/// @param sessionMillisMax `connections.max.reauth.ms` by mechanism, 0 for ever
/// @param failureDelayMillis how long a client waits for bad news
/// @param receiveBytesMax bytes a frame may have before authentication
/// @param expensive runs steps that block or take long
/// @param clock tells when credentials end
public record SaslListener(
    List<SaslMechanism> mechanisms,
    Map<String, Long> sessionMillisMax,
    long failureDelayMillis,
    int receiveBytesMax,
    Executor expensive,
    Clock clock)
    implements AutoCloseable {

  /// What stands before the requests of a new connection.
  public Gate gate(ConnectionInfo connection) {
    return new SaslGate(this, connection);
  }

  @Nullable SaslMechanism find(String name) {
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

  /// Ends what mechanisms have running.
  @Override
  public void close() {
    mechanisms.forEach(SaslMechanism::close);
  }
}
