package io.tidepost.dist;

import io.tidepost.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A short life of three nodes that vote, whose first leader is killed: what the next one has
/// loaded by then goes into the AOT cache of nodes that vote with others. Loading that while
/// clients wait for a new leader would be most of their pause.
public final class ClusterTraining {

  private static final int NODES = 3;
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final long POLL_MILLIS = 50;
  private static final Pattern LEADER = Pattern.compile("\"leaderId\" : ([1-9])");

  private final Path folder;
  private final List<String> java;
  private final List<Process> processes = new ArrayList<>();
  private final List<Integer> ports;
  private final String bootstrap;
  private final long endNanos = System.nanoTime() + LIMIT.toNanos();

  private ClusterTraining(Path folder, List<String> java) throws IOException {
    this.folder = folder;
    this.java = java;
    this.ports = freePorts(2 * NODES);
    this.bootstrap =
        ports.subList(0, NODES).stream()
            .map(port -> "127.0.0.1:" + port)
            .collect(Collectors.joining(","));
  }

  /// Prints the file that the JVM of the second leader has recorded for its AOT cache.
  ///
  /// @param args a folder for everything, then the command of the server's JVM up to its class path
  public static void main(String[] args) throws Exception {
    Main.quietLibraries();
    List<String> java = Arrays.asList(args).subList(1, args.length);
    var training = new ClusterTraining(Path.of(args[0]), java);
    // Also when this is told to end in the middle of it.
    Runtime.getRuntime().addShutdownHook(new Thread(training::end));
    System.out.println(training.run());
    Runtime.getRuntime().exit(0);
  }

  private Path run() throws Exception {
    for (int node = 1; node <= NODES; node++) {
      start(node);
    }
    for (int node = 1; node <= NODES; node++) {
      awaitReady(node);
    }
    learn();
    int first = awaitLeader(-1);
    processes.get(first - 1).destroyForcibly();
    int second = awaitLeader(first);
    learn();
    // Asked to stop, it gives the lead to the third, which is there for that.
    Process recorded = processes.get(second - 1);
    recorded.destroy();
    if (!recorded.waitFor(endNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      throw new IllegalStateException("node " + second + " does not stop");
    }
    return recording(second);
  }

  private void end() {
    synchronized (processes) {
      processes.forEach(Process::destroyForcibly);
    }
  }

  private void learn() {
    if (!Training.lesson(bootstrap)) {
      throw new IllegalStateException("a command has failed");
    }
  }

  private void start(int node) throws IOException {
    String voters =
        IntStream.rangeClosed(1, NODES)
            .mapToObj(each -> each + "@127.0.0.1:" + ports.get(NODES + each - 1))
            .collect(Collectors.joining(","));
    Path config = folder.resolve("node-" + node + ".properties");
    Files.write(
        config,
        List.of(
            "node.id=" + node,
            "process.roles=broker,controller",
            "controller.listener.names=CONTROLLER",
            "controller.quorum.voters=" + voters,
            "listeners=PLAINTEXT://127.0.0.1:"
                + ports.get(node - 1)
                + ",CONTROLLER://127.0.0.1:"
                + ports.get(NODES + node - 1),
            "tidepost.http.listeners=http://127.0.0.1:0",
            "default.replication.factor=" + NODES,
            "log.dirs=" + folder.resolve("data-" + node)));
    List<String> command = new ArrayList<>(java);
    command.add(1, "-XX:AOTMode=record");
    command.add(2, "-XX:AOTConfiguration=" + recording(node));
    command.addAll(List.of(Server.class.getName(), "start", "--config", config.toString()));
    synchronized (processes) {
      processes.add(
          new ProcessBuilder(command)
              .redirectOutput(ready(node).toFile())
              .redirectError(folder.resolve("node-" + node + ".log").toFile())
              .start());
    }
  }

  private void awaitReady(int node) throws IOException, InterruptedException {
    while (Files.size(ready(node)) == 0) {
      if (!processes.get(node - 1).isAlive()) {
        throw new IllegalStateException("node " + node + " has not started");
      }
      pause("node " + node + " is not ready");
    }
  }

  /// Waits until another node than `gone` leads the metadata.
  private int awaitLeader(int gone) throws InterruptedException {
    while (true) {
      Matcher leader = LEADER.matcher(quorum());
      if (leader.find() && Integer.parseInt(leader.group(1)) != gone) {
        return Integer.parseInt(leader.group(1));
      }
      pause("no leader but " + gone);
    }
  }

  private String quorum() {
    var out = new ByteArrayOutputStream();
    Main.commands()
        .run(
            new Terminal(
                InputStream.nullInputStream(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                System.err),
            "cluster",
            "quorum",
            "-o",
            "json",
            "--bootstrap-server",
            bootstrap);
    return out.toString(StandardCharsets.UTF_8);
  }

  private void pause(String complaint) throws InterruptedException {
    if (System.nanoTime() - endNanos > 0) {
      throw new IllegalStateException(complaint + " after " + LIMIT);
    }
    Thread.sleep(POLL_MILLIS);
  }

  private Path ready(int node) {
    return folder.resolve("node-" + node + ".ready");
  }

  private Path recording(int node) {
    return folder.resolve("node-" + node + ".aotconf");
  }

  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1")));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }
}
