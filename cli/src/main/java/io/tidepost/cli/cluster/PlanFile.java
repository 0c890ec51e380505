package io.tidepost.cli.cluster;

import io.tidepost.cli.Failure;
import io.tidepost.cli.Json;
import io.tidepost.cli.JsonTree;
import io.tidepost.cli.Table;
import io.tidepost.metadata.balance.Plan;
import io.tidepost.metadata.balance.Plan.MoveLeader;
import io.tidepost.metadata.balance.Plan.MoveReplicas;
import io.tidepost.metadata.balance.Plan.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A plan as a file, so that what was looked at is what is run, and can be taken back; see
/// docs/formats/cli-json.md.
///
/// @param clusterId the cluster it was made for
record PlanFile(String clusterId, Plan plan) {

  Map<String, Object> tree() {
    List<Object> batches = new ArrayList<>();
    for (List<Step> batch : plan.batches()) {
      List<Object> steps = new ArrayList<>();
      for (Step step : batch) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("topic", step.topic());
        object.put("partition", step.partition());
        object.put("before", step.before());
        object.put("after", step.after());
        object.put("bytes", step.bytes());
        object.put("reason", step.reason());
        steps.add(object);
      }
      batches.add(steps);
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("clusterId", clusterId);
    tree.put("bytes", plan.bytes());
    tree.put("batches", batches);
    tree.put("obstacles", plan.obstacles());
    return tree;
  }

  void write(Path file) {
    try {
      Files.writeString(file, Json.text(tree(), true) + "\n");
    } catch (IOException e) {
      throw new Failure("the plan cannot be written to " + file + ": " + e, e);
    }
  }

  static PlanFile read(Path file) {
    try {
      return of(JsonTree.object(Files.readAllBytes(file)));
    } catch (IOException | ClassCastException | NullPointerException e) {
      throw new Failure(
          file + " is no plan of 'tidepost cluster rebalance plan --save': " + e.getMessage(), e);
    }
  }

  private static PlanFile of(Map<String, @Nullable Object> tree) throws IOException {
    List<List<Step>> batches = new ArrayList<>();
    for (Object batch : list(tree, "batches")) {
      List<Step> steps = new ArrayList<>();
      for (Object each : (List<?>) batch) {
        steps.add(step((Map<?, ?>) each));
      }
      batches.add(steps);
    }
    return new PlanFile(text(tree, "clusterId"), new Plan(batches, List.of()));
  }

  private static Step step(Map<?, ?> object) throws IOException {
    String topic = text(object, "topic");
    int partition = Math.toIntExact(number(object, "partition"));
    List<Integer> before = ids(object, "before");
    List<Integer> after = ids(object, "after");
    String reason = text(object, "reason");
    return new HashSet<>(before).equals(new HashSet<>(after))
        ? new MoveLeader(topic, partition, before, after, reason)
        : new MoveReplicas(topic, partition, before, after, number(object, "bytes"), reason);
  }

  private static Object field(Map<?, ?> object, String name) throws IOException {
    Object value = object.get(name);
    if (value == null) {
      throw new IOException("'" + name + "' is missing");
    }
    return value;
  }

  private static String text(Map<?, ?> object, String name) throws IOException {
    return String.valueOf(field(object, name));
  }

  private static long number(Map<?, ?> object, String name) throws IOException {
    if (field(object, name) instanceof Long value) {
      return value;
    }
    throw new IOException("'" + name + "' is no number");
  }

  private static List<?> list(Map<?, ?> object, String name) throws IOException {
    if (field(object, name) instanceof List<?> value) {
      return value;
    }
    throw new IOException("'" + name + "' is no list");
  }

  private static List<Integer> ids(Map<?, ?> object, String name) throws IOException {
    List<Integer> ids = new ArrayList<>();
    for (Object id : list(object, name)) {
      if (!(id instanceof Long value)) {
        throw new IOException("'" + name + "' has something that is no node id");
      }
      ids.add(Math.toIntExact(value));
    }
    return ids;
  }

  /// For people.
  Table table() {
    var table = new Table("batch", "topic", "partition", "before", "after", "bytes", "reason");
    int number = 1;
    for (List<Step> batch : plan.batches()) {
      for (Step step : batch) {
        table.row(
            number,
            step.topic(),
            step.partition(),
            step.before(),
            step.after(),
            step.bytes(),
            step.reason());
      }
      number++;
    }
    return table;
  }
}
