package io.tidepost.broker.security;

import io.tidepost.base.Clock;
import io.tidepost.base.option.Option;
import io.tidepost.broker.Log;
import io.tidepost.broker.net.ListenerSecurity;
import io.tidepost.broker.net.Loop;
import io.tidepost.broker.net.client.ClientSecurity;
import io.tidepost.broker.option.DynamicOptions;
import io.tidepost.broker.option.Listener;
import io.tidepost.broker.option.ListenerSettings;
import io.tidepost.broker.option.SocketOptions;
import io.tidepost.broker.security.outgoing.NodeSecurity;
import io.tidepost.broker.security.tls.JdkTls;
import io.tidepost.broker.security.visitor.Visitors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The security of all listeners of a node. Certificates follow the options and their files while
/// the node runs.
public final class ListenerGuards implements AutoCloseable {

  private static final Log LOG = Log.of(ListenerGuards.class);

  /// @param name of the listener whose options it has
  private record Other(String name, Renewable renewable) {}

  private final DynamicOptions options;
  private final AuthenticationPool pool = new AuthenticationPool();
  private final Credentials credentials = new Credentials();
  private final Map<String, SecuredListener> byName = new LinkedHashMap<>();
  private final List<Other> others = new CopyOnWriteArrayList<>();
  private volatile Consumer<Login> logins = login -> {};

  /// Reads keys and credentials of all listeners. Blocks for files.
  ///
  /// @param controllers those of them that are the controller's: HTTP/2 may be spoken there, too
  /// @throws SecurityConfigException naming listener and option when one of them cannot work
  public ListenerGuards(
      List<Listener> listeners, List<Listener> controllers, DynamicOptions options, Clock clock)
      throws SecurityConfigException {
    this.options = options;
    SaslSetup setup = new SaslSetup(credentials, clock, pool, login -> logins.accept(login));
    for (Listener listener : listeners) {
      ListenerSettings settings = options.listener(listener.name());
      if (SecuredListener.isNeeded(listener, settings)) {
        byName.put(
            listener.name(),
            new SecuredListener(listener, settings, setup, controllers.contains(listener)));
      }
    }
  }

  /// Tells `observer` of everybody who is believed or not from now on. It is called on event loops.
  public void logins(Consumer<Login> observer) {
    logins = observer;
  }

  /// What makes identities of a listener's clients in place of the usual rules, and bytes of those
  /// for requests that are forwarded; `null` when nothing does.
  public @Nullable PrincipalBuilder principals(String listener) {
    SecuredListener guard = byName.get(listener);
    return guard == null ? null : guard.principals();
  }

  /// Users and tokens; they are known once somebody tells where the metadata is.
  public Credentials credentials() {
    return credentials;
  }

  /// Finds out who those are that come by other ways, with what would let them in by these
  /// listeners.
  ///
  /// @param loop any
  public Visitors visitors(List<Listener> listeners, Supplier<Loop> loop) {
    List<Visitors.Desk> desks = new ArrayList<>();
    for (Listener listener : listeners) {
      SecuredListener guard = byName.get(listener.name());
      if (guard != null && listener.sasl()) {
        desks.add(new Visitors.Desk(listener.name(), listener.protocol(), guard::sasl));
      }
    }
    return new Visitors(
        desks,
        credentials,
        pool,
        loop,
        () -> options.get(SocketOptions.CONNECTION_FAILED_AUTHENTICATION_DELAY_MS),
        login -> logins.accept(login));
  }

  /// TLS for what speaks another protocol, with the options under `listener.name.NAME.`. Its
  /// certificates are renewed like those of the listeners. Blocks for files.
  public JdkTls other(String name) throws SecurityConfigException {
    JdkTls made = new JdkTls(options.listener(name));
    others.add(new Other(name, made));
    return made;
  }

  /// The security of connections to a listener of other nodes, with the options of this node's own
  /// listener of that name. Blocks for files.
  ///
  /// @param protocol of the listener
  /// @param mechanism the option that names the SASL mechanism
  public ClientSecurity towards(String name, String protocol, Option<String> mechanism)
      throws SecurityConfigException {
    if (protocol.equals("PLAINTEXT")) {
      return ClientSecurity.NONE;
    }
    NodeSecurity made = NodeSecurity.of(protocol, mechanism, options.listener(name));
    others.add(new Other(name, made));
    return made;
  }

  /// The options of a listener now.
  public ListenerSettings settings(String name) {
    return options.listener(name);
  }

  /// What a listener asks of its connections.
  public ListenerSecurity of(String listener) {
    SecuredListener guard = byName.get(listener);
    return guard == null ? ListenerSecurity.NONE : guard;
  }

  /// Whether there is anything that can change while the node runs.
  public boolean isEmpty() {
    return byName.isEmpty();
  }

  /// Why the listeners could not work with options set at run time, `null` when they could. Blocks
  /// for files.
  ///
  /// @param proposed everything that would be set at run time, whole names
  public @Nullable String whyNot(Map<String, String> proposed) {
    for (SecuredListener guard : byName.values()) {
      try {
        guard.check(options.listener(guard.name(), proposed));
      } catch (SecurityConfigException e) {
        return e.getMessage();
      }
    }
    for (Other other : others) {
      try {
        other.renewable.check(options.listener(other.name, proposed));
      } catch (SecurityConfigException e) {
        return e.getMessage();
      }
    }
    return null;
  }

  /// Takes over what was changed at run time. Blocks for files.
  public void optionsChanged() {
    byName.values().forEach(this::reload);
    others.forEach(this::reload);
  }

  /// Looks whether files were written since they were read, and reads those anew. Blocks.
  public void lookAtFiles() {
    for (SecuredListener guard : byName.values()) {
      if (guard.filesChanged(options.listener(guard.name()))) {
        reload(guard);
      }
    }
    for (Other other : others) {
      if (other.renewable.filesChanged(options.listener(other.name))) {
        reload(other);
      }
    }
  }

  private void reload(Other other) {
    try {
      other.renewable.reload(options.listener(other.name));
      LOG.info("read keys of listener {} anew", other.name);
    } catch (SecurityConfigException e) {
      LOG.error("listener {} goes on as it was: {}", other.name, e.getMessage());
    }
  }

  private void reload(SecuredListener guard) {
    try {
      guard.reload(options.listener(guard.name()));
      LOG.info("read keys and credentials of listener {} anew", guard.name());
    } catch (SecurityConfigException e) {
      LOG.error("listener {} goes on as it was: {}", guard.name(), e.getMessage());
    }
  }

  @Override
  public void close() {
    pool.close();
    byName.values().forEach(SecuredListener::close);
  }
}
