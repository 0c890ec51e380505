package io.tidepost.bench.outage;

import io.tidepost.compat.server.TidepostCluster;
import io.tidepost.compat.server.TidepostProcess;
import java.io.IOException;

/// What happens to a node.
enum Fault {
  /// kill -9 of a node whose controller stands by.
  KILL(false),
  /// kill -9 of the node with the active controller.
  KILL_CONTROLLER(true),
  /// SIGSTOP of a node whose controller stands by.
  PAUSE(false),
  /// SIGSTOP of the node with the active controller.
  PAUSE_CONTROLLER(true);

  private final boolean hitsController;

  Fault(boolean hitsController) {
    this.hitsController = hitsController;
  }

  boolean hitsController() {
    return hitsController;
  }

  boolean isPause() {
    return this == PAUSE || this == PAUSE_CONTROLLER;
  }

  String label() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  void strike(TidepostCluster cluster, int node) throws IOException, InterruptedException {
    TidepostProcess victim = cluster.node(node);
    if (isPause()) {
      signal(victim, "STOP");
    } else {
      victim.kill();
    }
  }

  void undo(TidepostCluster cluster, int node) throws IOException, InterruptedException {
    if (isPause()) {
      signal(cluster.node(node), "CONT");
    }
  }

  private static void signal(TidepostProcess victim, String signal)
      throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(victim.pid())).start().waitFor();
  }
}
