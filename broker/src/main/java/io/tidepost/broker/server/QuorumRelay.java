package io.tidepost.broker.server;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.tidepost.broker.Log;
import io.tidepost.broker.api.RequestContext;
import io.tidepost.broker.net.ConnectionInfo;
import io.tidepost.broker.net.Identity;
import io.tidepost.broker.net.Relay;
import io.tidepost.broker.option.Listener;
import io.tidepost.broker.security.ListenerGuards;
import io.tidepost.broker.security.SecurityConfigException;
import io.tidepost.broker.security.tls.OutgoingTls;
import io.tidepost.metadata.acl.AclOperation;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The way from a controller's listener to the consensus library in the same process. Where the
/// listener has TLS, so has that way, and only nodes that may do what nodes do come in. Any loop.
final class QuorumRelay implements Relay {

  private static final Log LOG = Log.of(QuorumRelay.class);

  private final Listener listener;
  private final ListenerGuards guards;
  private final IntSupplier port;
  private final Supplier<@Nullable BrokerContext> broker;
  private @Nullable SslContext context;

  /// @param port where the library listens; 0 while it does not
  /// @param broker decides who may come in; `null` while nobody may
  QuorumRelay(
      Listener listener,
      ListenerGuards guards,
      IntSupplier port,
      Supplier<@Nullable BrokerContext> broker) {
    this.listener = listener;
    this.guards = guards;
    this.port = port;
    this.broker = broker;
  }

  @Override
  public @Nullable SocketAddress target() {
    int known = port.getAsInt();
    return known == 0 ? null : new InetSocketAddress("127.0.0.1", known);
  }

  @Override
  public boolean admits(ConnectionInfo info, Identity identity) {
    BrokerContext known = broker.get();
    if (known == null) {
      return false;
    }
    RequestContext caller =
        new RequestContext(
            (short) -1,
            (short) 0,
            0,
            null,
            identity.principal(),
            identity.tokenAuthenticated(),
            info.securityProtocol(),
            info.listener(),
            info.id(),
            info.clientAddress(),
            "",
            "",
            info.loop(),
            identity.custom());
    boolean allowed = known.authorizations().allowOnCluster(caller, AclOperation.CLUSTER_ACTION);
    if (!allowed) {
      LOG.warn(
          "{} wants to vote on listener {} and may not: it needs ClusterAction on the cluster",
          identity.principal(),
          listener.name());
    }
    return allowed;
  }

  @Override
  public @Nullable SslHandler tls(ByteBufAllocator allocator) {
    return listener.encrypted() ? context().newHandler(allocator) : null;
  }

  /// The library keeps the keys that it began with, so this does, too.
  private synchronized SslContext context() {
    SslContext known = context;
    if (known == null) {
      try {
        known = OutgoingTls.toItself(guards.settings(listener.name()));
      } catch (SecurityConfigException e) {
        throw new IllegalStateException(e);
      }
      context = known;
    }
    return known;
  }
}
