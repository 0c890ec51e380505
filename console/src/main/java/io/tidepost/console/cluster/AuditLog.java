package io.tidepost.console.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What was noted about who did what, read from its topic with the rights of whoever looks.
public final class AuditLog {

  /// The topic that nodes write it to.
  public static final String TOPIC = "__tidepost_audit";

  private static final int SHOWN = 200;

  private AuditLog() {}

  /// @param firstMillis when it happened first, `lastMillis` when last
  /// @param count how often
  public record Event(
      long firstMillis,
      long lastMillis,
      String principal,
      String host,
      String clientId,
      String api,
      String operation,
      String resourceType,
      String resource,
      String detail,
      boolean allowed,
      long count) {

    static Event of(JsonNode json) {
      return new Event(
          json.path("firstTime").asLong(-1),
          json.path("time").asLong(-1),
          json.path("principal").asText(),
          json.path("host").asText(),
          json.path("clientId").asText(),
          json.path("api").asText(),
          json.path("operation").asText(),
          json.path("resourceType").asText(),
          json.path("resource").asText(),
          json.path("detail").asText(),
          json.path("allowed").asBoolean(),
          json.path("count").asLong(1));
    }
  }

  /// @param all whether nothing else matches
  public record Page(List<Event> events, boolean all) {}

  /// Which events somebody looks for.
  ///
  /// @param user part of a principal; empty for any
  /// @param result `allowed`, `denied`, or empty for both
  /// @param text that any field holds; empty for any
  public record Filter(String user, String result, String text) {

    /// Whether an event is one of them.
    public boolean takes(JsonNode event) {
      return holds(event.path("principal").asText(), user)
          && (result.isEmpty() || result.equals("allowed") == event.path("allowed").asBoolean())
          && holds(event.toString(), text);
    }

    private static boolean holds(String all, String some) {
      return all.toLowerCase(Locale.ROOT).contains(some.toLowerCase(Locale.ROOT));
    }
  }

  /// The newest events first. Blocks for some seconds at most.
  public static Page newest(ClusterClient client, Codecs codecs, Filter filter) {
    RecordQuery query =
        new RecordQuery(
            TOPIC, -1, RecordQuery.From.NEWEST, 0, SHOWN, false, new RecordFilter("", "", ""));
    RecordReader.Found found =
        RecordReader.read(
            client,
            query,
            codecs,
            record -> {
              JsonNode event = record.value().json();
              return event != null && filter.takes(event);
            });
    List<Event> events = new ArrayList<>();
    for (ShownRecord record : found.records()) {
      JsonNode event = record.value().json();
      if (event != null) {
        events.add(Event.of(event));
      }
    }
    return new Page(events, found.all());
  }
}
