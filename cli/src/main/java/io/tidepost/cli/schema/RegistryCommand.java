package io.tidepost.cli.schema;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// A command that asks a registry and no brokers; what it finds by a profile is the registry.
abstract class RegistryCommand extends SchemaCommand {

  /// Looked up by [RegistryAddress].
  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description =
          "Which cluster of 'tidepost profile list'; default: the environment's TIDEPOST_PROFILE,"
              + " else the current one.")
  @Nullable String profile;

  /// Looked up by [RegistryAddress].
  @Option(
      names = "--command-config",
      paramLabel = "FILE",
      description =
          "Properties with Confluent's names: schema.registry.url, basic.auth.user.info,"
              + " bearer.auth.token, schema.registry.ssl.*.")
  @Nullable Path commandConfig;
}
