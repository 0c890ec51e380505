package io.tidepost.dist;

import io.tidepost.cli.Cli;
import io.tidepost.cli.Terminal;

/// Every command but a running server.
public final class Main {

  private Main() {}

  /// Runs one command line and exits with its code.
  public static void main(String[] args) {
    quietLibraries();
    int code = commands().run(Terminal.ofProcess(), args);
    // Threads of client libraries must not keep us: what matters was closed or flushed.
    Runtime.getRuntime().exit(code);
  }

  /// All commands.
  static Cli commands() {
    return new Cli().withFirst("start", StartHelp.class).with("doctor", Doctor.class);
  }

  /// What client libraries log is for programmers; a command says in one sentence what is wrong.
  /// With `TIDEPOST_DEBUG` set, everything is shown.
  static void quietLibraries() {
    if (System.getenv("TIDEPOST_DEBUG") == null) {
      System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
      System.setProperty("slf4j.internal.verbosity", "WARN");
    }
  }
}
