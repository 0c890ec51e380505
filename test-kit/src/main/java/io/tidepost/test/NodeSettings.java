package io.tidepost.test;

import io.tidepost.base.option.InvalidOptionException;
import io.tidepost.base.option.Setting;
import io.tidepost.broker.option.OptionsRefusedException;
import io.tidepost.broker.option.ServerOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The options that nodes in a test are started with.
final class NodeSettings {

  /// What the kit decides.
  static final Set<String> FIXED =
      Set.of(
          "node.id",
          "broker.id",
          "process.roles",
          "listeners",
          "advertised.listeners",
          "controller.listener.names",
          "controller.quorum.voters",
          "controller.quorum.bootstrap.servers",
          "log.dir",
          "log.dirs",
          "metadata.log.dir");

  /// Node id of the controller that keeps the metadata of several brokers.
  static final int CONTROLLER_ID = 1000;

  private NodeSettings() {}

  /// A broker that is alone.
  static ServerOptions alone(int port, Map<String, String> options) {
    Map<String, String> lines = common(1, 1);
    lines.put("listeners", "PLAINTEXT://127.0.0.1:" + port);
    return read(lines, options);
  }

  /// One broker of several.
  static ServerOptions broker(
      int id, int nodes, int port, int controllerPort, Map<String, String> options) {
    Map<String, String> lines = common(id, nodes);
    lines.put("process.roles", "broker");
    lines.put("listeners", "PLAINTEXT://127.0.0.1:" + port);
    controllers(lines, controllerPort);
    return read(lines, options);
  }

  /// Who keeps the metadata of several brokers.
  static ServerOptions controller(int nodes, int port, Map<String, String> options) {
    Map<String, String> lines = common(CONTROLLER_ID, nodes);
    lines.put("process.roles", "controller");
    lines.put("listeners", "CONTROLLER://127.0.0.1:" + port);
    controllers(lines, port);
    return read(lines, options);
  }

  private static void controllers(Map<String, String> lines, int port) {
    lines.put("controller.listener.names", "CONTROLLER");
    lines.put("controller.quorum.voters", CONTROLLER_ID + "@127.0.0.1:" + port);
  }

  private static Map<String, String> common(int id, int nodes) {
    int replicas = replicas(nodes);
    String isr = String.valueOf(Math.max(1, replicas - 1));
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("node.id", String.valueOf(id));
    lines.put("log.dirs", "/memory/node-" + id);
    lines.put("num.network.threads", "1");
    lines.put("default.replication.factor", String.valueOf(replicas));
    // Fewer and quicker than in production, so that a test waits for as little as possible.
    for (String topic : List.of("offsets.topic", "transaction.state.log")) {
      lines.put(topic + ".num.partitions", "4");
      lines.put(topic + ".replication.factor", String.valueOf(replicas));
    }
    lines.put("transaction.state.log.min.isr", isr);
    lines.put("share.coordinator.state.topic.num.partitions", "4");
    lines.put("share.coordinator.state.topic.replication.factor", String.valueOf(replicas));
    lines.put("share.coordinator.state.topic.min.isr", isr);
    lines.put("group.initial.rebalance.delay.ms", "0");
    lines.put("log.retention.check.interval.ms", "200");
    lines.put("offsets.retention.check.interval.ms", "200");
    lines.put("log.segment.delete.delay.ms", "0");
    return lines;
  }

  /// How many replicas topics have that do not say how many.
  static int replicas(int nodes) {
    return Math.min(nodes, 3);
  }

  private static ServerOptions read(Map<String, String> lines, Map<String, String> options) {
    lines.putAll(options);
    List<Setting> settings = new ArrayList<>();
    try {
      for (Map.Entry<String, String> line : lines.entrySet()) {
        settings.add(Setting.ofCommandLine(line.getKey() + "=" + line.getValue()));
      }
      return ServerOptions.of(settings, true);
    } catch (OptionsRefusedException e) {
      throw new IllegalArgumentException(String.join("; ", e.complaints()), e);
    } catch (InvalidOptionException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
