package io.tidepost.console.web;

import io.javalin.config.RoutesConfig;

/// A page, with the forms that belong to it.
public interface ConsolePage {

  /// Adds its routes.
  void addTo(RoutesConfig routes, Pages pages);
}
