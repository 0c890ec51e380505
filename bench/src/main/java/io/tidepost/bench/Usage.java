package io.tidepost.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a process has used so far, as Linux counts it under `/proc`.
public final class Usage {
  /// Clock ticks per second of `/proc/PID/stat`: fixed at 100 in Linux's interface to user space.
  private static final double TICKS_PER_SECOND = 100;

  private Usage() {}

  /// CPU seconds of all threads of the process, user and system.
  public static double cpuSeconds(long pid) {
    String stat = read(pid, "stat");
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  /// Resident memory in MB (1,000,000 bytes).
  public static double residentMb(long pid) {
    for (String line : read(pid, "status").split("\n")) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1e6;
      }
    }
    throw new IllegalStateException("/proc/" + pid + "/status has no VmRSS");
  }

  private static String read(long pid, String name) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
