package io.tidepost.compat.server;

import io.tidepost.compat.process.Host;
import io.tidepost.compat.process.Hosts;
import io.tidepost.compat.process.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/// Several Tidepost processes that are one cluster: nodes 1 to n on free ports of the loopback
/// interface or of hosts of their own, each started from what a stock KRaft `server.properties`
/// sets, in a rack of its own (`rack-1` …).
///
/// Used by one thread.
public final class TidepostCluster implements AutoCloseable {

  /// What `config/server.properties` of Apache Kafka 4 sets for a node of three.
  private static final Map<String, String> STOCK =
      Map.ofEntries(
          Map.entry("process.roles", "broker,controller"),
          Map.entry("inter.broker.listener.name", "PLAINTEXT"),
          Map.entry("controller.listener.names", "CONTROLLER"),
          Map.entry(
              "listener.security.protocol.map",
              "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,"
                  + "SASL_SSL:SASL_SSL"),
          Map.entry("num.network.threads", "3"),
          Map.entry("num.io.threads", "8"),
          Map.entry("socket.send.buffer.bytes", "102400"),
          Map.entry("socket.receive.buffer.bytes", "102400"),
          Map.entry("socket.request.max.bytes", "104857600"),
          Map.entry("num.partitions", "1"),
          Map.entry("num.recovery.threads.per.data.dir", "1"),
          Map.entry("offsets.topic.replication.factor", "3"),
          Map.entry("transaction.state.log.replication.factor", "3"),
          Map.entry("transaction.state.log.min.isr", "2"),
          Map.entry("log.retention.hours", "168"));

  private final Path home;
  private final int disks;
  private final IntFunction<Map<String, String>> options;
  private final IntFunction<Host> hosts;
  private final List<Integer> controllerPorts = new ArrayList<>();
  private final List<TidepostProcess> nodes = new ArrayList<>();

  /// @param options what all nodes have beside the stock settings
  public TidepostCluster(Path home, int size, Map<String, String> options) {
    this(home, size, 1, options);
  }

  /// @param disks log directories of each node
  public TidepostCluster(Path home, int size, int disks, Map<String, String> options) {
    this(home, size, disks, id -> options);
  }

  /// @param options what a node has beside the stock settings
  public TidepostCluster(Path home, int size, int disks, IntFunction<Map<String, String>> options) {
    this(home, size, disks, options, _ -> Host.LOOPBACK);
  }

  /// Nodes on hosts of their own.
  public TidepostCluster(Path home, int size, Hosts hosts, Map<String, String> options) {
    this(home, size, 1, _ -> options, hosts::host);
  }

  /// Nodes each of which is started as its host says.
  public TidepostCluster(
      Path home, int size, IntFunction<Host> hosts, Map<String, String> options) {
    this(home, size, 1, _ -> options, hosts);
  }

  private TidepostCluster(
      Path home,
      int size,
      int disks,
      IntFunction<Map<String, String>> options,
      IntFunction<Host> hosts) {
    this.hosts = hosts;
    this.home = home;
    this.disks = disks;
    this.options = options;
    for (int i = 0; i < size; i++) {
      controllerPorts.add(Ports.free());
    }
    for (int id = 1; id <= size; id++) {
      nodes.add(
          TidepostProcess.withController(
              hosts.apply(id), folder(id), controllerPort(id), properties(id)));
    }
  }

  private Path folder(int id) {
    try {
      return Files.createDirectories(home.resolve("node-" + id));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, String> properties(int id) {
    Map<String, String> lines = new LinkedHashMap<>(STOCK);
    lines.put("node.id", Integer.toString(id));
    lines.put("controller.quorum.voters", voters());
    lines.put("broker.rack", "rack-" + id);
    lines.putAll(options.apply(id));
    if (disks > 1) {
      List<String> paths = new ArrayList<>();
      for (int disk = 1; disk <= disks; disk++) {
        paths.add(disk(id, disk).toString());
      }
      lines.put("log.dirs", String.join(",", paths));
    }
    return lines;
  }

  /// A log directory of a node that has several, from 1.
  public Path disk(int id, int disk) {
    return folder(id).resolve("disk-" + disk).toAbsolutePath();
  }

  /// `controller.quorum.voters`.
  public String voters() {
    List<String> voters = new ArrayList<>();
    for (int id = 1; id <= controllerPorts.size(); id++) {
      voters.add(id + "@" + hosts.apply(id).address() + ":" + controllerPort(id));
    }
    return String.join(",", voters);
  }

  /// Port of a node's controller.
  public int controllerPort(int id) {
    return controllerPorts.get(id - 1);
  }

  /// Starts all nodes together and returns when each of them serves clients.
  public void start() {
    nodes.forEach(TidepostProcess::launch);
    nodes.forEach(TidepostProcess::awaitReady);
  }

  /// A node, from 1.
  public TidepostProcess node(int id) {
    return nodes.get(id - 1);
  }

  /// Addresses of all nodes.
  public String bootstrap() {
    return nodes.stream().map(TidepostProcess::bootstrap).collect(Collectors.joining(","));
  }

  @Override
  public void close() {
    nodes.forEach(TidepostProcess::close);
  }
}
