package io.tidepost.rest;

import io.javalin.http.Context;
import io.tidepost.http.Caller;
import io.tidepost.http.HttpFailure;
import io.tidepost.http.HttpService;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The cluster's topics for each caller by clients of the caller's own, which are kept for a while
/// after a request. Any thread; blocks.
final class TopicsOfCallers implements AutoCloseable {

  private static final long IDLE_NANOS_MAX = Duration.ofMinutes(5).toNanos();
  private static final Duration LOOK = Duration.ofSeconds(10);

  /// Who comes when all are taken has the one closed that was idle longest.
  private static final int CALLERS_MAX = 200;

  /// The same person from elsewhere is the same person.
  private record Key(String principal, @Nullable Object person) {}

  private static final class Held {
    final Topics topics;
    final CallerWay.Clients clients;
    long usedNanos = System.nanoTime();
    int using;

    Held(CallerWay.Clients clients) {
      this.clients = clients;
      this.topics = new Topics(clients.settings());
    }

    void close() {
      topics.close();
      clients.end().run();
    }
  }

  /// Something that is done with a caller's topics.
  interface Action {
    void run(Topics topics) throws Exception;
  }

  private final CallerWay way;
  private final Map<Key, Held> held = new HashMap<>();
  private @Nullable Thread looking;
  private boolean closed;

  TopicsOfCallers(CallerWay way) {
    this.way = way;
  }

  /// Does something for whoever asks.
  ///
  /// @throws HttpFailure 403 when the cluster has no way for them
  void with(Context context, Action action) throws Exception {
    Held found = take(HttpService.caller(context));
    try {
      action.run(found.topics);
    } finally {
      giveBack(found);
    }
  }

  private synchronized Held take(Caller caller) {
    Key key = new Key(caller.principal(), caller.person());
    Held found = held.get(key);
    if (found == null) {
      if (held.size() >= CALLERS_MAX) {
        closeOldest();
      }
      found = new Held(clients(way, caller));
      held.put(key, found);
    }
    found.using++;
    look();
    return found;
  }

  /// @throws HttpFailure 403 when the cluster has no way for them
  static CallerWay.Clients clients(CallerWay way, Caller caller) {
    try {
      return way.of(caller);
    } catch (IOException e) {
      throw new HttpFailure(403, 40301, caller.principal() + ": " + e.getMessage());
    }
  }

  private synchronized void giveBack(Held used) {
    used.using--;
    used.usedNanos = System.nanoTime();
    if (closed && used.using == 0) {
      used.close();
    }
  }

  private void closeOldest() {
    held.entrySet().stream()
        .filter(entry -> entry.getValue().using == 0)
        .min((a, b) -> Long.compare(a.getValue().usedNanos, b.getValue().usedNanos))
        .map(Map.Entry::getKey)
        .ifPresent(oldest -> close(held.remove(oldest)));
    if (held.size() >= CALLERS_MAX) {
      throw new HttpFailure(503, 50302, "there are " + CALLERS_MAX + " callers at work already");
    }
  }

  private static void close(@Nullable Held ended) {
    if (ended != null) {
      ended.close();
    }
  }

  private void look() {
    if (looking == null && !closed) {
      looking = Thread.ofVirtual().name("tidepost-rest-callers").start(this::closeIdle);
    }
  }

  private void closeIdle() {
    try {
      while (true) {
        Thread.sleep(LOOK);
        synchronized (this) {
          long now = System.nanoTime();
          Iterator<Held> all = held.values().iterator();
          while (all.hasNext()) {
            Held some = all.next();
            if (some.using == 0 && now - some.usedNanos > IDLE_NANOS_MAX) {
              all.remove();
              some.close();
            }
          }
          if (held.isEmpty()) {
            looking = null;
            return;
          }
        }
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (looking != null) {
      looking.interrupt();
    }
    held.values().stream().filter(some -> some.using == 0).forEach(Held::close);
    held.clear();
  }
}
