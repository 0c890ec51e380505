package io.tidepost.broker.security.audit;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Events that wait to be written, equal ones counted together. It holds so many and no more; what
/// does not fit is counted as lost. Any thread.
final class AuditBuffer {

  /// Different events that may wait.
  static final int WAITING_MAX = 10_000;

  private static final class Tally {
    final long firstMillis;
    long lastMillis;
    long count;

    Tally(long firstMillis) {
      this.firstMillis = firstMillis;
    }
  }

  private final Map<AuditEvent, Tally> waiting = new LinkedHashMap<>();
  private long lost;

  /// Takes an event.
  synchronized void add(AuditEvent event, long nowMillis) {
    Tally tally = waiting.get(event);
    if (tally == null) {
      if (waiting.size() >= WAITING_MAX) {
        lost++;
        return;
      }
      tally = new Tally(nowMillis);
      waiting.put(event, tally);
    }
    tally.lastMillis = nowMillis;
    tally.count++;
  }

  synchronized boolean isEmpty() {
    return waiting.isEmpty() && lost == 0;
  }

  /// Notes that so many events could not be written.
  synchronized void lose(long events) {
    lost += events;
  }

  /// Takes out the oldest events as JSON, at most so many. When events were lost, the last text
  /// says how many.
  synchronized List<String> drain(int max, long nowMillis) {
    List<String> texts = new ArrayList<>();
    Iterator<Map.Entry<AuditEvent, Tally>> oldest = waiting.entrySet().iterator();
    while (texts.size() < max && oldest.hasNext()) {
      Map.Entry<AuditEvent, Tally> next = oldest.next();
      Tally tally = next.getValue();
      texts.add(next.getKey().json(tally.firstMillis, tally.lastMillis, tally.count));
      oldest.remove();
    }
    if (lost > 0) {
      texts.add("{\"time\":" + nowMillis + ",\"lost\":" + lost + "}");
      lost = 0;
    }
    return texts;
  }
}
