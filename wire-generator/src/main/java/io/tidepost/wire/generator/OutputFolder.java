package io.tidepost.wire.generator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The folder of generated sources. A file is touched only when its content changes, so that an
/// incremental compile stays incremental; files that nobody wrote this time are deleted.
final class OutputFolder {

  private final Path root;
  private final Set<Path> written = new HashSet<>();

  OutputFolder(Path root) {
    this.root = root;
  }

  void write(String packageName, String className, String source) throws IOException {
    Path file = root.resolve(packageName.replace('.', '/')).resolve(className + ".java");
    written.add(file);
    if (Files.exists(file) && Files.readString(file).equals(source)) {
      return;
    }
    Files.createDirectories(file.getParent());
    Files.writeString(file, source);
  }

  void deleteOthers() throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(root)) {
      files = walk.filter(file -> file.toString().endsWith(".java")).toList();
    }
    for (Path file : files) {
      if (!written.contains(file)) {
        Files.delete(file);
      }
    }
  }
}
