package io.tidepost.registry.rest;

import io.javalin.http.HandlerType;
import io.tidepost.registry.decide.RegistryException;

/// One resource of the REST interface: adds its routes.
interface Resource {

  /// What is done for a request.
  interface Action {
    void run(Call call) throws RegistryException;
  }

  /// Where routes are added.
  interface Routes {

    /// Adds a route twice: as it is written, and behind `/contexts/{context}`.
    default void add(HandlerType method, String path, Action action) {
      addOnce(method, path, action);
      addOnce(method, "/contexts/{context}" + path, action);
    }

    /// Adds a route only as it is written.
    void addOnce(HandlerType method, String path, Action action);
  }

  void addTo(Routes routes);
}
