package io.tidepost.cli.desired;

import io.tidepost.cli.Explain;
import io.tidepost.cli.Failure;
import io.tidepost.cli.yaml.Item;
import io.tidepost.operate.Answers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/// `topics`: partitions, replicas and options. The effective value of an option counts: what the
/// cluster's default says already is no difference.
final class TopicsSection implements Section<TopicsSection.Topic> {

  /// @param partitions -1 as the cluster says
  /// @param replicas -1 as the cluster says
  /// @param configs of a file: those it names; of a cluster: those that were set for the topic
  /// @param effective of a cluster: all options; empty in a file
  record Topic(
      int partitions,
      int replicas,
      Map<String, String> configs,
      Map<String, ConfigEntry> effective) {}

  @Override
  public String name() {
    return "topics";
  }

  @Override
  public Map<String, Topic> read(Item item) {
    Map<String, Topic> topics = new LinkedHashMap<>();
    item.fields()
        .forEach((name, topic) -> {
          if (!name.matches("[A-Za-z0-9._-]{1,249}") || name.equals(".") || name.equals("..")) {
            topic.problem("'" + name + "' can be no topic's name");
          }
          Map<String, Item> fields = topic.fields("partitions", "replicas", "configs");
          Map<String, String> configs = new TreeMap<>();
          Item given = fields.get("configs");
          if (given != null) {
            given
                .fields()
                .forEach((key, value) -> {
                  String text = value.text();
                  if (text != null) {
                    configs.put(key, text);
                  }
                });
          }
          topics.put(
              name,
              new Topic(
                  number(fields.get("partitions"), 100_000),
                  number(fields.get("replicas"), Short.MAX_VALUE),
                  configs,
                  Map.of()));
        });
    return topics;
  }

  private static int number(@Nullable Item item, int most) {
    return item == null ? -1 : (int) item.number(1, most, -1);
  }

  @Override
  public Map<String, Topic> actual(Cluster cluster, @Nullable Set<String> names) throws Exception {
    Set<String> asked = names == null ? cluster.admin().listTopics().names().get() : names;
    Map<String, TopicDescription> there = new TreeMap<>();
    var described = cluster.admin().describeTopics(asked).topicNameValues();
    for (String name : asked) {
      if (names == null && name.startsWith("_")) {
        continue; // what the platform keeps for itself
      }
      try {
        there.put(name, Answers.get(described, name));
      } catch (ExecutionException e) {
        if (!(Explain.unwrap(e) instanceof UnknownTopicOrPartitionException)) {
          throw e;
        }
      }
    }
    Map<ConfigResource, Config> configs =
        there.isEmpty()
            ? Map.of()
            : cluster
                .admin()
                .describeConfigs(there.keySet().stream().map(TopicsSection::resource).toList())
                .all()
                .get();
    Map<String, Topic> topics = new TreeMap<>();
    there.forEach((name, topic) -> {
      Map<String, String> own = new TreeMap<>();
      Map<String, ConfigEntry> effective = new HashMap<>();
      for (ConfigEntry entry : Answers.of(configs, resource(name)).entries()) {
        effective.put(entry.name(), entry);
        if (entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG) {
          own.put(entry.name(), entry.value());
        }
      }
      topics.put(
          name,
          new Topic(
              topic.partitions().size(),
              topic.partitions().getFirst().replicas().size(),
              own,
              effective));
    });
    return topics;
  }

  private static ConfigResource resource(String topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }

  @Override
  public List<Change> steps(
      Cluster cluster, String name, Topic wanted, @Nullable Topic actual, boolean removals)
      throws Exception {
    if (actual == null) {
      return List.of(creation(name, wanted));
    }
    List<Change> steps = new ArrayList<>();
    if (wanted.replicas > 0 && wanted.replicas != actual.replicas) {
      throw new Failure(
          "topic '"
              + name
              + "' has "
              + actual.replicas
              + " replicas and the file says "
              + wanted.replicas
              + ": copies are moved by tidepost cluster or kafka-reassign-partitions, then plan"
              + " again");
    }
    if (wanted.partitions > 0 && wanted.partitions < actual.partitions) {
      throw new Failure(
          "topic '"
              + name
              + "' has "
              + actual.partitions
              + " partitions and the file says "
              + wanted.partitions
              + ": Kafka cannot take partitions away");
    }
    if (wanted.partitions > actual.partitions) {
      steps.add(growth(cluster, name, actual.partitions, wanted.partitions));
    }
    settings(name, wanted, actual, removals).ifPresent(steps::add);
    return steps;
  }

  private Change creation(String name, Topic wanted) {
    List<String> lines = new ArrayList<>();
    if (wanted.partitions > 0) {
      lines.add("partitions: " + wanted.partitions);
    }
    if (wanted.replicas > 0) {
      lines.add("replicas: " + wanted.replicas);
    }
    wanted.configs.forEach((key, value) -> lines.add(key + ": " + value));
    NewTopic topic =
        new NewTopic(
                name,
                wanted.partitions < 0 ? Optional.empty() : Optional.of(wanted.partitions),
                wanted.replicas < 0 ? Optional.empty() : Optional.of((short) wanted.replicas))
            .configs(wanted.configs);
    return new Change(
        name(),
        name,
        Change.Verb.CREATE,
        lines,
        List.of(),
        cluster -> cluster.admin().createTopics(List.of(topic)).all().get());
  }

  private Change growth(Cluster cluster, String name, int now, int wanted) {
    return new Change(
        name(),
        name,
        Change.Verb.UPDATE,
        List.of("partitions: " + now + " → " + wanted),
        MovedKeys.of(cluster, name, now, wanted).warnings(),
        c ->
            c.admin().createPartitions(Map.of(name, NewPartitions.increaseTo(wanted))).all().get());
  }

  private Optional<Change> settings(String name, Topic wanted, Topic actual, boolean removals) {
    List<String> lines = new ArrayList<>();
    List<AlterConfigOp> operations = new ArrayList<>();
    wanted.configs.forEach((key, value) -> {
      ConfigEntry entry = actual.effective.get(key);
      if (entry == null || !Values.same(entry.type(), value, entry.value())) {
        lines.add(key + ": " + (entry == null ? "(not set)" : entry.value()) + " → " + value);
        operations.add(new AlterConfigOp(new ConfigEntry(key, value), OpType.SET));
      }
    });
    if (removals) {
      for (String key : notNamed(wanted, actual)) {
        lines.add(key + ": " + actual.configs.get(key) + " → (the default)");
        operations.add(new AlterConfigOp(new ConfigEntry(key, ""), OpType.DELETE));
      }
    }
    return operations.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Change(
                name(),
                name,
                Change.Verb.UPDATE,
                lines,
                List.of(),
                cluster ->
                    cluster
                        .admin()
                        .incrementalAlterConfigs(Map.of(resource(name), operations))
                        .all()
                        .get()));
  }

  private static List<String> notNamed(Topic wanted, Topic actual) {
    return actual.configs.keySet().stream()
        .filter(key -> !wanted.configs.containsKey(key))
        .toList();
  }

  @Override
  public List<String> leftAlone(String name, Topic wanted, @Nullable Topic actual) {
    return actual == null
        ? List.of()
        : notNamed(wanted, actual).stream()
            .map(key -> key + ": " + actual.configs.get(key))
            .toList();
  }

  @Override
  public Change removal(Cluster cluster, String name, Topic actual) throws Exception {
    return new Change(
        name(),
        name,
        Change.Verb.DELETE,
        List.of("partitions: " + actual.partitions, "replicas: " + actual.replicas),
        GroupGuard.warnings(cluster, name),
        c -> {
          GroupGuard.check(c, name);
          c.admin().deleteTopics(List.of(name)).all().get();
        });
  }

  @Override
  public Object written(String name, Topic topic) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("partitions", topic.partitions);
    tree.put("replicas", topic.replicas);
    if (!topic.configs.isEmpty()) {
      tree.put("configs", topic.configs);
    }
    return tree;
  }
}
