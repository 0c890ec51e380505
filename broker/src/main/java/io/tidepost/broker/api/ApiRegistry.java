package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.wire.ApiKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Which APIs this broker serves, in which versions. ApiVersions advertises exactly what is
/// registered here and is Kafka's. A handler is made, and its class loaded, when its API is first
/// called.
public final class ApiRegistry {

  /// One API that is served.
  ///
  /// @param apiKey its number
  /// @param lowestVersion first version served
  /// @param highestVersion last version served
  public record ServedApi(short apiKey, short lowestVersion, short highestVersion) {}

  private final BrokerContext context;
  private final @Nullable Entry[] entries = new Entry[ApiKey.SLOTS];

  public ApiRegistry(BrokerContext context, List<ApiGroup> groups) {
    this.context = context;
    groups.forEach(group -> group.register(this));
  }

  /// The broker that the handlers belong to.
  BrokerContext context() {
    return context;
  }

  /// Registers an API.
  ///
  /// @param apiKey number of the API
  /// @param lowestVersion first version that the handler serves
  /// @param highestVersion last version that the handler serves
  /// @param factory makes the handler; called once, when the API is first called
  public void serve(
      int apiKey,
      int lowestVersion,
      int highestVersion,
      Function<BrokerContext, ApiHandler<?, ?>> factory) {
    int slot = ApiKey.slot((short) apiKey);
    if (entries[slot] != null) {
      throw new IllegalStateException("API " + apiKey + " is registered twice");
    }
    entries[slot] =
        new Entry(
            new ServedApi((short) apiKey, (short) lowestVersion, (short) highestVersion), factory);
  }

  /// What is served, by number.
  public List<ServedApi> served() {
    List<ServedApi> result = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry != null) {
        result.add(entry.api);
      }
    }
    return result;
  }

  /// What clients are told of: what is Kafka's.
  public List<ServedApi> advertised() {
    return served().stream().filter(api -> api.apiKey() < ApiKey.FIRST_OWN).toList();
  }

  /// The versions that are served of this API, `null` when it is not served.
  public @Nullable ServedApi find(short apiKey) {
    Entry entry = entry(apiKey);
    return entry == null ? null : entry.api;
  }

  /// The handler of an API that is served. Any thread.
  public ApiHandler<?, ?> handler(short apiKey) {
    Entry entry = entry(apiKey);
    if (entry == null) {
      throw new IllegalArgumentException("API " + apiKey + " is not served");
    }
    return entry.handler(context);
  }

  private @Nullable Entry entry(short apiKey) {
    int slot = ApiKey.slot(apiKey);
    return slot < 0 ? null : entries[slot];
  }

  private static final class Entry {
    private final ServedApi api;
    private final Function<BrokerContext, ApiHandler<?, ?>> factory;
    private volatile @Nullable ApiHandler<?, ?> handler;

    Entry(ServedApi api, Function<BrokerContext, ApiHandler<?, ?>> factory) {
      this.api = api;
      this.factory = factory;
    }

    ApiHandler<?, ?> handler(BrokerContext context) {
      ApiHandler<?, ?> known = handler;
      if (known != null) {
        return known;
      }
      synchronized (this) {
        known = handler;
        if (known == null) {
          known = factory.apply(context);
          handler = known;
        }
        return known;
      }
    }
  }
}
