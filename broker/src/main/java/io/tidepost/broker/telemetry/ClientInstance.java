package io.tidepost.broker.telemetry;

import io.tidepost.wire.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/// One client that asks what to push. Guarded by [TelemetryManager].
final class ClientInstance {

  private static final long NEVER = Long.MIN_VALUE / 2;

  private final ClientIdentity client;
  private final Collection<Subscription> subscriptions;
  private final SortedSet<String> metrics = new TreeSet<>();
  private final int subscriptionId;
  private int intervalMillis = Subscription.INTERVAL_MILLIS_DEFAULT;
  private long lastGetMillis = NEVER;
  private long lastPushMillis = NEVER;
  private long seenMillis;
  private boolean terminating;
  private ErrorCode lastError = ErrorCode.NONE;

  /// @param all every subscription there is; those that match count
  ClientInstance(ClientIdentity client, Collection<Subscription> all) {
    this.client = client;
    this.subscriptions = all;
    for (Subscription subscription : all) {
      if (subscription.matches(client)) {
        metrics.addAll(subscription.metrics());
        intervalMillis = Math.min(intervalMillis, subscription.intervalMillis());
      }
    }
    if (metrics.contains(Subscription.ALL_METRICS)) {
      metrics.clear();
      metrics.add(Subscription.ALL_METRICS);
    }
    CRC32C crc = new CRC32C();
    crc.update((metrics.toString() + intervalMillis).getBytes(StandardCharsets.UTF_8));
    subscriptionId = (int) crc.getValue() ^ client.instanceId().hashCode();
  }

  ClientIdentity client() {
    return client;
  }

  /// Whether it was made from these subscriptions.
  boolean isFrom(Collection<Subscription> all) {
    return subscriptions == all;
  }

  List<String> metrics() {
    return List.copyOf(metrics);
  }

  int subscriptionId() {
    return subscriptionId;
  }

  int intervalMillis() {
    return intervalMillis;
  }

  /// Whether it may ask at this time; notes that it has.
  boolean mayGet(long nowMillis) {
    if (nowMillis - Math.max(lastGetMillis, lastPushMillis) < intervalMillis) {
      return false;
    }
    lastGetMillis = nowMillis;
    return true;
  }

  /// Whether it may push at this time; notes that it has. The first push after it asked may come
  /// early: clients spread theirs over the interval.
  boolean mayPush(long nowMillis) {
    if (lastGetMillis <= lastPushMillis && nowMillis - lastPushMillis < intervalMillis) {
      return false;
    }
    lastPushMillis = nowMillis;
    return true;
  }

  boolean isTerminating() {
    return terminating;
  }

  void terminating(boolean is) {
    terminating = is;
  }

  ErrorCode lastError() {
    return lastError;
  }

  void lastError(ErrorCode error) {
    lastError = error;
  }

  void seen(long nowMillis) {
    seenMillis = nowMillis;
  }

  boolean isForgotten(long nowMillis) {
    return nowMillis - seenMillis > keptMillis();
  }

  /// How long it is remembered in silence.
  long keptMillis() {
    return Math.max(60_000, 3L * intervalMillis);
  }
}
