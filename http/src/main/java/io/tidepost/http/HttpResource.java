package io.tidepost.http;

import io.javalin.config.RoutesConfig;

/// Something that can be asked for: one or a few paths that belong together. Several of them share
/// a port.
public interface HttpResource {

  /// Adds its paths. Called once for each port, before the port is served.
  void mount(RoutesConfig routes);
}
