package io.tidepost.broker.api;

/// Some APIs that are registered together. Registering must not load handler classes: name them
/// only inside the lambda, `context -> new ProduceHandler(context)`, not as `ProduceHandler::new`.
public interface ApiGroup {

  /// Registers the APIs of this group.
  void register(ApiRegistry registry);
}
