package io.tidepost.compat.commandline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.process.Places;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Runs `./tidepost` commands in a folder, against one cluster.
public final class Tidepost {
  public static final Duration LIMIT = Duration.ofMinutes(5);

  private final Path folder;
  private final Map<String, String> environment;
  private int runs;

  Tidepost(Path folder, String bootstrap) {
    this(folder, Map.of("TIDEPOST_BOOTSTRAP", bootstrap));
  }

  /// @param environment what differs from ours
  public Tidepost(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
  }

  /// Starts a command and does not wait for its end.
  public ChildProcess start(@Nullable Path stdin, String... arguments) {
    List<String> command = new ArrayList<>(List.of(Places.root().resolve("tidepost").toString()));
    command.addAll(List.of(arguments));
    return ChildProcess.start(arguments[0] + "-" + runs++, folder, command, environment, stdin);
  }

  /// Runs a command that must succeed and returns what it printed.
  public String run(@Nullable Path stdin, String... arguments) {
    try (ChildProcess process = start(stdin, arguments)) {
      assertEquals(0, process.awaitExit(LIMIT), process::describe);
      return process.out();
    }
  }

  /// Asks a process to end and returns its exit code, 0 for 143, which is what a JVM reports that
  /// has ended in good order after SIGTERM.
  static int end(ChildProcess process) {
    int exitCode = process.terminate(LIMIT);
    return exitCode == 143 ? 0 : exitCode;
  }
}
