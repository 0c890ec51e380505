package io.tidepost.cli.desired;

import io.tidepost.cli.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The steps from what is to what a file says, and what is left alone.
///
/// @param changes in the order in which they are made
/// @param adopted resources that are as the file says and get its owner
/// @param leftAlone what is there beside the file and stays
record Plan(List<Change> changes, List<String> adopted, List<String> leftAlone) {

  /// Compares.
  ///
  /// @param removals whether what is owned and no longer in the file may go
  static Plan of(DesiredFile file, Cluster cluster, boolean removals) throws Exception {
    List<Change> changes = new ArrayList<>();
    List<Change> deletions = new ArrayList<>();
    List<String> adopted = new ArrayList<>();
    List<String> left = new ArrayList<>();
    for (Section<?> section : Sections.ALL) {
      compare(file, section, cluster, removals, changes, deletions, adopted, left);
    }
    // What is new may be needed before what is old goes: deletions come last, backwards.
    changes.addAll(deletions.reversed());
    return new Plan(changes, adopted, left);
  }

  private static <T> void compare(
      DesiredFile file,
      Section<T> section,
      Cluster cluster,
      boolean removals,
      List<Change> changes,
      List<Change> deletions,
      List<String> adopted,
      List<String> left)
      throws Exception {
    Map<String, T> wanted = file.section(section);
    Ownership ownership = cluster.ownership();
    Set<String> owned = ownership.owned(file.owner(), section.name());
    Set<String> asked = new java.util.TreeSet<>(wanted.keySet());
    asked.addAll(owned);
    if (asked.isEmpty()) {
      return;
    }
    Map<String, T> actual = section.actual(cluster, asked);
    for (Map.Entry<String, T> one : wanted.entrySet()) {
      String name = one.getKey();
      String id = section.name() + "/" + name;
      String owner = ownership.owner(id);
      if (!owner.isEmpty() && !owner.equals(file.owner())) {
        throw new Failure(
            id + " belongs to '" + owner + "', and this file to '" + file.owner() + "'");
      }
      @Nullable T there = actual.get(name);
      List<Change> steps = section.steps(cluster, name, one.getValue(), there, removals);
      changes.addAll(steps);
      if (steps.isEmpty() && owner.isEmpty()) {
        adopted.add(id);
      }
      if (!removals) {
        section.leftAlone(name, one.getValue(), there).forEach(line -> left.add(id + ": " + line));
      }
    }
    for (String name : owned) {
      T there = actual.get(name);
      if (!wanted.containsKey(name) && there != null) {
        if (removals) {
          deletions.add(section.removal(cluster, name, there));
        } else {
          left.add(section.name() + "/" + name + ": no longer in the file");
        }
      }
    }
  }

  /// Whether all is as the file says.
  boolean empty() {
    return changes.isEmpty();
  }

  /// For programs; see docs/formats/cli-json.md.
  Map<String, Object> tree() {
    List<Object> steps = new ArrayList<>();
    for (Change change : changes) {
      Map<String, Object> step = new LinkedHashMap<>();
      step.put("section", change.section());
      step.put("name", change.name());
      step.put("action", change.verb().name().toLowerCase(java.util.Locale.ROOT));
      step.put("details", change.lines());
      step.put("warnings", change.warnings());
      steps.add(step);
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("changes", steps);
    tree.put("adopted", adopted);
    tree.put("leftAlone", leftAlone);
    return tree;
  }

  /// How many of each.
  String sum() {
    Map<Change.Verb, Integer> counts = new TreeMap<>();
    changes.forEach(change -> counts.merge(change.verb(), 1, Integer::sum));
    return counts.getOrDefault(Change.Verb.CREATE, 0)
        + " to create, "
        + counts.getOrDefault(Change.Verb.UPDATE, 0)
        + " to change, "
        + counts.getOrDefault(Change.Verb.DELETE, 0)
        + " to delete";
  }
}
