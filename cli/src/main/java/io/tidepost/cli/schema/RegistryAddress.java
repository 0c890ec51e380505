package io.tidepost.cli.schema;

import io.tidepost.cli.ClientOptions;
import io.tidepost.cli.Failure;
import io.tidepost.cli.profile.Choice;
import java.io.Console;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// How to reach a schema registry: the options that every command has that may need one. What they
/// say comes before `--command-config`, that before the environment, and that before the profile.
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
      paramLabel = "USER[:PASSWORD]",
      description =
          "Who asks it, with a password; also TIDEPOST_REGISTRY_USER. Without a password it is"
              + " TIDEPOST_REGISTRY_PASSWORD, or asked for.")
  @Nullable String user;

  @Option(
      names = "--registry-password-file",
      paramLabel = "FILE",
      description = "The password is in this file.")
  @Nullable Path passwordFile;

  @Option(
      names = "--registry-token-file",
      paramLabel = "FILE",
      description =
          "Who asks it, with the bearer token in this file; also TIDEPOST_REGISTRY_TOKEN, the token"
              + " itself.")
  @Nullable Path tokenFile;

  @Option(
      names = "--registry-ca",
      paramLabel = "FILE",
      description =
          "Certificates (PEM) to trust when its address is https; also TIDEPOST_REGISTRY_CA;"
              + " default: those of the machine.")
  @Nullable Path ca;

  @Spec(Spec.Target.MIXEE)
  @Nullable CommandSpec command;

  /// A client; it connects when it is asked something.
  public RegistryClient client() {
    return new RegistryClient(settings(System.getenv()));
  }

  RegistrySettings settings(Map<String, String> environment) {
    Map<String, Object> config = config();
    String given = url == null ? (String) config.get(RegistrySettings.URL) : url;
    Choice.Registry chosen =
        new Choice(option("--profile"), environment)
            .registry(given, option("--bootstrap-server") != null);
    RegistrySettings settings = new RegistrySettings();
    settings.add(chosen.settings());
    addEnvironment(settings, environment);
    settings.add(config);
    addOptions(settings, environment);
    settings.add(Map.of(RegistrySettings.URL, chosen.url()));
    return settings;
  }

  /// What a command config file and `-X` say, where the command has them.
  private Map<String, Object> config() {
    Map<String, Object> config = new HashMap<>();
    Path file = option("--command-config");
    if (file != null) {
      config.putAll(ClientOptions.read(file));
    }
    Map<String, String> properties = option("-X");
    if (properties != null) {
      config.putAll(properties);
    }
    return config;
  }

  private static void addEnvironment(RegistrySettings settings, Map<String, String> environment) {
    String user = environment.get("TIDEPOST_REGISTRY_USER");
    if (user != null && !user.isEmpty()) {
      settings.add(Map.of(RegistrySettings.USER_INFO, withPassword(user, environment)));
    }
    String token = environment.get("TIDEPOST_REGISTRY_TOKEN");
    if (token != null && !token.isEmpty()) {
      settings.add(Map.of(RegistrySettings.TOKEN, token));
    }
    String trusted = environment.get("TIDEPOST_REGISTRY_CA");
    if (trusted != null && !trusted.isEmpty()) {
      settings.trust(trusted);
    }
  }

  private static String withPassword(String user, Map<String, String> environment) {
    String password = environment.get("TIDEPOST_REGISTRY_PASSWORD");
    return user.contains(":") || password == null ? user : user + ":" + password;
  }

  private void addOptions(RegistrySettings settings, Map<String, String> environment) {
    if (user != null && tokenFile != null) {
      throw new Failure("--registry-user and --registry-token-file are two ways to say who asks");
    }
    if (tokenFile != null) {
      settings.add(
          Map.of(
              RegistrySettings.TOKEN,
              RegistrySettings.content("--registry-token-file", tokenFile)));
    }
    if (user != null) {
      settings.add(Map.of(RegistrySettings.USER_INFO, withPassword(user, environment)));
    }
    String named = settings.get(RegistrySettings.USER_INFO);
    if (passwordFile != null) {
      if (named == null) {
        throw new Failure("whose password is in " + passwordFile + "? --registry-user says so");
      }
      String password = RegistrySettings.content("--registry-password-file", passwordFile);
      named = named.replaceFirst(":.*", "") + ":" + password;
      settings.add(Map.of(RegistrySettings.USER_INFO, named));
    } else if (named != null && !named.contains(":")) {
      settings.add(Map.of(RegistrySettings.USER_INFO, named + ":" + ask(named)));
    }
    if (ca != null) {
      settings.trust(ca.toString());
    }
  }

  private static String ask(String user) {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      throw new Failure(
          "what is the password of "
              + user
              + " at the schema registry? --registry-password-file names a file with it");
    }
    char[] password = console.readPassword("Password of %s at the schema registry: ", user);
    return password == null ? "" : new String(password);
  }

  /// What the command that these options are part of was given.
  private <V> @Nullable V option(String name) {
    OptionSpec found = command == null ? null : command.findOption(name);
    return found == null ? null : found.getValue();
  }
}
