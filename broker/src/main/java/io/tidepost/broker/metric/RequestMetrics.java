package io.tidepost.broker.metric;

import io.tidepost.broker.net.Exchange;
import io.tidepost.broker.net.Loop;
import io.tidepost.broker.net.ReplyObserver;
import io.tidepost.wire.ApiKey;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// How requests fared, by API. Each loop counts the replies that leave on it.
public final class RequestMetrics implements ReplyObserver {

  private static final int APIS = 128;

  /// Fetches of other brokers are counted apart.
  private static final int FETCH_FOLLOWER = APIS;

  private final AtomicReferenceArray<RequestCounts>[] ofLoops;
  private volatile SlowRequests slow = SlowRequests.NOT_LOGGED;

  @SuppressWarnings({"unchecked", "rawtypes"}) // arrays of generic types cannot be made otherwise
  public RequestMetrics(int loops) {
    ofLoops = new AtomicReferenceArray[loops];
    for (int i = 0; i < loops; i++) {
      ofLoops[i] = new AtomicReferenceArray<>(APIS + 1);
    }
  }

  /// What to do with slow requests from now on.
  public void slow(SlowRequests wanted) {
    slow = wanted;
  }

  @Override
  public void written(Exchange exchange, Loop loop, long nowNanos) {
    int api = exchange.apiKey();
    if (api < 0 || api >= APIS) {
      return;
    }
    int at = exchange.isOfFollower() ? FETCH_FOLLOWER : api;
    AtomicReferenceArray<RequestCounts> own = ofLoops[loop.index()];
    RequestCounts counts = own.getPlain(at);
    if (counts == null) {
      counts = new RequestCounts();
      own.set(at, counts);
    }
    counts.queue.record(exchange.queueNanos());
    counts.local.record(exchange.localNanos());
    counts.remote.record(exchange.remoteNanos());
    counts.replyQueue.record(exchange.replyQueueNanos(nowNanos));
    counts.total.record(exchange.totalNanos(nowNanos));
    SlowRequests slowOnes = slow;
    if (slowOnes.isSlow(exchange, nowNanos)) {
      slowOnes.log(exchange, nowNanos);
    }
  }

  /// What was counted up to now by the names that Kafka's metrics have for requests: APIs, and
  /// `FetchConsumer` and `FetchFollower` in place of `Fetch`. Any thread.
  public SortedMap<String, RequestTimes> snapshot() {
    SortedMap<String, RequestTimes> result = new TreeMap<>();
    for (AtomicReferenceArray<RequestCounts> ofLoop : ofLoops) {
      for (int i = 0; i < ofLoop.length(); i++) {
        RequestCounts counts = ofLoop.get(i);
        if (counts != null) {
          counts.addTo(result.computeIfAbsent(name(i), name -> new RequestTimes()));
        }
      }
    }
    return result;
  }

  private static String name(int number) {
    if (number == FETCH_FOLLOWER) {
      return "FetchFollower";
    }
    ApiKey api = ApiKey.of((short) number);
    if (api == ApiKey.FETCH) {
      return "FetchConsumer";
    }
    return api == null ? String.valueOf(number) : api.apiName();
  }
}
