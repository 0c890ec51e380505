package io.tidepost.compat.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Writes `server.properties`.
final class Lines {
  private Lines() {}

  static void write(Path file, Map<String, String> options) {
    StringBuilder text = new StringBuilder();
    options.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
