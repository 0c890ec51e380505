package io.tidepost.compat.server;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// A cluster in the place of a single server: every topic has a replica at every node unless its
/// creator says otherwise, so what a test looks for in a log directory is in that of the first node
/// too.
public final class ClusterUnderTest implements ServerUnderTest {
  private final TidepostCluster cluster;
  private final int nodes;

  ClusterUnderTest(Path home, int nodes, Map<String, String> options) {
    this.nodes = nodes;
    String all = Integer.toString(nodes);
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("default.replication.factor", all);
    lines.put("offsets.topic.replication.factor", all);
    lines.put("transaction.state.log.replication.factor", all);
    lines.put("share.coordinator.state.topic.replication.factor", all);
    lines.putAll(options);
    this.cluster = new TidepostCluster(home, nodes, lines);
  }

  @Override
  public String bootstrap() {
    return cluster.bootstrap();
  }

  @Override
  public int port() {
    return cluster.node(1).port();
  }

  @Override
  public Path dataDirectory() {
    return cluster.node(1).dataDirectory();
  }

  @Override
  public long pid() {
    return cluster.node(1).pid();
  }

  @Override
  public void start() {
    cluster.start();
  }

  @Override
  public void launch() {
    forEach(TidepostProcess::launch);
  }

  @Override
  public void stop() {
    forEach(TidepostProcess::stop);
  }

  @Override
  public void kill() {
    forEach(TidepostProcess::kill);
  }

  @Override
  public String output() {
    StringBuilder all = new StringBuilder();
    forEach(node -> all.append(node.output()).append('\n'));
    return all.toString();
  }

  @Override
  public void close() {
    cluster.close();
  }

  private void forEach(Consumer<TidepostProcess> action) {
    for (int id = 1; id <= nodes; id++) {
      action.accept(cluster.node(id));
    }
  }
}
