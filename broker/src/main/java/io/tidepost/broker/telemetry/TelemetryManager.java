package io.tidepost.broker.telemetry;

import io.tidepost.base.Clock;
import io.tidepost.base.Randomness;
import io.tidepost.base.Uuid;
import io.tidepost.broker.api.ApiException;
import io.tidepost.broker.api.RequestContext;
import io.tidepost.metadata.ConfigResource;
import io.tidepost.metadata.image.Configs;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.compression.Compression;
import io.tidepost.wire.message.PushTelemetryRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Knows which clients are to push which metrics, and when (KIP-714). It remembers so many clients
/// and no more, each for three of its intervals and at least a minute. Any thread.
public final class TelemetryManager {

  /// Clients that are remembered, as in Kafka; beyond, the one that was heard of longest ago goes.
  private static final int INSTANCES_MAX = 16_384;

  private static final long SWEEP_MILLIS = 10_000;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Clock clock;
  private final Randomness randomness;
  private final Map<Uuid, ClientInstance> instances = new LinkedHashMap<>(16, 0.75f, true);
  private Collection<Subscription> subscriptions = List.of();
  private @Nullable Configs seen;
  private long sweptMillis;

  /// What a client is told to push.
  ///
  /// @param instanceId its own, from now on
  public record Order(
      Uuid instanceId, int subscriptionId, int intervalMillis, List<String> metrics) {}

  /// A push that is in order.
  ///
  /// @param keptMillis how long its metrics are worth keeping
  public record Accepted(ClientIdentity client, int intervalMillis, long keptMillis) {}

  public TelemetryManager(Clock clock, Randomness randomness) {
    this.clock = clock;
    this.randomness = randomness;
  }

  /// Follows the metadata. One thread at a time.
  public synchronized void update(Configs configs) {
    if (configs == seen) {
      return;
    }
    List<Map<String, String>> before = seen == null ? List.of() : of(seen);
    List<Map<String, String>> now = of(configs);
    seen = configs;
    if (!now.equals(before)) {
      subscriptions = now.stream().map(Subscription::of).toList();
    }
  }

  private static List<Map<String, String>> of(Configs configs) {
    Map<String, Map<String, String>> byName = new TreeMap<>();
    configs.forEach((resource, values) -> {
      if (resource.type() == ConfigResource.Type.CLIENT_METRICS) {
        byName.put(resource.name(), values);
      }
    });
    return new ArrayList<>(byName.values());
  }

  /// Tells a client what to push.
  ///
  /// @param id what it was called before, [Uuid#ZERO] on its first request
  /// @throws ApiException when it asks too early
  public synchronized Order order(Uuid id, RequestContext caller) {
    long now = now();
    Uuid known = id.equals(Uuid.ZERO) ? newId() : id;
    ClientInstance instance = instance(known, caller, now);
    boolean mendsItself =
        instance.lastError() == ErrorCode.UNKNOWN_SUBSCRIPTION_ID
            || instance.lastError() == ErrorCode.UNSUPPORTED_COMPRESSION_TYPE;
    if (!instance.mayGet(now) && !mendsItself) {
      throw tooEarly(id);
    }
    instance.lastError(ErrorCode.NONE);
    return new Order(
        known, instance.subscriptionId(), instance.intervalMillis(), instance.metrics());
  }

  /// Looks at a push.
  ///
  /// @param bytesMax `telemetry.max.bytes`
  /// @throws ApiException when it is not in order
  public synchronized Accepted accept(
      PushTelemetryRequest request, RequestContext caller, int bytesMax) {
    Uuid id = request.clientInstanceId;
    if (id.equals(Uuid.ZERO) || id.equals(Uuid.ONE)) {
      throw new ApiException(
          ErrorCode.INVALID_REQUEST, "Invalid client instance id [%s]".formatted(id));
    }
    long now = now();
    ClientInstance instance = instance(id, caller, now);
    try {
      check(request, instance, bytesMax, now);
    } catch (ApiException e) {
      instance.lastError(e.error());
      throw e;
    } finally {
      instance.terminating(request.terminating);
    }
    instance.lastError(ErrorCode.NONE);
    return new Accepted(instance.client(), instance.intervalMillis(), instance.keptMillis());
  }

  private static void check(
      PushTelemetryRequest request, ClientInstance instance, int bytesMax, long nowMillis) {
    Uuid id = request.clientInstanceId;
    if (instance.isTerminating()) {
      throw new ApiException(
          ErrorCode.INVALID_REQUEST,
          "Client [%s] has said that it is terminating, nothing is accepted after that"
              .formatted(id));
    }
    if (!instance.mayPush(nowMillis) && !request.terminating) {
      throw tooEarly(id);
    }
    if (request.subscriptionId != instance.subscriptionId()) {
      throw new ApiException(
          ErrorCode.UNKNOWN_SUBSCRIPTION_ID,
          "Unknown client subscription id for the client [%s]".formatted(id));
    }
    if (Compression.of(request.compressionType) == null) {
      throw new ApiException(
          ErrorCode.UNSUPPORTED_COMPRESSION_TYPE,
          "Unknown compression type [%d] in the telemetry of [%s]"
              .formatted(request.compressionType, id));
    }
    if (request.metrics.remaining() > bytesMax) {
      throw new ApiException(
          ErrorCode.TELEMETRY_TOO_LARGE,
          "The telemetry of [%s] is larger than [%d] bytes".formatted(id, bytesMax));
    }
  }

  private static ApiException tooEarly(Uuid id) {
    return new ApiException(
        ErrorCode.THROTTLING_QUOTA_EXCEEDED,
        "Request from the client [%s] arrived before the next push interval time".formatted(id));
  }

  private ClientInstance instance(Uuid id, RequestContext caller, long nowMillis) {
    sweep(nowMillis);
    ClientInstance known = instances.get(id);
    if (known == null || !known.isFrom(subscriptions)) {
      ClientIdentity client = known == null ? ClientIdentity.of(id, caller) : known.client();
      known = new ClientInstance(client, subscriptions);
      instances.put(id, known);
    }
    known.seen(nowMillis);
    return known;
  }

  private void sweep(long nowMillis) {
    if (instances.size() >= INSTANCES_MAX) {
      Iterator<ClientInstance> oldest = instances.values().iterator();
      oldest.next();
      oldest.remove();
    }
    if (nowMillis - sweptMillis > SWEEP_MILLIS) {
      sweptMillis = nowMillis;
      instances.values().removeIf(instance -> instance.isForgotten(nowMillis));
    }
  }

  /// The client's connection is gone, and the client with it.
  public synchronized void closed(Uuid id) {
    instances.remove(id);
  }

  /// Notes that what an accepted push carried could not be used.
  public synchronized void spoiled(Uuid id) {
    ClientInstance instance = instances.get(id);
    if (instance != null) {
      instance.lastError(ErrorCode.INVALID_RECORD);
    }
  }

  /// Clients that are remembered.
  public synchronized int instanceCount() {
    return instances.size();
  }

  private Uuid newId() {
    Uuid id = Uuid.random(randomness);
    while (instances.containsKey(id)) {
      id = Uuid.random(randomness);
    }
    return id;
  }

  private long now() {
    return clock.monotonicNanos() / NANOS_PER_MILLI;
  }
}
