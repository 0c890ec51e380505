package io.tidepost.broker.metric;

import io.tidepost.broker.net.Loops;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Who has written to which topics of this broker since it started. Each event loop notes what its
/// own connections write; of very many those are forgotten that have not written for longest.
public final class Writers {

  private static final int KEPT = 5_000;

  private record Key(String topic, String clientId, String principal) {}

  /// @param requests how many named the topic
  public record Writer(
      String topic, String clientId, String principal, long lastMillis, long requests) {}

  private static final class Seen {
    private long lastMillis;
    private long requests;
  }

  private static final class OfLoop extends LinkedHashMap<Key, Seen> {
    private static final long serialVersionUID = 1L;

    OfLoop() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Key, Seen> eldest) {
      return size() > KEPT;
    }
  }

  private final List<OfLoop> loops = new ArrayList<>();

  /// @param count number of event loops
  Writers(int count) {
    for (int i = 0; i < count; i++) {
      loops.add(new OfLoop());
    }
  }

  /// Notes that a request wrote to a topic. On the loop with this number.
  ///
  /// @param clientId what the client calls itself; empty when it does not
  public void note(int loop, String topic, String clientId, String principal, long nowMillis) {
    Seen seen =
        loops.get(loop).computeIfAbsent(new Key(topic, clientId, principal), key -> new Seen());
    seen.lastMillis = nowMillis;
    seen.requests++;
  }

  /// Tells who has written. Any thread.
  ///
  /// @param on the loops that note
  /// @param done told on some loop, once all have answered
  public void tell(Loops on, Consumer<List<Writer>> done) {
    Map<Key, Writer> all = new HashMap<>();
    AtomicInteger missing = new AtomicInteger(loops.size());
    for (int i = 0; i < loops.size(); i++) {
      OfLoop own = loops.get(i);
      on.get(i)
          .execute(() -> {
            synchronized (all) {
              own.forEach((key, seen) -> all.merge(key, writer(key, seen), Writers::sum));
              if (missing.decrementAndGet() == 0) {
                done.accept(List.copyOf(all.values()));
              }
            }
          });
    }
  }

  private static Writer writer(Key key, Seen seen) {
    return new Writer(key.topic(), key.clientId(), key.principal(), seen.lastMillis, seen.requests);
  }

  private static Writer sum(Writer one, Writer other) {
    return new Writer(
        one.topic(),
        one.clientId(),
        one.principal(),
        Math.max(one.lastMillis(), other.lastMillis()),
        one.requests() + other.requests());
  }
}
