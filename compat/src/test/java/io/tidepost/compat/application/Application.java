package io.tidepost.compat.application;

import io.tidepost.compat.process.Places;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How to run what `compat/applications` has built.
final class Application {
  private Application() {}

  /// The folder with an application's jars.
  static Path jars(String name) {
    return Places.root().resolve("compat/applications").resolve(name).resolve("target/jars");
  }

  /// A JVM for a small program.
  static List<String> command(String name, String main, String... arguments) {
    Path classes = jars(name).resolveSibling("classes");
    List<String> command = new ArrayList<>();
    command.add(Places.java().toString());
    command.addAll(
        List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(
        List.of("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", classes + File.pathSeparator + jars(name) + "/*", main));
    command.addAll(List.of(arguments));
    return command;
  }
}
