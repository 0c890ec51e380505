package io.tidepost.wire.generator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/// Definitions: those inside Kafka's jars, found on the class path by a file that a jar is known to
/// contain, and our own, in a folder.
final class Definitions {

  private Definitions() {}

  /// The jar on the class path that contains `resource`.
  ///
  /// @throws IllegalArgumentException when none does
  static Path jarWith(String resource) {
    URL url = Definitions.class.getClassLoader().getResource(resource);
    if (url == null) {
      throw new IllegalArgumentException("no jar on the class path contains " + resource);
    }
    try {
      JarURLConnection connection = (JarURLConnection) url.openConnection();
      return Path.of(connection.getJarFileURL().toURI());
    } catch (IOException | java.net.URISyntaxException | ClassCastException e) {
      throw new IllegalArgumentException("not in a jar: " + url, e);
    }
  }

  /// All definitions of the jar, by file name. Those of removed APIs (no valid version) are left
  /// out.
  static List<Message> read(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      List<JarEntry> entries =
          file.stream()
              .filter(entry -> entry.getName().matches("(common/)?(message|metadata)/\\w+\\.json"))
              .sorted(Comparator.comparing(JarEntry::getName))
              .toList();
      List<Message> messages = new ArrayList<>();
      for (JarEntry entry : entries) {
        try (InputStream in = file.getInputStream(entry)) {
          Message message =
              DefinitionParser.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
          if (!message.versions().isEmpty()) {
            messages.add(message);
          }
        }
      }
      return messages;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read definitions from " + jar, e);
    }
  }

  /// The files of a folder with definitions of Tidepost's own, by name.
  static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }

  /// The definition in a file.
  static Message readFile(Path file) {
    try {
      return DefinitionParser.parse(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
