package io.tidepost.broker.option;

import io.tidepost.base.option.InvalidOptionException;
import io.tidepost.base.option.Option;
import io.tidepost.base.option.Options;
import io.tidepost.base.option.Origin;
import io.tidepost.log.LogConfig;
import io.tidepost.log.option.LogConfigs;
import io.tidepost.metadata.ConfigResource;
import io.tidepost.metadata.image.Configs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// A broker's options as they stand now: what it was started with, under what was changed since for
/// all brokers, under what was changed for this one. Readable from any thread; updated by one.
public final class DynamicOptions {

  private final Options startup;
  private final Map<String, String> startupPrefixed;
  private final int nodeId;
  private volatile Options current;
  private volatile Map<String, String> prefixed;
  private volatile Configs configs = Configs.EMPTY;
  private final List<Consumer<Options>> followers = new CopyOnWriteArrayList<>();

  public DynamicOptions(Options startup, int nodeId) {
    this(startup, Map.of(), nodeId);
  }

  /// @param prefixed what was set at start for single listeners, see [ListenerSettings#PREFIX]
  public DynamicOptions(Options startup, Map<String, String> prefixed, int nodeId) {
    this.startup = startup;
    this.startupPrefixed = prefixed;
    this.prefixed = prefixed;
    this.nodeId = nodeId;
    this.current = startup;
  }

  /// What the broker was started with.
  public Options startup() {
    return startup;
  }

  /// The values now. Do not keep it longer than one decision.
  public Options current() {
    return current;
  }

  /// The value of one option now.
  public <T> T get(Option<T> option) {
    return current.get(option);
  }

  /// The options of one listener now.
  public ListenerSettings listener(String name) {
    return new ListenerSettings(current, prefixed, name);
  }

  /// The options of one listener as they would be with other values set at run time.
  public ListenerSettings listener(String name, Map<String, String> proposed) {
    return new ListenerSettings(current, withStartup(proposed), name);
  }

  private Map<String, String> withStartup(Map<String, String> changed) {
    Map<String, String> all = new HashMap<>(startupPrefixed);
    changed.forEach((name, value) -> {
      if (name.startsWith(ListenerSettings.PREFIX)) {
        all.put(name, value);
      }
    });
    return Map.copyOf(all);
  }

  /// Tells all followers although nothing changed: an option was set to what it is already, with
  /// which operators ask for files to be read anew.
  public void repeat() {
    Options same = current;
    followers.forEach(follower -> follower.accept(same));
  }

  /// Has `follower` told of every change from now on, on the thread that brings it.
  public void follow(Consumer<Options> follower) {
    followers.add(follower);
  }

  /// Takes over what the metadata says.
  ///
  /// @param complaints told of stored values that are not allowed; they have no effect
  /// @return whether something changed
  public boolean update(Configs configs, Consumer<String> complaints) {
    ConfigResource own = ConfigResource.broker(nodeId);
    Map<String, String> forAll = configs.of(ConfigResource.BROKER_DEFAULT);
    Map<String, String> forThis = configs.of(own);
    Configs before = this.configs;
    this.configs = configs;
    if (forAll.equals(before.of(ConfigResource.BROKER_DEFAULT)) && forThis.equals(before.of(own))) {
      return false;
    }
    current =
        startup
            .with(Origin.Source.DYNAMIC_DEFAULT_BROKER, allowed(forAll, complaints))
            .with(Origin.Source.DYNAMIC_BROKER, allowed(forThis, complaints));
    prefixed = withStartup(forThis);
    Options changed = current;
    followers.forEach(follower -> follower.accept(changed));
    return true;
  }

  /// Names and values set for all brokers, also names nobody knows.
  public Map<String, String> setForAll() {
    return configs.of(ConfigResource.BROKER_DEFAULT);
  }

  /// What the logs of a topic obey.
  ///
  /// @param overrides what is set on the topic
  public LogConfig logConfig(Map<String, String> overrides) {
    return LogConfigs.logConfig(LogConfigs.of(current, overrides));
  }

  private static Map<String, String> allowed(
      Map<String, String> stored, Consumer<String> complaints) {
    Map<String, String> allowed = new HashMap<>();
    for (Map.Entry<String, String> entry : stored.entrySet()) {
      Option<?> option = BrokerOptions.ALL.find(entry.getKey());
      try {
        if (option != null && option.scope().dynamic()) {
          option.parse(entry.getValue());
          allowed.put(entry.getKey(), entry.getValue());
        }
      } catch (InvalidOptionException e) {
        complaints.accept("passed over what was set at run time: " + e.getMessage());
      }
    }
    return allowed;
  }
}
