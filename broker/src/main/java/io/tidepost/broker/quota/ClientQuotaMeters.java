package io.tidepost.broker.quota;

import io.tidepost.base.Clock;
import io.tidepost.broker.api.RequestContext;
import io.tidepost.broker.security.inside.InsideListener;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.quota.ClientQuotas;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Counts what limited clients use, and says how long they have to pause. Costs one volatile read
/// per request and quota while none is set. Any thread.
public final class ClientQuotaMeters implements AutoCloseable {

  /// More meters than this, and those that were not used for a while are dropped.
  private static final int METERS_MAX = 10_000;

  private static final double PERCENT_PER_NANO = 100 / 1e9;
  private static final long MILLIS_PER_SECOND = 1000;
  private static final long NANOS_PER_MILLI = 1_000_000;

  /// How rates are measured.
  ///
  /// @param windows `quota.window.num`
  /// @param windowMillis `quota.window.size.seconds`
  /// @param mutationWindows `controller.quota.window.num`
  /// @param mutationWindowMillis `controller.quota.window.size.seconds`
  public record Windows(
      int windows, long windowMillis, int mutationWindows, long mutationWindowMillis) {

    long millis() {
      return windows * windowMillis;
    }

    double burstSeconds() {
      return (double) mutationWindows * mutationWindowMillis / MILLIS_PER_SECOND;
    }
  }

  private record Key(String quota, Object sharedBy) {}

  /// Which quotas somebody has.
  private record Limited(boolean produce, boolean fetch, boolean requests, boolean mutations) {}

  private final QuotaSource source;
  private final Windows windows;
  private final Clock clock;
  private final ConcurrentHashMap<Key, WindowedRate> rates = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Key, TokenBucket> buckets = new ConcurrentHashMap<>();
  private final LongAdder throttled = new LongAdder();
  private volatile long sweptMillis;
  private volatile Limited limited = new Limited(false, false, false, false);

  /// With the quotas in the metadata.
  public ClientQuotaMeters(Windows windows, Clock clock) {
    this(new MetadataQuotas(), windows, clock);
  }

  public ClientQuotaMeters(QuotaSource source, Windows windows, Clock clock) {
    this.source = source;
    this.windows = windows;
    this.clock = clock;
  }

  /// Follows the metadata. One thread at a time.
  public void update(MetadataImage image) {
    source.update(image);
    limited =
        new Limited(
            source.limits(ClientQuotas.PRODUCER_BYTE_RATE),
            source.limits(ClientQuotas.CONSUMER_BYTE_RATE),
            source.limits(ClientQuotas.REQUEST_PERCENTAGE),
            source.limits(ClientQuotas.CONTROLLER_MUTATION_RATE));
  }

  /// Whether anybody's producing is limited.
  public boolean limitsProduce() {
    return limited.produce;
  }

  /// Whether anybody's fetching is limited.
  public boolean limitsFetch() {
    return limited.fetch;
  }

  /// Replies that told a client to pause.
  public long throttledCount() {
    return throttled.sum();
  }

  /// Notes what a client produced.
  ///
  /// @return milliseconds that it has to pause, 0 for not at all
  public int produced(RequestContext caller, long bytes) {
    return limited.produce ? used(ClientQuotas.PRODUCER_BYTE_RATE, caller, bytes) : 0;
  }

  /// Notes what a client fetched.
  ///
  /// @return milliseconds that it has to pause, 0 for not at all
  public int fetched(RequestContext caller, long bytes) {
    return limited.fetch ? used(ClientQuotas.CONSUMER_BYTE_RATE, caller, bytes) : 0;
  }

  /// How long a client has to wait before it may fetch anything; 0 for not at all.
  public int beforeFetch(RequestContext caller) {
    return fetched(caller, 0);
  }

  /// Bytes that a client may fetch now without having to pause afterwards.
  public int fetchable(RequestContext caller) {
    QuotaLimit limit = limited.fetch ? limit(ClientQuotas.CONSUMER_BYTE_RATE, caller) : null;
    if (limit == null) {
      return Integer.MAX_VALUE;
    }
    WindowedRate rate = rate(ClientQuotas.CONSUMER_BYTE_RATE, limit);
    synchronized (rate) {
      return (int) Math.clamp(rate.room(limit.bound(), now()), 0, Integer.MAX_VALUE);
    }
  }

  /// Begins to count the time of a request; `null` when nobody's is limited.
  public @Nullable RequestTime begin(RequestContext caller) {
    return limited.requests ? new RequestTime(this, caller) : null;
  }

  /// Notes time of an event loop.
  ///
  /// @return milliseconds that the client has to pause, one window at most, 0 for not at all
  int worked(RequestContext caller, long nanos) {
    double percent = nanos * PERCENT_PER_NANO;
    return Math.min(
        used(ClientQuotas.REQUEST_PERCENTAGE, caller, percent), (int) windows.windowMillis);
  }

  /// What a request may create and delete.
  ///
  /// @param strict whether the client knows the error for what is too much
  public PartitionGrant mutations(RequestContext caller, boolean strict) {
    QuotaLimit limit =
        limited.mutations ? limit(ClientQuotas.CONTROLLER_MUTATION_RATE, caller) : null;
    if (limit == null) {
      return PartitionGrant.UNLIMITED;
    }
    if (isTimeToSweep(buckets.size())) {
      // Who rested for that long has a full bucket, as a new one is.
      double rested = windows.burstSeconds() * 2 * MILLIS_PER_SECOND;
      buckets.values().removeIf(bucket -> now() - bucket.lastMillis() > rested);
    }
    TokenBucket bucket =
        buckets.computeIfAbsent(
            new Key(ClientQuotas.CONTROLLER_MUTATION_RATE, limit.sharedBy()),
            key -> new TokenBucket(windows.burstSeconds()));
    return new PartitionGrant(bucket, limit.bound(), strict, this::now);
  }

  private int used(String quota, RequestContext caller, double amount) {
    QuotaLimit limit = limit(quota, caller);
    if (limit == null) {
      return 0;
    }
    WindowedRate rate = rate(quota, limit);
    long pause;
    synchronized (rate) {
      long now = now();
      if (amount > 0) {
        rate.add(amount, now);
      }
      pause = rate.pauseFor(limit.bound(), now);
    }
    if (pause > 0) {
      throttled.increment();
    }
    return (int) Math.min(pause, Integer.MAX_VALUE);
  }

  /// The platform's own work is not limited.
  private @Nullable QuotaLimit limit(String quota, RequestContext caller) {
    return InsideListener.isPlatform(caller) ? null : source.limit(quota, caller);
  }

  private WindowedRate rate(String quota, QuotaLimit limit) {
    if (isTimeToSweep(rates.size())) {
      long now = now();
      rates.values().removeIf(rate -> now - rate.lastMillis() > windows.millis());
    }
    return rates.computeIfAbsent(
        new Key(quota, limit.sharedBy()),
        key -> new WindowedRate(windows.windows, windows.windowMillis));
  }

  private long now() {
    return clock.monotonicNanos() / NANOS_PER_MILLI;
  }

  /// Looks for what may be dropped, once in a while.
  private boolean isTimeToSweep(int size) {
    long now = now();
    if (size <= METERS_MAX || now - sweptMillis < MILLIS_PER_SECOND) {
      return false;
    }
    sweptMillis = now;
    return true;
  }

  @Override
  public void close() {
    source.close();
  }
}
