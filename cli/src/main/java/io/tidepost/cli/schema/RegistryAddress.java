package io.tidepost.cli.schema;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How to reach a schema registry: the options that every command has that may need one.
public final class RegistryAddress {

  @Option(
      names = "--registry",
      paramLabel = "URL",
      defaultValue = "${env:TIDEPOST_REGISTRY:-http://localhost:8081}",
      description =
          "The schema registry; default http://localhost:8081, or the environment's"
              + " TIDEPOST_REGISTRY.")
  String url = "http://localhost:8081";

  @Option(
      names = "--registry-user",
      paramLabel = "USER:PASSWORD",
      defaultValue = "${env:TIDEPOST_REGISTRY_USER}",
      description = "Basic authentication; also the environment's TIDEPOST_REGISTRY_USER.")
  @Nullable String user;

  /// A client; it connects when it is asked something.
  public RegistryClient client() {
    return new RegistryClient(url, user);
  }
}
