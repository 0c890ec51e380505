package io.tidepost.coordinator.runtime;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Keeps commands of one key in order around writes that are not committed yet. A lane exists only
/// while its key has such a write or somebody waits in it.
final class Lanes<S extends Shard> {

  private final Map<String, Lane<S>> lanes = new HashMap<>();

  /// Whether `command` may be decided now; if not, it has to [#wait].
  boolean lets(Command<S> command) {
    Lane<S> lane = command.key().isEmpty() ? null : lanes.get(command.key());
    return lane == null || (lane.waiting.isEmpty() && lane.lets(command));
  }

  /// Whether a write about this key has been given up on but may still be committed.
  boolean isStalled(String key) {
    Lane<S> lane = lanes.get(key);
    return lane != null && lane.stalledWrites > 0;
  }

  /// A write about `key` is on its way.
  void started(String key, boolean holds) {
    Lane<S> lane = lanes.computeIfAbsent(key, k -> new Lane<>());
    lane.writes++;
    if (holds) {
      lane.holds++;
    }
  }

  /// A write about `key` takes too long.
  ///
  /// @return who waited for it and can be told so
  List<Command<S>> stalled(String key) {
    Lane<S> lane = lanes.get(key);
    if (lane == null) {
      return List.of();
    }
    lane.stalledWrites++;
    List<Command<S>> waited = new ArrayList<>(lane.waiting);
    lane.waiting.clear();
    return waited;
  }

  /// Puts a command (back) into its lane.
  void wait(Command<S> command) {
    lanes.computeIfAbsent(command.key(), k -> new Lane<>()).waiting.add(command);
  }

  /// A write about `key` is settled.
  void settled(String key, boolean held, boolean wasStalled) {
    Lane<S> lane = lanes.get(key);
    if (lane == null) {
      throw new IllegalStateException("no write is on its way for " + key);
    }
    lane.writes--;
    if (held) {
      lane.holds--;
    }
    if (wasStalled) {
      lane.stalledWrites--;
    }
    if (lane.isIdle()) {
      lanes.remove(key);
    }
  }

  /// The next command of `key` that need not wait any longer.
  @Nullable Command<S> pollReady(String key) {
    Lane<S> lane = lanes.get(key);
    if (lane == null) {
      return null;
    }
    Command<S> head = lane.waiting.peek();
    if (head == null || !lane.lets(head)) {
      return null;
    }
    lane.waiting.poll();
    if (lane.isIdle()) {
      lanes.remove(key);
    }
    return head;
  }

  /// Empties all lanes.
  List<Command<S>> drain() {
    List<Command<S>> all = new ArrayList<>();
    lanes.values().forEach(lane -> all.addAll(lane.waiting));
    lanes.clear();
    return all;
  }

  boolean isEmpty() {
    return lanes.isEmpty();
  }

  private static final class Lane<S extends Shard> {
    int writes;
    int holds;
    int stalledWrites;
    final ArrayDeque<Command<S>> waiting = new ArrayDeque<>();

    boolean lets(Command<S> command) {
      return holds == 0 && (writes == 0 || !command.waitsForEarlierWrites());
    }

    boolean isIdle() {
      return writes == 0 && waiting.isEmpty();
    }
  }
}
