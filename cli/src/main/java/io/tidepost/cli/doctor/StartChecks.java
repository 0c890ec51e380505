package io.tidepost.cli.doctor;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// Looks at everything that a start needs, without starting.
final class StartChecks {

  private static final int JAVA_NEEDED = 25;
  private static final Path LIMITS = Path.of("/proc/self/limits");

  private final Findings findings;

  StartChecks(Findings findings) {
    this.findings = findings;
  }

  void run(StartPlan plan) {
    java();
    for (String complaint : plan.complaints()) {
      findings.problem(complaint, "a start refuses this; correct the option");
    }
    for (String notice : plan.notices()) {
      findings.note(notice, null);
    }
    if (plan.complaints().isEmpty()) {
      findings.ok("the configuration can be used; node " + plan.nodeId());
    }
    var machine = new MachineChecks(findings);
    machine.openFiles(limits());
    machine.clock(plan.logDirs(), Instant.now());
    plan.listeners().forEach(this::port);
    var directories = new DirectoryChecks(findings, plan.nodeId());
    plan.logDirs().forEach(directories::check);
  }

  private static List<String> limits() {
    try {
      return Files.exists(LIMITS) ? Files.readAllLines(LIMITS) : List.of();
    } catch (IOException e) {
      return List.of();
    }
  }

  private void java() {
    int version = Runtime.version().feature();
    if (version >= JAVA_NEEDED) {
      findings.ok("Java " + Runtime.version() + " in " + System.getProperty("java.home"));
    } else {
      findings.problem(
          "Java " + version + " is too old",
          "point JAVA_HOME to a JDK " + JAVA_NEEDED + " or newer");
    }
  }

  private void port(InetSocketAddress listener) {
    String who = listener.getHostString() + ":" + listener.getPort();
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(
          listener.getHostString().isEmpty()
              ? new InetSocketAddress(listener.getPort())
              : new InetSocketAddress(
                  InetAddress.getByName(listener.getHostString()), listener.getPort()));
      findings.ok("the address " + who + " is free");
    } catch (UnknownHostException e) {
      findings.problem(
          "the listener's host " + listener.getHostString() + " cannot be resolved",
          "let 'listeners' name an address of this machine, or none for all");
    } catch (BindException e) {
      boolean inUse = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("in use");
      findings.problem(
          inUse
              ? "the address " + who + " is in use" + owner(listener.getPort())
              : "the address " + who + " cannot be bound: " + e.getMessage(),
          inUse
              ? "stop that process, or choose another port: --set"
                  + " listeners=PLAINTEXT://localhost:PORT"
              : "let 'listeners' name an address of this machine and a port above 1023");
    } catch (IOException e) {
      findings.problem(
          "the address " + who + " cannot be bound: " + e.getMessage(), "choose another address");
    }
  }

  private static String owner(int port) {
    return PortOwner.of(port).map(p -> " by " + p).orElse(" by another user's process");
  }
}
