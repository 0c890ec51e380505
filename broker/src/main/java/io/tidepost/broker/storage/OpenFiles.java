package io.tidepost.broker.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// How many files this process has open and may have open (`ulimit -n`), where the system tells.
/// Blocks.
final class OpenFiles {

  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final Path OPEN = Path.of("/proc/self/fd");
  private static final String LINE = "Max open files";

  private OpenFiles() {}

  /// @return [Long#MAX_VALUE] when there is no limit or nobody tells
  static long max() {
    try {
      return Files.exists(LIMITS) ? max(Files.readAllLines(LIMITS)) : Long.MAX_VALUE;
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
  }

  static long max(List<String> limits) {
    for (String line : limits) {
      if (line.startsWith(LINE)) {
        String soft = line.substring(LINE.length()).strip().split("\\s+", 2)[0];
        return soft.chars().allMatch(Character::isDigit) ? Long.parseLong(soft) : Long.MAX_VALUE;
      }
    }
    return Long.MAX_VALUE;
  }

  /// @return 0 when nobody tells
  static long open() {
    if (!Files.isDirectory(OPEN)) {
      return 0;
    }
    try (Stream<Path> all = Files.list(OPEN)) {
      return all.count();
    } catch (IOException e) {
      // With no file left even this cannot be opened.
      return Long.MAX_VALUE;
    }
  }
}
