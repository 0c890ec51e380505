package io.tidepost.registry.decide;

/// Something that may change the registry.
public interface Command<R> {

  /// Decides; changes nothing.
  ///
  /// @throws RegistryException when it is refused
  Decision<R> decide(RegistryView view) throws RegistryException;
}
