package io.tidepost.compat.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.process.Places;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// Clients from npm with a script of ours that uses them: a folder under `src/test`, installed
/// under `target` once, in the versions that its lock file names.
public final class NodePackage {

  /// What to say when Node.js is missing.
  public static final String HOW_TO_INSTALL = "apt-get install nodejs npm, or https://nodejs.org";

  private NodePackage() {}

  /// Installs a folder.
  ///
  /// @param name of the folder under `src/test`
  /// @param marker a package in it: where it is installed, everything is
  /// @return where it is installed
  public static synchronized Path install(String name, String marker) throws IOException {
    Path source = Places.root().resolve("compat/src/test/" + name);
    Path folder = Places.root().resolve("compat/target/" + name);
    Files.createDirectories(folder);
    boolean current = Files.isDirectory(folder.resolve("node_modules/" + marker));
    try (Stream<Path> files = Files.list(source)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    if (!current) {
      Path npm = Places.executable("npm", HOW_TO_INSTALL);
      List<String> command =
          List.of(npm.toString(), "ci", "--no-audit", "--no-fund", "--ignore-scripts");
      try (ChildProcess install = ChildProcess.start("npm", folder, command)) {
        assertEquals(0, install.awaitExit(Duration.ofMinutes(10)), install::describe);
      }
    }
    return folder;
  }

  /// Runs the folder's script and expects it to print `ok`.
  public static void exercise(Path folder, String... arguments) throws IOException {
    run(folder, "exercise.js", arguments);
  }

  /// Runs a script of the folder and expects it to print `ok`.
  public static void run(Path folder, String script, String... arguments) throws IOException {
    Path node = Places.executable("node", HOW_TO_INSTALL);
    List<String> command = new java.util.ArrayList<>(List.of(node.toString(), script));
    command.addAll(List.of(arguments));
    try (ChildProcess exercise = ChildProcess.start("exercise", folder, command)) {
      assertEquals(0, exercise.awaitExit(Duration.ofMinutes(4)), exercise::describe);
      assertEquals("ok", exercise.out().strip(), exercise::describe);
    }
  }
}
