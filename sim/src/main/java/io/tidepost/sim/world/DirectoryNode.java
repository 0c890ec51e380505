package io.tidepost.sim.world;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A directory: the entries one sees, those that would survive, and the changes in between.
final class DirectoryNode implements Node {

  /// A change of entries: `removed` goes (when not null), `added` then leads to `node` (when not
  /// null). A rename is one change: after a crash it has happened or it has not.
  private record Change(@Nullable String removed, @Nullable String added, @Nullable Node node) {}

  private SortedMap<String, Node> live = new TreeMap<>();
  private final SortedMap<String, Node> durable = new TreeMap<>();
  private final List<Change> unsynced = new ArrayList<>();

  SortedMap<String, Node> live() {
    return live;
  }

  /// What is to be seen in it, and below it; what of that would survive is not copied.
  DirectoryNode copy() {
    DirectoryNode copy = new DirectoryNode();
    live.forEach((name, node) ->
        copy.live.put(
            name,
            switch (node) {
              case FileNode file -> file.copy();
              case DirectoryNode directory -> directory.copy();
            }));
    return copy;
  }

  void add(String name, Node node) {
    change(new Change(null, name, node));
  }

  void remove(String name) {
    change(new Change(name, null, null));
  }

  void rename(String from, String to, Node node) {
    change(new Change(from, to, node));
  }

  private void change(Change change) {
    apply(live, change);
    unsynced.add(change);
  }

  private static void apply(SortedMap<String, Node> entries, Change change) {
    if (change.removed != null) {
      entries.remove(change.removed);
    }
    if (change.added != null && change.node != null) {
      entries.put(change.added, change.node);
    }
  }

  void sync() {
    unsynced.forEach(change -> apply(durable, change));
    unsynced.clear();
  }

  /// The power fails: some of the changes are there, in order; a change of which an earlier one to
  /// the same entry is missing is missing too.
  void losePower(Survival survival, SeededRandomness random) {
    List<String> lost = new ArrayList<>();
    for (Change change : unsynced) {
      boolean possible =
          !(change.removed != null && lost.contains(change.removed))
              && !(change.added != null && lost.contains(change.added));
      if (possible && survival.keeps(random)) {
        apply(durable, change);
      } else {
        note(lost, change.removed);
        note(lost, change.added);
      }
    }
    unsynced.clear();
    live = new TreeMap<>(durable);
    for (Node node : live.values()) {
      switch (node) {
        case FileNode file -> file.losePower(survival, random);
        case DirectoryNode directory -> directory.losePower(survival, random);
      }
    }
  }

  private static void note(List<String> lost, @Nullable String name) {
    if (name != null) {
      lost.add(name);
    }
  }
}
