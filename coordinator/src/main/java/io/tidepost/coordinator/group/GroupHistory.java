package io.tidepost.coordinator.group;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Why the groups of one shard shared their work out anew, the last times. Only remembered, never
/// written: a coordinator that has just taken over knows nothing of what was before. What was
/// decided and could not be written is there all the same. On the owner loop.
public final class GroupHistory {

  private static final int EVENTS_MAX = 30;
  private static final int GROUPS_MAX = 1_000;
  private static final int REASON_LENGTH_MAX = 400;

  /// One time.
  ///
  /// @param millis when, wall-clock time
  /// @param generation that began then: the generation, or the group's epoch
  /// @param reason in words
  public record Event(long millis, int generation, String reason) {}

  private final Map<String, ArrayDeque<Event>> groups = new LinkedHashMap<>(16, 0.75f, true);

  /// Notes a time. Of very many groups those are forgotten that have been quiet for longest.
  public void note(String groupId, long millis, int generation, String reason) {
    ArrayDeque<Event> events = groups.computeIfAbsent(groupId, id -> new ArrayDeque<>());
    if (events.size() == EVENTS_MAX) {
      events.removeLast();
    }
    events.addFirst(new Event(millis, generation, cut(reason)));
    if (groups.size() > GROUPS_MAX) {
      Iterator<String> eldest = groups.keySet().iterator();
      eldest.next();
      eldest.remove();
    }
  }

  private static String cut(String reason) {
    return reason.length() <= REASON_LENGTH_MAX
        ? reason
        : reason.substring(0, REASON_LENGTH_MAX) + "…";
  }

  /// What is known of a group, the newest first.
  public List<Event> of(String groupId) {
    ArrayDeque<Event> events = groups.get(groupId);
    return events == null ? List.of() : List.copyOf(events);
  }

  void forget(String groupId) {
    groups.remove(groupId);
  }

  /// A member in words.
  public static String who(String memberId, String clientId, String host) {
    return "member " + memberId + " (client id '" + clientId + "' at " + host + ")";
  }

  /// The reason of a new epoch, of what is known about the member whose heartbeat brought it.
  ///
  /// @param who the member in words
  public static String reason(String who, boolean isNew, boolean changed) {
    if (isNew) {
      return who + " joined";
    }
    return changed
        ? who + " changed what it subscribes to"
        : "topics of its subscriptions were made, deleted, or got more partitions";
  }
}
