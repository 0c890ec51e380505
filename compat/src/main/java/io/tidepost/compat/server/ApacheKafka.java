package io.tidepost.compat.server;

import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.process.Places;
import io.tidepost.compat.process.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Apache Kafka 4.3.1 as one combined broker and controller, from the jars that the build has
/// copied.
public final class ApacheKafka extends ServerProcess {
  /// For tests: starts quickly, burns little.
  public static final List<String> LIGHT_JVM =
      List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

  /// What Kafka's own `kafka-server-start.sh` passes.
  public static final List<String> STANDARD_JVM =
      List.of(
          "-Xmx1G",
          "-Xms1G",
          "-server",
          "-XX:+UseG1GC",
          "-XX:MaxGCPauseMillis=20",
          "-XX:InitiatingHeapOccupancyPercent=35",
          "-XX:+ExplicitGCInvokesConcurrent",
          "-Djava.awt.headless=true");

  private static final Duration START_LIMIT = Duration.ofSeconds(300);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(120);
  private static final String READY = "Kafka Server started";
  private static final String LOGGING =
      """
      <Configuration status="ERROR">
        <Appenders><Console name="out"><PatternLayout pattern="[%d] %p %m (%c)%n"/></Console></Appenders>
        <Loggers><Root level="INFO"><AppenderRef ref="out"/></Root></Loggers>
      </Configuration>
      """;

  private final Path home;
  private final Map<String, String> options;
  private final List<String> jvm;
  private final int controllerPort = Ports.free();

  public ApacheKafka(Path home, Map<String, String> options, List<String> jvm) {
    super("127.0.0.1", Ports.free(), STOP_LIMIT);
    this.home = home;
    this.options = options;
    this.jvm = jvm;
  }

  @Override
  public Path dataDirectory() {
    return home.resolve("data");
  }

  /// Writes the configuration and formats the storage unless that was done before.
  public void format() {
    writeFiles();
    if (Files.exists(dataDirectory().resolve("meta.properties"))) {
      return;
    }
    List<String> command = command("kafka.tools.StorageTool");
    command.addAll(
        List.of(
            "format", "--cluster-id", "dGlkZXBvc3QtY29tcGF0MQ", "--config", "server.properties"));
    try (ChildProcess format = ChildProcess.start("format", home, command)) {
      if (format.awaitExit(START_LIMIT) != 0) {
        throw new IllegalStateException("formatting failed: " + format.describe());
      }
    }
  }

  @Override
  public void start() {
    launch();
    running().awaitOut(out -> out.contains(READY), START_LIMIT);
  }

  @Override
  public void launch() {
    format();
    List<String> command = command("kafka.Kafka");
    command.add("server.properties");
    launched(ChildProcess.start("kafka", home, command));
  }

  private List<String> command(String main) {
    List<String> command = new ArrayList<>();
    command.add(Places.java().toString());
    command.addAll(jvm);
    command.add("-Dlog4j2.configurationFile=" + home.resolve("log4j2.xml"));
    command.addAll(List.of("-cp", Places.jars("apache-kafka"), main));
    return command;
  }

  /// The lines of its `server.properties`.
  Map<String, String> properties() {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("process.roles", "broker,controller");
    lines.put("node.id", "1");
    lines.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    lines.put(
        "listeners",
        "PLAINTEXT://127.0.0.1:" + port() + ",CONTROLLER://127.0.0.1:" + controllerPort);
    lines.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port());
    lines.put("controller.listener.names", "CONTROLLER");
    lines.put("listener.security.protocol.map", "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT");
    lines.put("log.dirs", dataDirectory().toString());
    lines.put("offsets.topic.replication.factor", "1");
    lines.put("transaction.state.log.replication.factor", "1");
    lines.put("transaction.state.log.min.isr", "1");
    lines.put("share.coordinator.state.topic.replication.factor", "1");
    lines.put("share.coordinator.state.topic.min.isr", "1");
    lines.putAll(options);
    return lines;
  }

  private void writeFiles() {
    Lines.write(home.resolve("server.properties"), properties());
    try {
      Files.writeString(home.resolve("log4j2.xml"), LOGGING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
