package io.tidepost.broker.metric;

import io.tidepost.broker.Log;
import io.tidepost.broker.net.CallerWords;
import io.tidepost.broker.net.Exchange;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// The log of requests that took long, with where their time went. Time that a request spent
/// waiting for something to happen, as a fetch does at the end of a log, does not count. Any loop.
public final class SlowRequests {

  /// None is slow.
  static final SlowRequests NOT_LOGGED = new SlowRequests(0);

  private static final Log LOG = Log.of(SlowRequests.class);

  /// So many lines in one second; the rest is counted.
  private static final int LINES_PER_SECOND = 10;

  private static final double NANOS_PER_MILLI = 1e6;

  private final long limitNanos;
  private final AtomicLong second = new AtomicLong(Long.MIN_VALUE);
  private final AtomicInteger lines = new AtomicInteger();
  private final AtomicInteger suppressed = new AtomicInteger();

  /// @param limitMillis from how long on a request is slow; 0 for never
  public SlowRequests(long limitMillis) {
    limitNanos = limitMillis == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(limitMillis);
  }

  boolean isSlow(Exchange exchange, long nowNanos) {
    return exchange.totalNanos(nowNanos) > limitNanos
        && exchange.totalNanos(nowNanos) - (exchange.mayWait() ? exchange.remoteNanos() : 0)
            > limitNanos;
  }

  void log(Exchange exchange, long nowNanos) {
    if (!mayLog(nowNanos)) {
      suppressed.incrementAndGet();
      return;
    }
    CallerWords caller = exchange.caller();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("event", "slow-request");
    values.put("api", caller.api());
    values.put("version", caller.version());
    values.put("clientId", caller.clientId());
    values.put("principal", caller.principal());
    values.put("connection", caller.connection());
    values.put("listener", caller.listener());
    values.put("totalMs", millis(exchange.totalNanos(nowNanos)));
    values.put("queueMs", millis(exchange.queueNanos()));
    values.put("localMs", millis(exchange.localNanos()));
    values.put("remoteMs", millis(exchange.remoteNanos()));
    values.put("replyQueueMs", millis(exchange.replyQueueNanos(nowNanos)));
    values.put("throttleMs", exchange.throttledMillis());
    values.put("suppressed", suppressed.getAndSet(0));
    LOG.warn(
        values,
        "slow request: {} version {} of client '{}' ({}, {}) took {} ms: {} ms behind earlier"
            + " requests of its connection, {} ms on the event loop, {} ms waiting for {}, {} ms"
            + " behind earlier replies; the client pauses for {} ms",
        caller.api(),
        caller.version(),
        caller.clientId(),
        caller.principal(),
        caller.connection(),
        values.get("totalMs"),
        values.get("queueMs"),
        values.get("localMs"),
        values.get("remoteMs"),
        exchange.mayWait() ? "something to happen" : "disks, replicas or other nodes",
        values.get("replyQueueMs"),
        values.get("throttleMs"));
  }

  private boolean mayLog(long nowNanos) {
    long now = TimeUnit.NANOSECONDS.toSeconds(nowNanos);
    long before = second.get();
    if (before != now && second.compareAndSet(before, now)) {
      lines.set(0);
    }
    return lines.incrementAndGet() <= LINES_PER_SECOND;
  }

  private static double millis(long nanos) {
    return Math.round(Math.max(0, nanos) / NANOS_PER_MILLI * 10) / 10.0;
  }
}
