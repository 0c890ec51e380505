package io.tidepost.compat.tool;

import io.tidepost.compat.process.Places;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs Apache Kafka's command-line tools in one child JVM, one call at a time.
///
/// Used by one thread. A call that takes longer than its limit ends the child, and the next call
/// starts a new one.
public final class ApacheTools implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(4);

  private Process process;

  public ApacheTools() {
    process = start();
  }

  /// The class path of the tools with our own classes in front of it.
  public static List<String> javaCommand(String main) {
    String ours = Places.root().resolve("compat/target/classes").toString();
    List<String> command = new ArrayList<>();
    command.add(Places.java().toString());
    command.addAll(
        List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(List.of("-Dlog4j2.level=ERROR", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", ours + File.pathSeparator + Places.jars("apache-kafka"), main));
    return command;
  }

  /// Runs `main` with `arguments` and nothing on standard input.
  public ToolResult run(String main, String... arguments) {
    return run(main, List.of(arguments), "");
  }

  /// Runs `main` with `arguments` and `input` on standard input.
  public ToolResult run(String main, List<String> arguments, String input) {
    if (!process.isAlive()) {
      process = start();
    }
    try {
      return CompletableFuture.supplyAsync(() -> call(main, arguments, input))
          .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      process.destroyForcibly();
      throw new IllegalStateException(main + " " + arguments + " did not end within " + LIMIT, e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(main + " " + arguments + " failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private ToolResult call(String main, List<String> arguments, String input) {
    try {
      DataOutputStream out = new DataOutputStream(process.getOutputStream());
      ToolHost.text(out, main);
      out.writeInt(arguments.size());
      for (String argument : arguments) {
        ToolHost.text(out, argument);
      }
      byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
      out.writeInt(bytes.length);
      out.write(bytes);
      out.flush();
      DataInputStream in = new DataInputStream(process.getInputStream());
      return new ToolResult(in.readInt(), ToolHost.text(in), ToolHost.text(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Process start() {
    try {
      return new ProcessBuilder(javaCommand(ToolHost.class.getName()))
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
