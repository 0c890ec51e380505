package io.tidepost.broker.security;

import io.tidepost.base.Clock;
import io.tidepost.broker.Log;
import io.tidepost.broker.net.ListenerSecurity;
import io.tidepost.broker.option.DynamicOptions;
import io.tidepost.broker.option.Listener;
import io.tidepost.broker.option.ListenerSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The security of all listeners of a node. Certificates follow the options and their files while
/// the node runs.
public final class ListenerGuards implements AutoCloseable {

  private static final Log LOG = Log.of(ListenerGuards.class);

  private final DynamicOptions options;
  private final AuthenticationPool pool = new AuthenticationPool();
  private final Credentials credentials = new Credentials();
  private final Map<String, SecuredListener> byName = new LinkedHashMap<>();
  private volatile Consumer<Login> logins = login -> {};

  /// Reads keys and credentials of all listeners. Blocks for files.
  ///
  /// @throws SecurityConfigException naming listener and option when one of them cannot work
  public ListenerGuards(List<Listener> listeners, DynamicOptions options, Clock clock)
      throws SecurityConfigException {
    this.options = options;
    SaslSetup setup = new SaslSetup(credentials, clock, pool, login -> logins.accept(login));
    for (Listener listener : listeners) {
      ListenerSettings settings = options.listener(listener.name());
      if (SecuredListener.isNeeded(listener, settings)) {
        byName.put(listener.name(), new SecuredListener(listener, settings, setup));
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
    return null;
  }

  /// Takes over what was changed at run time. Blocks for files.
  public void optionsChanged() {
    byName.values().forEach(this::reload);
  }

  /// Looks whether files were written since they were read, and reads those anew. Blocks.
  public void lookAtFiles() {
    for (SecuredListener guard : byName.values()) {
      if (guard.filesChanged(options.listener(guard.name()))) {
        reload(guard);
      }
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
