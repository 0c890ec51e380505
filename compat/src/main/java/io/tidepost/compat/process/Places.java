package io.tidepost.compat.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where things are in the source tree and on this machine: the root of the tree, the folders of
/// other people's jars that the build has filled, executables on the `PATH`.
public final class Places {
  private Places() {}

  /// The root of the source tree: the nearest folder upwards that holds both `pom.xml` and
  /// `compat`.
  public static Path root() {
    Path at = Path.of("").toAbsolutePath();
    for (Path path = at; path != null; path = path.getParent()) {
      if (Files.isRegularFile(path.resolve("pom.xml"))
          && Files.isDirectory(path.resolve("compat"))) {
        return path;
      }
    }
    throw new IllegalStateException(at + " is not inside Tidepost's source tree");
  }

  /// Class path made of all jars of one folder under `compat/target/jars`, for example
  /// `apache-kafka` or `clients-2.1`.
  public static String jars(String folder) {
    Path path = root().resolve("compat/target/jars").resolve(folder);
    if (!Files.isDirectory(path)) {
      throw new IllegalStateException(
          path + " is missing; `mvn -pl compat process-resources` fills it");
    }
    try (Stream<Path> files = Files.list(path)) {
      return files.sorted().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The `java` executable of the JVM that runs this code.
  public static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /// The executable `name` on the `PATH`.
  ///
  /// @throws IllegalStateException when there is none, with what to install
  public static Path executable(String name, String howToInstall) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
      Path candidate = Path.of(folder, name);
      if (Files.isExecutable(candidate)) {
        return candidate;
      }
    }
    throw new IllegalStateException(name + " is not on the PATH; install it: " + howToInstall);
  }
}
