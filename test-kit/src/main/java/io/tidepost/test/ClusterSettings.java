package io.tidepost.test;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a [Tidepost] is to be like. Not thread-safe.
///
/// @param <S> the kind of settings itself
public abstract sealed class ClusterSettings<S extends ClusterSettings<S>>
    permits Tidepost.Builder, TidepostExtension.Builder {

  private static final int NODES_MAX = 9;

  record TopicSettings(String name, int partitions, Map<String, String> configs) {}

  private int nodes = 1;
  private boolean schemas;
  private final List<TopicSettings> topics = new ArrayList<>();
  private final Map<String, String> options = new LinkedHashMap<>();

  ClusterSettings() {}

  abstract S self();

  /// How many brokers there are, with the ids from 1 on. One by default.
  ///
  /// @param count 1 to 9
  public S nodes(int count) {
    if (count < 1 || count > NODES_MAX) {
      throw new IllegalArgumentException("between 1 and " + NODES_MAX + " nodes, not " + count);
    }
    nodes = count;
    return self();
  }

  /// A topic that is there from the start, with as many replicas as there are nodes, at most three.
  public S topic(String name, int partitions) {
    return topic(name, partitions, Map.of());
  }

  /// As [#topic(String, int)], with configurations such as `cleanup.policy`.
  public S topic(String name, int partitions, Map<String, String> configs) {
    topics.add(new TopicSettings(name, partitions, Map.copyOf(configs)));
    return self();
  }

  /// Sets an option of the brokers, named as in a `server.properties`. Unknown names refuse the
  /// start. Listeners, directories, ids and roles are not for changing.
  public S option(String name, String value) {
    if (NodeSettings.FIXED.contains(name)) {
      throw new IllegalArgumentException(name + " is not for changing here");
    }
    options.put(name, value);
    return self();
  }

  /// Serves schemas, too; see [Tidepost#schemaRegistryUrl()]. Needs `io.tidepost:tidepost-registry`
  /// on the class path.
  public S schemaRegistry() {
    schemas = true;
    return self();
  }

  int nodes() {
    return nodes;
  }

  boolean schemas() {
    return schemas;
  }

  List<TopicSettings> topics() {
    return topics;
  }

  Map<String, String> options() {
    return options;
  }

  Tidepost launch() {
    return Tidepost.launch(this);
  }
}
