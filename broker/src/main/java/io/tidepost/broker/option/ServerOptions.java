package io.tidepost.broker.option;

import io.tidepost.base.option.InvalidOptionException;
import io.tidepost.base.option.Option;
import io.tidepost.base.option.Options;
import io.tidepost.base.option.OptionsReader;
import io.tidepost.base.option.Origin;
import io.tidepost.base.option.PropertiesFile;
import io.tidepost.base.option.Setting;
import io.tidepost.broker.plugin.ConfigProviders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a node is started with: the values of all options, and what several of them mean together.
///
/// @param options values of [BrokerOptions]
/// @param nodeId `node.id`, or `broker.id` where only that is given
/// @param cluster the other nodes
/// @param listeners where clients connect
/// @param advertised what clients are told, by listener name; a port of 0 stands for the port that
///   the system chose for the listener of that name
/// @param logDirs directories of the partitions, without duplicates
/// @param metadataLogDir directory of the metadata log
/// @param prefixed what was set for single listeners, under names that begin with `listener.name.`
/// @param originals everything that was set, as it was written, for plugins; holds secrets
/// @param notices sentences to log once at start, in order
public record ServerOptions(
    Options options,
    int nodeId,
    ClusterOptions cluster,
    List<Listener> listeners,
    List<Listener> advertised,
    List<Path> logDirs,
    Path metadataLogDir,
    Map<String, String> prefixed,
    Map<String, String> originals,
    List<String> notices) {

  /// Of what is set when there is no configuration file.
  public static final Origin BUILT_IN =
      new Origin(Origin.Source.STATIC_BROKER, "built-in default", 0);

  /// Beginnings of names that belong to one listener or to a plugin.
  private static final List<String> TOLERATED_PREFIXES =
      List.of(
          ListenerSettings.PREFIX,
          "client.quota.callback.",
          "config.providers.",
          "rsm.config.",
          "rlmm.config.",
          "metrics.context.");

  /// Reads a configuration file and `--set name=value`, which count more than the file.
  ///
  /// @param config the file; `null` starts with defaults and listens on localhost:9092 only
  /// @param sets `name=value` each, later ones count more
  /// @param strict whether an unknown name refuses the start
  /// @throws OptionsRefusedException when a value or combination is impossible, or the file cannot
  ///   be read; it holds all complaints at once
  public static ServerOptions read(@Nullable Path config, List<String> sets, boolean strict)
      throws OptionsRefusedException {
    List<Setting> settings = new ArrayList<>();
    if (config == null) {
      settings.add(new Setting("listeners", "PLAINTEXT://localhost:9092", BUILT_IN));
      settings.add(
          new Setting(
              RegistryOptions.TIDEPOST_REGISTRY_LISTENERS.name(),
              "http://localhost:8081",
              BUILT_IN));
    } else {
      settings.addAll(readFile(config));
    }
    for (String set : sets) {
      try {
        settings.add(Setting.ofCommandLine(set));
      } catch (InvalidOptionException e) {
        throw new OptionsRefusedException(List.of(String.valueOf(e.getMessage())));
      }
    }
    return of(settings, strict);
  }

  private static List<Setting> readFile(Path config) throws OptionsRefusedException {
    try {
      return PropertiesFile.parse(String.valueOf(config.getFileName()), Files.readAllBytes(config));
    } catch (NoSuchFileException e) {
      throw new OptionsRefusedException(List.of("there is no configuration file " + config));
    } catch (IOException e) {
      throw new OptionsRefusedException(
          List.of("cannot read the configuration file " + config + ": " + e.getMessage()));
    } catch (InvalidOptionException e) {
      throw new OptionsRefusedException(List.of(String.valueOf(e.getMessage())));
    }
  }

  /// As [#read], from settings.
  public static ServerOptions of(List<Setting> written, boolean strict)
      throws OptionsRefusedException {
    List<Setting> settings = resolved(written);
    var reading = OptionsReader.read(BrokerOptions.ALL, withBothIds(settings), TOLERATED_PREFIXES);
    Options options = reading.options();
    List<String> errors = new ArrayList<>(reading.errors());
    if (strict) {
      errors.addAll(reading.unknown());
    }
    for (OptionRules.Violation violation : OptionRules.check(options)) {
      Option<?> option = violation.option();
      errors.add(options.origin(option) + ": " + option + ": " + violation.what());
    }
    Listeners listeners = new Listeners(options, errors);
    Map<String, String> prefixed = ListenerSettings.prefixed(settings);
    ListenerSettings.check(prefixed, errors);
    List<Path> logDirs = logDirs(options, errors);
    if (!errors.isEmpty()) {
      throw new OptionsRefusedException(errors);
    }
    String metadataLogDir = options.find(QuorumOptions.METADATA_LOG_DIR);
    return new ServerOptions(
        options,
        nodeId(options),
        ClusterOptions.of(
            options,
            options.get(ListenerOptions.CONTROLLER_LISTENER_NAMES),
            listeners,
            listeners.broker().isEmpty() ? null : listeners.broker().getFirst().name()),
        listeners.broker(),
        listeners.advertised(),
        logDirs,
        metadataLogDir == null ? logDirs.getFirst() : Path.of(metadataLogDir),
        prefixed,
        originals(settings),
        notices(reading, prefixed, listeners));
  }

  /// The settings with references to config providers resolved.
  private static List<Setting> resolved(List<Setting> written) throws OptionsRefusedException {
    List<String> providers = new ArrayList<>();
    for (Setting setting : written) {
      if (setting.name().equals(NodeOptions.CONFIG_PROVIDERS.name())) {
        providers.clear();
        for (String name : setting.value().split(",")) {
          if (!name.isBlank()) {
            providers.add(name.trim());
          }
        }
      }
    }
    if (providers.isEmpty()) {
      return written;
    }
    try {
      return ConfigProviders.resolve(written, providers);
    } catch (IllegalArgumentException e) {
      throw new OptionsRefusedException(List.of(String.valueOf(e.getMessage())));
    }
  }

  private static Map<String, String> originals(List<Setting> settings) {
    Map<String, String> originals = new LinkedHashMap<>();
    settings.forEach(setting -> originals.put(setting.name(), setting.value()));
    return Collections.unmodifiableMap(originals);
  }

  /// Where only one of the two names of the node's number is given, it counts for both.
  private static List<Setting> withBothIds(List<Setting> settings) {
    String node = NodeOptions.NODE_ID.name();
    String broker = NodeOptions.BROKER_ID.name();
    List<Setting> both = new ArrayList<>(settings);
    for (Setting setting : settings) {
      if (setting.name().equals(node) && !names(settings, broker)) {
        both.add(new Setting(broker, setting.value(), setting.origin()));
      } else if (setting.name().equals(broker)
          && !names(settings, node)
          && !setting.value().trim().startsWith("-")) {
        both.add(new Setting(node, setting.value(), setting.origin()));
      }
    }
    return both;
  }

  private static boolean names(List<Setting> settings, String name) {
    return settings.stream().anyMatch(setting -> setting.name().equals(name));
  }

  static int nodeId(Options options) {
    return options.get(NodeOptions.NODE_ID);
  }

  private static List<Path> logDirs(Options options, List<String> errors) {
    List<String> names = options.find(LogOptions.LOG_DIRS);
    Option<?> option = LogOptions.LOG_DIRS;
    if (names == null || names.isEmpty()) {
      names = options.get(LogOptions.LOG_DIR);
      option = LogOptions.LOG_DIR;
    }
    Set<Path> paths = new LinkedHashSet<>();
    for (String name : names) {
      if (!name.isEmpty() && !paths.add(Path.of(name).toAbsolutePath().normalize())) {
        errors.add(options.origin(option) + ": " + option + ": " + name + " is there twice");
      }
    }
    if (paths.isEmpty()) {
      errors.add(options.origin(option) + ": " + option + ": at least one directory is needed");
    }
    return List.copyOf(paths);
  }

  private static List<String> notices(
      OptionsReader.Reading reading, Map<String, String> prefixed, Listeners listeners) {
    List<String> notices = new ArrayList<>(reading.warnings());
    notices.addAll(reading.unknown());
    if (!reading.withoutEffect().isEmpty()) {
      StringBuilder line = new StringBuilder("accepted without effect:");
      reading
          .withoutEffect()
          .forEach((reason, names) ->
              line.append(' ')
                  .append(String.join(", ", names))
                  .append(" (")
                  .append(reason)
                  .append(");"));
      line.setLength(line.length() - 1);
      notices.add(line.toString());
    }
    for (Listener listener : listeners.broker()) {
      if (listener.reachable()
          && !listener.sasl()
          && !asksForCertificates(reading.options(), prefixed, listener)) {
        notices.add(
            "ATTENTION: listener "
                + listener
                + " can be reached from other machines, and whoever reaches it may do everything:"
                + " nobody has to say who they are there. Bind it to localhost, or give it SASL or"
                + " ssl.client.auth=required");
      }
    }
    return List.copyOf(notices);
  }

  private static boolean asksForCertificates(
      Options options, Map<String, String> prefixed, Listener listener) {
    var settings = new ListenerSettings(options, prefixed, listener.name());
    return listener.encrypted() && settings.get(SslOptions.SSL_CLIENT_AUTH).equals("required");
  }
}
