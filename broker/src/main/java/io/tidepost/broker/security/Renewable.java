package io.tidepost.broker.security;

import io.tidepost.broker.option.ListenerSettings;

/// Something with keys that are renewed while the node runs. Any thread; blocks for files.
public interface Renewable {

  /// Checks that it could work with these options.
  void check(ListenerSettings proposed) throws SecurityConfigException;

  /// Takes over options and files as they are now. On an exception everything stays as it was.
  void reload(ListenerSettings settings) throws SecurityConfigException;

  /// Whether a file was written since it was last read.
  boolean filesChanged(ListenerSettings settings);
}
