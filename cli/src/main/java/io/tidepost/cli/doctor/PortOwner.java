package io.tidepost.cli.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds out which process listens at a TCP port, from `/proc`. Elsewhere than on Linux, and for
/// other users' processes, it does not know.
final class PortOwner {

  private static final String LISTEN = "0A";
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  private PortOwner() {}

  /// `process 4711 (java -cp ...)`.
  static Optional<String> of(int port) {
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      try {
        for (String line : Files.readAllLines(Path.of(table))) {
          String inode = inodeOfListener(line, port);
          if (inode != null) {
            return process(inode);
          }
        }
      } catch (IOException e) {
        continue; // not Linux, or no IPv6: there is nothing to be learnt from this table
      }
    }
    return Optional.empty();
  }

  static @org.jspecify.annotations.Nullable String inodeOfListener(String line, int port) {
    String[] fields = line.strip().split("\\s+");
    String ending = String.format(Locale.ROOT, ":%04X", port);
    boolean ours =
        fields.length > INODE
            && fields[LOCAL_ADDRESS].endsWith(ending)
            && fields[STATE].equals(LISTEN);
    return ours ? fields[INODE] : null;
  }

  private static Optional<String> process(String inode) throws IOException {
    String wanted = "socket:[" + inode + "]";
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        if (holds(process.resolve("fd"), wanted)) {
          return Optional.of("process " + process.getFileName() + command(process));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean holds(Path descriptors, String wanted) {
    try (DirectoryStream<Path> links = Files.newDirectoryStream(descriptors)) {
      for (Path link : links) {
        if (Files.readSymbolicLink(link).toString().equals(wanted)) {
          return true;
        }
      }
    } catch (IOException e) {
      return false; // it ended meanwhile, or belongs to somebody else
    }
    return false;
  }

  private static String command(Path process) {
    try {
      String line =
          new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.UTF_8)
              .replace('\0', ' ')
              .strip();
      String[] words = line.split(" ", -1);
      String program = words[0].replaceFirst(".*/", "");
      return words.length == 1
          ? " (" + program + ")"
          : " (" + program + " ... " + words[words.length - 1] + ")";
    } catch (IOException e) {
      return "";
    }
  }
}
