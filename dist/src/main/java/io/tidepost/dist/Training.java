package io.tidepost.dist;

import io.tidepost.cli.Terminal;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// The commands that people run most, one after the other, against a server that was started for
/// this: what both load here goes into the AOT caches.
public final class Training {

  private static final String TOPIC = "training";
  private static final String GROUP = "training";
  private static final int RECORDS = 2000;

  private final String bootstrap;
  private int failed;

  private Training(String bootstrap) {
    this.bootstrap = bootstrap;
  }

  /// @param args the address of a server whose data does not matter
  public static void main(String[] args) {
    Main.quietLibraries();
    Runtime.getRuntime().exit(lesson(args[0]) ? 0 : 1);
  }

  /// Runs the commands.
  ///
  /// @return whether all have succeeded
  static boolean lesson(String bootstrap) {
    var training = new Training(bootstrap);
    training.commands();
    return training.failed == 0;
  }

  private void commands() {
    run("", "--help");
    run("", "topic", "create", "--help");
    at("", "topic", "create", TOPIC, "--partitions", "3", "--config", "retention.ms=3600000");
    at("", "topic", "list");
    var lines = new StringBuilder();
    for (int i = 0; i < RECORDS; i++) {
      lines.append("key-").append(i % 17).append(":value of record ").append(i).append('\n');
    }
    for (String codec : new String[] {"none", "lz4", "none"}) {
      at(lines.toString(), "produce", TOPIC, "-K", ":", "-H", "a=b", "--compression", codec);
    }
    at("", "consume", TOPIC);
    at("", "consume", TOPIC, "--from", "-5", "-o", "json");
    at("", "consume", TOPIC, "--group", GROUP);
    at("", "group", "list");
    at("", "group", "describe", GROUP);
    at("", "group", "reset-offsets", GROUP, "--topic", TOPIC, "--to-earliest", "--execute");
    at("", "consume", TOPIC, "--group", GROUP, "-n", "100");
    at("", "topic", "describe", TOPIC, "-o", "json");
    at("", "topic", "describe", TOPIC);
    at("", "config", "describe", "topic", TOPIC, "--all");
    at("", "cluster", "info");
    at("", "group", "delete", GROUP);
    at("", "topic", "delete", TOPIC);
  }

  private void at(String input, String... args) {
    String[] all = new String[args.length + 2];
    System.arraycopy(args, 0, all, 0, args.length);
    all[args.length] = "--bootstrap-server";
    all[args.length + 1] = bootstrap;
    run(input, all);
  }

  private void run(String input, String... args) {
    var in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    var out = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    int code = Main.commands().run(new Terminal(in, out, System.err), args);
    if (code != 0) {
      System.err.println("exit code " + code + " of: " + String.join(" ", args));
      failed++;
    }
  }
}
