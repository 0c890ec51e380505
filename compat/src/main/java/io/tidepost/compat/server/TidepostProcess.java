package io.tidepost.compat.server;

import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.process.Host;
import io.tidepost.compat.process.Places;
import io.tidepost.compat.process.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Tidepost as its users start it: `./tidepost start --config FILE`. The launcher executes the JVM,
/// so the child's process id is the server's; one line on standard output says that it is ready.
public final class TidepostProcess extends ServerProcess {
  /// Generous, because the launcher builds when it is used for the first time.
  private static final Duration START_LIMIT = Duration.ofMinutes(10);

  private static final Duration STOP_LIMIT = Duration.ofSeconds(120);

  private final Path home;
  private final Path data;
  private final Map<String, String> options;

  private final String furtherListeners;
  private final Host host;

  public TidepostProcess(Path home, Map<String, String> options) {
    this(Host.LOOPBACK, home, home.resolve("data"), Ports.free(), options, "");
  }

  private TidepostProcess(
      Host host,
      Path home,
      Path data,
      int port,
      Map<String, String> options,
      String furtherListeners) {
    super(host.address(), port, STOP_LIMIT);
    this.host = host;
    this.home = home;
    this.data = data;
    this.options = options;
    this.furtherListeners = furtherListeners;
  }

  /// A node with a controller.
  public static TidepostProcess withController(
      Path home, int controllerPort, Map<String, String> options) {
    return withController(Host.LOOPBACK, home, controllerPort, options);
  }

  /// A node with a controller on some host.
  public static TidepostProcess withController(
      Host host, Path home, int controllerPort, Map<String, String> options) {
    return new TidepostProcess(
        host,
        home,
        home.resolve("data"),
        Ports.free(),
        options,
        ",CONTROLLER://" + host.address() + ":" + controllerPort);
  }

  /// A server that takes over the directory, the port and the very `server.properties` of a stopped
  /// Apache Kafka.
  public static TidepostProcess takingOver(ApacheKafka kafka, Path home) {
    return new TidepostProcess(
        Host.LOOPBACK, home, kafka.dataDirectory(), kafka.port(), kafka.properties(), "");
  }

  @Override
  public Path dataDirectory() {
    return data;
  }

  @Override
  public void start() {
    launch();
    awaitReady();
  }

  /// Waits for the line that says that the server is ready.
  public void awaitReady() {
    running().awaitOut(out -> out.contains("\n"), START_LIMIT);
  }

  @Override
  public void launch() {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("listeners", "PLAINTEXT://" + bootstrap() + furtherListeners);
    lines.put("log.dirs", data.toString());
    lines.put("tidepost.http.listeners", ""); // one port per machine by default
    lines.putAll(options);
    Path config = home.resolve("server.properties");
    Lines.write(config, lines);
    List<String> command = new ArrayList<>(host.command());
    command.addAll(
        List.of(
            Places.root().resolve("tidepost").toString(), "start", "--config", config.toString()));
    launched(ChildProcess.start("tidepost", home, command, Map.of(), null));
  }

  /// The outcome of a start that is expected to be refused: exit code and output.
  public ChildProcess launched() {
    return running();
  }
}
