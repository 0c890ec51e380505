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

/// KafkaJS, installed from npm once, in the versions that the lock file in `src/test/kafkajs`
/// names.
public final class KafkaJs {

  static final String HOW_TO_INSTALL = "apt-get install nodejs npm, or https://nodejs.org";

  private KafkaJs() {}

  /// The folder in which it is installed, with our scripts.
  public static Path installed() throws IOException {
    Path source = Places.root().resolve("compat/src/test/kafkajs");
    Path folder = Places.root().resolve("compat/target/kafkajs");
    Files.createDirectories(folder);
    boolean current = Files.isDirectory(folder.resolve("node_modules/lz4-napi"));
    for (String name : List.of("package.json", "package-lock.json", "exercise.js")) {
      Files.copy(source.resolve(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
    if (!current) {
      Path npm = Places.executable("npm", HOW_TO_INSTALL);
      List<String> command =
          List.of(npm.toString(), "ci", "--no-audit", "--no-fund", "--ignore-scripts");
      try (ChildProcess install = ChildProcess.start("npm", folder, command)) {
        assertEquals(0, install.awaitExit(Duration.ofSeconds(180)), install::describe);
      }
    }
    return folder;
  }
}
