package io.tidepost.tidy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The tree we live in, as files: what somebody wrote, not what a build made of it.
final class Repository {

  private static final Set<String> NOT_OURS = Set.of("target", "data", "node_modules");

  private Repository() {}

  /// The directory that holds the launcher and the root `pom.xml`.
  static Path root() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.exists(at.resolve("pom.xml")) && Files.isDirectory(at.resolve("docs"))) {
        return at;
      }
    }
    throw new IllegalStateException("no root pom.xml above " + Path.of("").toAbsolutePath());
  }

  /// Path relative to the root, with forward slashes.
  static String name(Path file) {
    return root().relativize(file).toString().replace('\\', '/');
  }

  /// All files with one of these endings, sorted; build output and hidden folders other than `.ci`
  /// are left out.
  static List<Path> files(String... endings) {
    List<Path> found = new ArrayList<>();
    Path root = root();
    var visitor =
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            String name = String.valueOf(dir.getFileName());
            boolean hidden = name.startsWith(".") && !name.equals(".ci");
            boolean skip = !dir.equals(root) && (hidden || NOT_OURS.contains(name));
            return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = String.valueOf(file.getFileName());
            for (String ending : endings) {
              if (name.endsWith(ending)) {
                found.add(file);
                break;
              }
            }
            return FileVisitResult.CONTINUE;
          }
        };
    try {
      Files.walkFileTree(root, visitor);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    found.sort(null);
    return found;
  }

  /// The modules of the root pom, lowest room first.
  static List<String> modules() {
    List<String> modules = new ArrayList<>();
    Matcher m =
        Pattern.compile("<module>([^<]+)</module>").matcher(text(root().resolve("pom.xml")));
    while (m.find()) {
      modules.add(m.group(1));
    }
    return modules;
  }

  /// The file's content; UTF-8.
  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  /// One of our own lists: lines `key | reason`, `#` starts a comment. A line without a reason
  /// fails.
  static Map<String, String> reasons(String list) {
    Map<String, String> reasons = new LinkedHashMap<>();
    Path file = root().resolve("dist/src/test/resources/tidy").resolve(list);
    for (String line : text(file).split("\n", -1)) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      int bar = line.indexOf('|');
      if (bar < 0 || line.substring(bar + 1).strip().length() < 20) {
        throw new IllegalStateException(
            name(file) + ": say why, after a bar, in a sentence: " + line);
      }
      reasons.put(line.substring(0, bar).strip(), line.substring(bar + 1).strip());
    }
    return reasons;
  }
}
