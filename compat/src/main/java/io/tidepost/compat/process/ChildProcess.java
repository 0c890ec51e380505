package io.tidepost.compat.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One child process whose standard output and error go to files, so that nobody has to pump them.
///
/// Used by one thread. Closing it kills the process, by its own process id, if it still lives.
public final class ChildProcess implements AutoCloseable {
  private static final long POLL_MS = 5;

  private final String name;
  private final Process process;
  private final Path out;
  private final Path err;

  private ChildProcess(String name, Process process, Path out, Path err) {
    this.name = name;
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /// Starts `command` in the folder `home` with standard input closed; output goes to `NAME.out`
  /// and `NAME.err` there.
  public static ChildProcess start(String name, Path home, List<String> command) {
    return start(name, home, command, Map.of(), null);
  }

  /// As [#start(String, Path, List)], with more environment variables and, when `stdin` is given,
  /// that file as standard input.
  public static ChildProcess start(
      String name,
      Path home,
      List<String> command,
      Map<String, String> environment,
      @Nullable Path stdin) {
    try {
      Files.createDirectories(home);
      Path out = home.resolve(name + ".out");
      Path err = home.resolve(name + ".err");
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.directory(home.toFile());
      builder.environment().putAll(environment);
      builder.redirectInput(stdin == null ? Path.of("/dev/null").toFile() : stdin.toFile());
      builder.redirectOutput(out.toFile());
      builder.redirectError(err.toFile());
      return new ChildProcess(name, builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name + ": " + String.join(" ", command), e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /// What the process has written to standard output so far.
  public String out() {
    return text(out);
  }

  /// What the process has written to standard error so far.
  public String err() {
    return text(err);
  }

  /// Both outputs, for the message of a failure.
  public String describe() {
    return name
        + " (process "
        + pid()
        + ")\n--- stdout\n"
        + tail(out())
        + "\n--- stderr\n"
        + tail(err());
  }

  /// Waits until standard output satisfies `condition`.
  ///
  /// @throws IllegalStateException when the process ends, or `limit` passes, before it does
  public void awaitOut(Predicate<String> condition, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.test(out())) {
      if (ended(Duration.ofMillis(POLL_MS)) && !condition.test(out())) {
        throw new IllegalStateException(
            "ended with exit code " + process.exitValue() + ": " + describe());
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("not ready within " + limit + ": " + describe());
      }
    }
  }

  /// Waits for the end and returns the exit code.
  ///
  /// @throws IllegalStateException when it does not end within `limit`; it is killed then
  public int awaitExit(Duration limit) {
    if (!ended(limit)) {
      String text = describe();
      kill();
      throw new IllegalStateException("did not end within " + limit + ": " + text);
    }
    return process.exitValue();
  }

  /// Sends SIGTERM and waits for the end.
  public int terminate(Duration limit) {
    process.destroy();
    return awaitExit(limit);
  }

  /// Sends SIGKILL and waits until the process is gone.
  public void kill() {
    process.destroyForcibly();
    if (!ended(Duration.ofSeconds(120))) {
      throw new IllegalStateException("cannot be killed: " + describe());
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
  }

  private boolean ended(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + name, e);
    }
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String tail(String text) {
    int limit = 6_000;
    return text.length() <= limit ? text : "…" + text.substring(text.length() - limit);
  }
}
