package io.tidepost.cli.profile;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What counts for one command: an option comes before the environment, and that before a profile.
///
/// A profile's properties go to its own servers. When an option or the environment names other
/// servers, they are used only if the profile was asked for by `--profile`: credentials must not
/// reach a cluster by accident.
///
/// @param asked by `--profile`
public record Choice(@Nullable String asked, Map<String, String> environment) {

  /// Where a command goes, and as whom.
  ///
  /// @param properties with secrets in the place of references
  public record Cluster(String bootstrap, Map<String, String> properties) {}

  /// A registry, and how to ask it.
  ///
  /// @param settings by the names that Confluent's clients have for them, with secrets in the place
  ///   of references; none that belong to another registry
  public record Registry(String url, Map<String, String> settings) {}

  /// @param bootstrap as given by an option
  public Cluster cluster(@Nullable String bootstrap) {
    String given = bootstrap == null ? variable("TIDEPOST_BOOTSTRAP") : bootstrap;
    if (given != null && asked == null) {
      return new Cluster(given, Map.of());
    }
    Optional<Profile> profile = profile();
    Map<String, String> properties = new LinkedHashMap<>();
    profile.ifPresent(found ->
        found
            .properties()
            .forEach(
                (key, value) -> properties.put(key, References.resolve(key, value, environment))));
    String fallback = profile.map(Profile::bootstrap).orElse("localhost:9092");
    return new Cluster(given == null ? fallback : given, properties);
  }

  /// @param url as given by an option or a file that an option names
  /// @param otherCluster whether an option names other brokers than the profile's
  public Registry registry(@Nullable String url, boolean otherCluster) {
    String given = url == null ? variable("TIDEPOST_REGISTRY") : url;
    boolean elsewhere = otherCluster || variable("TIDEPOST_BOOTSTRAP") != null;
    if (asked == null && (given != null || elsewhere)) {
      return new Registry(given == null ? "http://localhost:8081" : given, Map.of());
    }
    Optional<Profile> profile = profile();
    Map<String, String> settings = new LinkedHashMap<>();
    profile.ifPresent(found ->
        found
            .registrySettings()
            .forEach(
                (key, value) -> settings.put(key, References.resolve(key, value, environment))));
    String fallback = profile.map(Profile::registry).orElse("http://localhost:8081");
    return new Registry(given == null ? fallback : given, settings);
  }

  private Optional<Profile> profile() {
    return Profiles.read(environment).chosen(asked, environment);
  }

  private @Nullable String variable(String name) {
    String value = environment.get(name);
    return value == null || value.isEmpty() ? null : value;
  }
}
