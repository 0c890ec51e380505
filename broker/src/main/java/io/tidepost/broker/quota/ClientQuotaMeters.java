package io.tidepost.broker.quota;

import io.tidepost.broker.api.RequestContext;
import io.tidepost.metadata.image.KeptRecords;
import io.tidepost.metadata.quota.ClientQuotas;
import io.tidepost.metadata.quota.ClientQuotas.Limit;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Counts what limited clients produce and fetch, and says how long they have to pause. Costs one
/// volatile read per request while no quota is set. Any thread.
public final class ClientQuotaMeters {

  /// More meters than this, and those that were not used for a while are dropped.
  private static final int METERS_MAX = 10_000;

  private record Key(String quota, @Nullable String user, @Nullable String clientId) {}

  private record State(ClientQuotas quotas, boolean produce, boolean fetch) {}

  private static final State NONE = new State(ClientQuotas.EMPTY, false, false);

  private final int windows;
  private final long windowMillis;
  private final ConcurrentHashMap<Key, WindowedRate> meters = new ConcurrentHashMap<>();
  private final LongAdder throttled = new LongAdder();
  private volatile State state = NONE;
  private @Nullable KeptRecords seen;

  /// @param windows `quota.window.num`
  /// @param windowMillis `quota.window.size.seconds`
  public ClientQuotaMeters(int windows, long windowMillis) {
    this.windows = windows;
    this.windowMillis = windowMillis;
  }

  /// Follows the metadata. One thread at a time.
  public void update(KeptRecords kept) {
    if (kept == seen) {
      return;
    }
    seen = kept;
    ClientQuotas quotas = ClientQuotas.of(kept);
    state =
        quotas == ClientQuotas.EMPTY
            ? NONE
            : new State(
                quotas,
                quotas.has(ClientQuotas.PRODUCER_BYTE_RATE),
                quotas.has(ClientQuotas.CONSUMER_BYTE_RATE));
  }

  /// Whether anybody's producing is limited.
  public boolean limitsProduce() {
    return state.produce;
  }

  /// Whether anybody's fetching is limited.
  public boolean limitsFetch() {
    return state.fetch;
  }

  /// Replies that told a client to pause.
  public long throttledCount() {
    return throttled.sum();
  }

  /// Notes what a client produced.
  ///
  /// @return milliseconds that it has to pause, 0 for not at all
  public int produced(RequestContext caller, long bytes, long nowMillis) {
    return state.produce ? used(ClientQuotas.PRODUCER_BYTE_RATE, caller, bytes, nowMillis) : 0;
  }

  /// Notes what a client fetched.
  ///
  /// @return milliseconds that it has to pause, 0 for not at all
  public int fetched(RequestContext caller, long bytes, long nowMillis) {
    return state.fetch ? used(ClientQuotas.CONSUMER_BYTE_RATE, caller, bytes, nowMillis) : 0;
  }

  private int used(String quota, RequestContext caller, long bytes, long nowMillis) {
    String principal = caller.principal();
    String user = principal.substring(principal.indexOf(':') + 1);
    String clientId = caller.clientId();
    Limit limit = state.quotas.limit(quota, user, clientId == null ? "" : clientId);
    if (limit == null) {
      return 0;
    }
    if (meters.size() > METERS_MAX) {
      meters.values().removeIf(meter -> nowMillis - meter.lastMillis() > windowMillis * windows);
    }
    WindowedRate meter =
        meters.computeIfAbsent(
            new Key(quota, limit.user(), limit.clientId()),
            key -> new WindowedRate(windows, windowMillis));
    long pause;
    synchronized (meter) {
      meter.add(bytes, nowMillis);
      pause = meter.pauseFor(limit.bound(), nowMillis);
    }
    if (pause > 0) {
      throttled.increment();
    }
    return (int) Math.min(pause, Integer.MAX_VALUE);
  }
}
