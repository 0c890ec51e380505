package io.tidepost.monitor.figures;

import io.tidepost.broker.metric.Latencies;
import io.tidepost.broker.metric.RequestTimes;
import java.util.ArrayDeque;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What requests took in the last minutes, from what was counted since the start: remembers how it
/// was when it was asked before. One thread at a time.
final class RequestWindow {

  /// About as long as Kafka's histograms remember.
  private static final long WINDOW_NANOS = 300_000_000_000L;

  private static final long STEP_NANOS = 60_000_000_000L;

  private record Moment(long nanos, SortedMap<String, RequestTimes> times) {}

  private final ArrayDeque<Moment> moments = new ArrayDeque<>();

  /// @param now everything since the start
  /// @return what came in the window
  SortedMap<String, RequestTimes> recent(SortedMap<String, RequestTimes> now, long nowNanos) {
    while (moments.size() > 1 && nowNanos - moments.peekFirst().nanos() > WINDOW_NANOS) {
      moments.pollFirst();
    }
    Moment before = moments.peekFirst();
    Moment last = moments.peekLast();
    SortedMap<String, RequestTimes> result = new TreeMap<>();
    now.forEach((name, times) ->
        result.put(name, since(times, before == null ? null : before.times().get(name))));
    if (last == null || nowNanos - last.nanos() >= STEP_NANOS) {
      moments.addLast(new Moment(nowNanos, now));
    }
    return result;
  }

  private static RequestTimes since(RequestTimes now, @Nullable RequestTimes before) {
    return before == null
        ? now
        : new RequestTimes(
            since(now.queue(), before.queue()),
            since(now.local(), before.local()),
            since(now.remote(), before.remote()),
            since(now.replyQueue(), before.replyQueue()),
            since(now.total(), before.total()));
  }

  private static Latencies since(Latencies now, Latencies before) {
    return now.since(before);
  }
}
