package io.tidepost.cli;

import io.tidepost.operate.Answers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidConfigurationException;

/// Changing options of topics and brokers.
public final class Configs {

  private Configs() {}

  /// Sets and deletes options of each resource in one request.
  ///
  /// @return what was changed
  public static Table alter(
      Admin admin, List<ConfigResource> resources, Map<String, String> set, List<String> delete)
      throws InterruptedException, ExecutionException {
    List<AlterConfigOp> operations = new ArrayList<>();
    set.forEach((k, v) -> operations.add(new AlterConfigOp(new ConfigEntry(k, v), OpType.SET)));
    delete.forEach(k -> operations.add(new AlterConfigOp(new ConfigEntry(k, ""), OpType.DELETE)));
    Map<ConfigResource, Collection<AlterConfigOp>> request = new HashMap<>();
    resources.forEach(r -> request.put(r, operations));
    var answers = admin.incrementalAlterConfigs(request).values();
    var table = new Table("type", "name", "key", "value");
    for (ConfigResource resource : resources) {
      try {
        Answers.get(answers, resource);
      } catch (ExecutionException e) {
        throw refused(admin, resource, set, delete, e);
      }
      set.forEach((k, v) -> table.row(word(resource), resource.name(), k, v));
      delete.forEach(k -> table.row(word(resource), resource.name(), k, null));
    }
    return table;
  }

  /// The options of a topic or broker, with where each value comes from.
  public static Collection<ConfigEntry> entries(Admin admin, ConfigResource resource)
      throws InterruptedException, ExecutionException {
    return Answers.get(admin.describeConfigs(List.of(resource)).values(), resource).entries();
  }

  /// `topic` or `broker`.
  public static String word(ConfigResource resource) {
    return resource.type().name().toLowerCase(java.util.Locale.ROOT);
  }

  private static Failure refused(
      Admin admin,
      ConfigResource resource,
      Map<String, String> set,
      List<String> delete,
      ExecutionException thrown)
      throws InterruptedException, ExecutionException {
    Throwable cause = Explain.unwrap(thrown);
    String hint =
        cause instanceof InvalidConfigurationException ? hint(admin, resource, set, delete) : "";
    return new Failure(
        word(resource)
            + " '"
            + resource.name()
            + "' is unchanged: "
            + Explain.sentence(cause)
            + hint,
        cause);
  }

  /// The nearest known option, if a key is not one.
  private static String hint(
      Admin admin, ConfigResource resource, Map<String, String> set, List<String> delete)
      throws InterruptedException, ExecutionException {
    List<String> known = entries(admin, resource).stream().map(ConfigEntry::name).toList();
    List<String> keys = new ArrayList<>(set.keySet());
    keys.addAll(delete);
    for (String key : keys) {
      if (!known.contains(key)) {
        return Nearest.hint(key, known);
      }
    }
    return "";
  }
}
