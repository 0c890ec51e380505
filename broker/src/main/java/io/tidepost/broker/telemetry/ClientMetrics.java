package io.tidepost.broker.telemetry;

import io.tidepost.base.Uuid;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The newest metrics of every client, in bounded memory: so many series in all and of one client,
/// names of bounded length; what is beyond is counted as dropped. A client that has not pushed for
/// three of its intervals is forgotten. Deltas are added up, so counters only grow. Any thread.
public final class ClientMetrics {

  private static final int TEXT_LENGTH_MAX = 255;
  private static final int LABELS_MAX = 32;
  private static final int CLIENTS_MAX = 16_384;
  private static final long SWEEP_NANOS = 10_000_000_000L;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private record Key(String name, SortedMap<String, String> labels) {}

  /// One number of a client.
  ///
  /// @param counter whether it only grows
  public record Series(
      String name, SortedMap<String, String> labels, boolean counter, double value) {}

  /// A client with its numbers, as they were at its last push.
  ///
  /// @param labels the client gave itself
  /// @param pushedMillis when it pushed last, wall-clock time
  public record Client(
      ClientIdentity identity,
      SortedMap<String, String> labels,
      long pushedMillis,
      List<Series> series) {}

  private static final class Held {
    private final ClientIdentity identity;
    private final Map<Key, Series> series = new LinkedHashMap<>();
    private SortedMap<String, String> labels = new TreeMap<>();
    private long pushedMillis;
    private long forgottenNanos;

    Held(ClientIdentity identity) {
      this.identity = identity;
    }
  }

  private final int seriesMax;
  private final int seriesOfClientMax;
  private final Map<Uuid, Held> clients = new LinkedHashMap<>(16, 0.75f, true);
  private int seriesHeld;
  private long dropped;
  private long sweptNanos;

  /// @param seriesMax `tidepost.client.metrics.series.max`
  /// @param seriesOfClientMax `tidepost.client.metrics.series.per.client.max`
  public ClientMetrics(int seriesMax, int seriesOfClientMax) {
    this.seriesMax = seriesMax;
    this.seriesOfClientMax = seriesOfClientMax;
  }

  /// Takes what a client pushed.
  ///
  /// @param keptMillis how long it is kept unless more comes
  /// @return the client as it is now, with what this push was about
  public synchronized Client take(
      ClientIdentity identity, Pushed pushed, long keptMillis, long wallMillis, long nowNanos) {
    if (nowNanos - sweptNanos > SWEEP_NANOS) {
      forget(nowNanos);
    }
    Held held = clients.computeIfAbsent(identity.instanceId(), id -> new Held(identity));
    if (clients.size() > CLIENTS_MAX) {
      gone(clients.keySet().iterator().next());
    }
    held.labels = bounded(pushed.labels());
    held.pushedMillis = wallMillis;
    held.forgottenNanos = nowNanos + keptMillis * NANOS_PER_MILLI;
    List<Series> taken = new ArrayList<>();
    for (Sample sample : pushed.samples()) {
      Key key = new Key(sample.name(), sample.labels());
      Series before = held.series.get(key);
      if (before == null && !isWelcome(held, sample)) {
        dropped++;
        continue;
      }
      double added = before != null && sample.kind() == Sample.Kind.DELTA ? before.value() : 0;
      Series now =
          new Series(
              sample.name(),
              key.labels(),
              sample.kind() != Sample.Kind.GAUGE,
              added + sample.value());
      held.series.put(key, now);
      seriesHeld += before == null ? 1 : 0;
      taken.add(now);
    }
    return new Client(identity, held.labels, wallMillis, taken);
  }

  private boolean isWelcome(Held held, Sample sample) {
    return held.series.size() < seriesOfClientMax
        && seriesHeld < seriesMax
        && sample.name().length() <= TEXT_LENGTH_MAX
        && sample.labels().size() <= LABELS_MAX
        && isShort(sample.labels());
  }

  private static boolean isShort(Map<String, String> labels) {
    return labels.entrySet().stream()
        .allMatch(label ->
            label.getKey().length() <= TEXT_LENGTH_MAX
                && label.getValue().length() <= TEXT_LENGTH_MAX);
  }

  private static SortedMap<String, String> bounded(SortedMap<String, String> labels) {
    SortedMap<String, String> result = new TreeMap<>();
    labels.forEach((name, value) -> {
      if (result.size() < LABELS_MAX
          && name.length() <= TEXT_LENGTH_MAX
          && value.length() <= TEXT_LENGTH_MAX) {
        result.put(name, value);
      }
    });
    return Collections.unmodifiableSortedMap(result);
  }

  private void gone(Uuid instanceId) {
    Held held = clients.remove(instanceId);
    if (held != null) {
      seriesHeld -= held.series.size();
    }
  }

  private void forget(long nowNanos) {
    sweptNanos = nowNanos;
    Iterator<Held> all = clients.values().iterator();
    while (all.hasNext()) {
      Held held = all.next();
      if (held.forgottenNanos - nowNanos < 0) {
        seriesHeld -= held.series.size();
        all.remove();
      }
    }
  }

  /// Every client that is not forgotten, with all its numbers.
  public synchronized List<Client> clients(long nowNanos) {
    forget(nowNanos);
    return clients.values().stream()
        .map(held ->
            new Client(
                held.identity, held.labels, held.pushedMillis, List.copyOf(held.series.values())))
        .toList();
  }

  /// Numbers that are held.
  public synchronized int seriesCount() {
    return seriesHeld;
  }

  /// Numbers that were pushed and found no room.
  public synchronized long droppedCount() {
    return dropped;
  }
}
