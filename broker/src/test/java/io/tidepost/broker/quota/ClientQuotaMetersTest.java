package io.tidepost.broker.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.tidepost.base.Clock;
import io.tidepost.broker.api.RequestContext;
import io.tidepost.broker.net.Loop;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.quota.ClientQuotas;
import io.tidepost.wire.ErrorCode;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What limited clients may do, on a clock that the test moves.
class ClientQuotaMetersTest {

  private static final ClientQuotaMeters.Windows WINDOWS =
      new ClientQuotaMeters.Windows(11, 1000, 11, 1000);

  private final Time time = new Time();
  private final Limits limits = new Limits();
  private final ClientQuotaMeters meters = new ClientQuotaMeters(limits, WINDOWS, time);

  private static final class Time implements Clock {
    private long millis = 1_000_000;

    @Override
    public long wallMillis() {
      throw new AssertionError("a clock that may jump");
    }

    @Override
    public long monotonicNanos() {
      return millis * 1_000_000;
    }
  }

  /// Everybody shares what is put here.
  private static final class Limits implements QuotaSource {
    private final Map<String, Double> bounds = new HashMap<>();

    @Override
    public boolean limits(String key) {
      return bounds.containsKey(key);
    }

    @Override
    public @Nullable QuotaLimit limit(String key, RequestContext caller) {
      Double bound = bounds.get(key);
      return bound == null ? null : new QuotaLimit(bound, "all");
    }

    @Override
    public void update(MetadataImage image) {}
  }

  private void set(String quota, double bound) {
    limits.bounds.put(quota, bound);
    meters.update(MetadataImage.EMPTY);
  }

  private static RequestContext caller() {
    Loop none =
        (Loop)
            Proxy.newProxyInstance(
                Loop.class.getClassLoader(), new Class<?>[] {Loop.class}, (p, m, a) -> null);
    return new RequestContext(
        (short) 1,
        (short) 1,
        1,
        "client",
        "User:somebody",
        false,
        "PLAINTEXT",
        "PLAINTEXT",
        "1",
        InetAddress.getLoopbackAddress(),
        "",
        "",
        none);
  }

  @Test
  void nothingIsCountedWithoutAQuota() {
    assertEquals(0, meters.produced(caller(), Long.MAX_VALUE));
    assertEquals(Integer.MAX_VALUE, meters.fetchable(caller()));
    assertNull(meters.begin(caller()));
    assertSame(PartitionGrant.UNLIMITED, meters.mutations(caller(), true));
    assertNull(PartitionGrant.UNLIMITED.take(Integer.MAX_VALUE));
  }

  /// What every request asks costs no memory, and with it nearly nothing, while no quota is set.
  @Test
  void nothingIsAllocatedWithoutAQuota() {
    RequestContext caller = caller();
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    boolean limited = false;
    for (int i = 0; i < 100_000; i++) {
      limited |= meters.begin(caller) != null;
      limited |= meters.limitsProduce() || meters.limitsFetch();
      limited |= meters.produced(caller, i) + meters.fetched(caller, i) > 0;
      limited |= meters.fetchable(caller) < Integer.MAX_VALUE;
      limited |= meters.mutations(caller, true).take(1) != null;
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertFalse(limited);
    assertTrue(allocated < 100_000, () -> allocated + " bytes for 100,000 requests");
  }

  @Test
  void aFetchGetsWhatIsLeftAndThenNothingUntilThePauseIsOver() {
    set(ClientQuotas.CONSUMER_BYTE_RATE, 1000);
    assertEquals(0, meters.beforeFetch(caller()));
    assertEquals(10_000, meters.fetchable(caller()));
    assertEquals(0, meters.fetched(caller(), 6000));
    assertEquals(4000, meters.fetchable(caller()));
    int pause = meters.fetched(caller(), 9000);
    assertEquals(5000, pause);
    assertEquals(0, meters.fetchable(caller()));
    assertEquals(pause, meters.beforeFetch(caller()));
    assertEquals(pause, meters.beforeFetch(caller()), "asking costs nothing");
    assertEquals(3, meters.throttledCount());
    time.millis += 20_000;
    assertEquals(0, meters.beforeFetch(caller()));
    assertEquals(10_000, meters.fetchable(caller()));
  }

  @Test
  void requestTimePausesForOneWindowAtMost() {
    set(ClientQuotas.REQUEST_PERCENTAGE, 1);
    assertNotNull(meters.begin(caller()));
    assertEquals(0, meters.worked(caller(), 50_000_000));
    assertEquals(1000, meters.worked(caller(), 10_000_000_000L));
    time.millis += 20_000;
    assertEquals(0, meters.worked(caller(), 50_000_000));
  }

  @Test
  void partitionsAreRefusedOrPausedForWhenTheBucketIsOverdrawn() {
    set(ClientQuotas.CONTROLLER_MUTATION_RATE, 2);
    PartitionGrant strict = meters.mutations(caller(), true);
    assertNull(strict.take(30), "a burst of 22, overdrawn by 8");
    assertEquals(
        ErrorCode.THROTTLING_QUOTA_EXCEEDED, Objects.requireNonNull(strict.take(1)).error());
    time.millis += 3000;
    assertNotNull(meters.mutations(caller(), true).take(1));
    time.millis += 1000;
    assertNull(meters.mutations(caller(), true).take(1));
    PartitionGrant permissive = meters.mutations(caller(), false);
    assertNull(permissive.take(5));
    assertNull(permissive.take(5), "overdrawn already");
  }

  @Test
  void metersOfTheIdleAreDropped() {
    set(ClientQuotas.PRODUCER_BYTE_RATE, 10);
    assertTrue(meters.produced(caller(), 1_000_000) > 0);
    time.millis += 100_000;
    assertEquals(0, meters.produced(caller(), 1));
  }
}
