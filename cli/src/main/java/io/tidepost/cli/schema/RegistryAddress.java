package io.tidepost.cli.schema;

import io.tidepost.cli.profile.Choice;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// How to reach a schema registry: the options that every command has that may need one.
public final class RegistryAddress {

  @Option(
      names = "--registry",
      paramLabel = "URL",
      description =
          "The schema registry; default: the environment's TIDEPOST_REGISTRY, else the profile's,"
              + " else http://localhost:8081.")
  @Nullable String url;

  @Option(
      names = "--registry-user",
      paramLabel = "USER:PASSWORD",
      description = "Basic authentication; also the environment's TIDEPOST_REGISTRY_USER.")
  @Nullable String user;

  @Spec(Spec.Target.MIXEE)
  @Nullable CommandSpec command;

  /// A client; it connects when it is asked something.
  public RegistryClient client() {
    Choice.Registry registry =
        new Choice(option("--profile"), System.getenv())
            .registry(url, user, option("--bootstrap-server") != null);
    return new RegistryClient(registry.url(), registry.user());
  }

  /// What the command that these options are part of was given.
  private @Nullable String option(String name) {
    OptionSpec found = command == null ? null : command.findOption(name);
    return found == null ? null : found.getValue();
  }
}
