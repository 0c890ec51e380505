package io.tidepost.wire.generator;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/// What the output depends on, as text: the jars with the definitions and the generator itself. The
/// same text as last time means there is nothing to do.
final class Fingerprint {

  private Fingerprint() {}

  static String of(Collection<Path> jars) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path jar : jars) {
      append(text, jar);
    }
    for (Path file : generatorFiles()) {
      append(text, file);
    }
    return text.toString();
  }

  private static void append(StringBuilder text, Path file) throws IOException {
    text.append(file)
        .append(' ')
        .append(Files.size(file))
        .append(' ')
        .append(Files.getLastModifiedTime(file).toMillis())
        .append('\n');
  }

  private static List<Path> generatorFiles() throws IOException {
    Path home;
    try {
      home = Path.of(Fingerprint.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException("cannot find the generator's own classes", e);
    }
    try (Stream<Path> walk = Files.walk(home)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
