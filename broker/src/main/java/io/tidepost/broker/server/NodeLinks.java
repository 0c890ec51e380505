package io.tidepost.broker.server;

import io.tidepost.broker.net.client.ClientSecurity;
import io.tidepost.broker.net.client.NodeConnection;
import io.tidepost.broker.option.ClusterOptions;
import io.tidepost.broker.option.Listener;
import io.tidepost.broker.option.SaslOptions;
import io.tidepost.broker.security.ListenerGuards;
import io.tidepost.broker.security.SecurityConfigException;
import io.tidepost.broker.security.tls.OutgoingTls;
import io.tidepost.quorum.RatisTls;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What this node's connections to others have in common, by the listener that they go to.
///
/// @param controllers of those to controllers
/// @param brokers of those to brokers
record NodeLinks(NodeConnection.Shared controllers, NodeConnection.Shared brokers) {

  /// Reads keys and logins. Blocks for files.
  ///
  /// @param shared makes what is in common, with this security
  /// @throws StartException naming listener and option when that cannot work
  static NodeLinks of(
      ClusterOptions cluster,
      ListenerGuards guards,
      Function<ClientSecurity, NodeConnection.Shared> shared)
      throws StartException {
    try {
      String listener = cluster.controllerListener();
      return new NodeLinks(
          shared.apply(
              listener == null
                  ? ClientSecurity.NONE
                  : guards.towards(
                      listener,
                      cluster.controllerProtocol(),
                      SaslOptions.SASL_MECHANISM_CONTROLLER_PROTOCOL)),
          shared.apply(
              guards.towards(
                  cluster.interBrokerListener(),
                  cluster.interBrokerProtocol(),
                  SaslOptions.SASL_MECHANISM_INTER_BROKER_PROTOCOL)));
    } catch (SecurityConfigException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  /// How voters encrypt what they say to each other; `null` when they do not. Blocks for files.
  static @Nullable RatisTls ofVoters(ClusterOptions cluster, ListenerGuards guards)
      throws IOException {
    Listener listener = cluster.controllerListeners().getFirst();
    if (!listener.encrypted()) {
      return null;
    }
    try {
      OutgoingTls.Managers managers = OutgoingTls.managers(guards.settings(listener.name()));
      return new RatisTls(managers.key(), managers.trust());
    } catch (SecurityConfigException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
