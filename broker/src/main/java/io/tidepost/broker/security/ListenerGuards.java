package io.tidepost.broker.security;

import io.tidepost.broker.Log;
import io.tidepost.broker.net.ListenerSecurity;
import io.tidepost.broker.option.DynamicOptions;
import io.tidepost.broker.option.Listener;
import io.tidepost.broker.option.ListenerSettings;
import io.tidepost.broker.security.tls.TlsListener;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The security of all listeners of a node. Certificates follow the options and their files while
/// the node runs.
public final class ListenerGuards implements AutoCloseable {

  private static final Log LOG = Log.of(ListenerGuards.class);

  private final DynamicOptions options;
  private final Map<String, SecuredListener> byName = new LinkedHashMap<>();

  /// Reads keys and credentials of all listeners. Blocks for files.
  ///
  /// @throws SecurityConfigException naming listener and option when one of them cannot work
  public ListenerGuards(List<Listener> listeners, DynamicOptions options)
      throws SecurityConfigException {
    this.options = options;
    for (Listener listener : listeners) {
      if (listener.encrypted() || listener.sasl()) {
        byName.put(listener.name(), guard(listener));
      }
    }
  }

  private SecuredListener guard(Listener listener) throws SecurityConfigException {
    ListenerSettings settings = options.listener(listener.name());
    if (listener.sasl()) {
      throw new SecurityConfigException(
          "listeners: " + listener + ": listeners with SASL are not served by this version");
    }
    TlsListener tls = listener.encrypted() ? new TlsListener(settings, listener.sasl()) : null;
    return new SecuredListener(listener, tls);
  }

  /// What a listener asks of its connections.
  public ListenerSecurity of(String listener) {
    SecuredListener guard = byName.get(listener);
    return guard == null ? ListenerSecurity.NONE : guard;
  }

  /// Whether there is anything that can change while the node runs.
  public boolean hasTls() {
    return byName.values().stream().anyMatch(guard -> guard.tls() != null);
  }

  /// Why the listeners could not work with options set at run time, `null` when they could. Blocks
  /// for files.
  ///
  /// @param proposed everything that would be set at run time, whole names
  public @Nullable String whyNot(Map<String, String> proposed) {
    for (SecuredListener guard : byName.values()) {
      try {
        if (guard.tls() != null) {
          guard.tls().check(options.listener(guard.listener().name(), proposed));
        }
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
      TlsListener tls = guard.tls();
      if (tls != null && tls.filesChanged(options.listener(guard.listener().name()))) {
        reload(guard);
      }
    }
  }

  private void reload(SecuredListener guard) {
    TlsListener tls = guard.tls();
    if (tls == null) {
      return;
    }
    try {
      tls.reload(options.listener(guard.listener().name()));
      LOG.info("read the certificates of listener {} anew", guard.listener().name());
    } catch (SecurityConfigException e) {
      LOG.error(
          "listener {} goes on with the certificates it has: {}",
          guard.listener().name(),
          e.getMessage());
    }
  }

  @Override
  public void close() {
    for (SecuredListener guard : byName.values()) {
      if (guard.tls() != null) {
        guard.tls().close();
      }
    }
  }
}
