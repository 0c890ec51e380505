package io.tidepost.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/// What the machine allows a broker, and whether its clock makes sense.
final class MachineChecks {

  private static final String OPEN_FILES = "Max open files";

  /// A partition in use holds about three files.
  private static final long FILES_ENOUGH = 10_000;

  private static final long FILES_NEEDED = 1_000;

  /// Clocks that are set by the network differ by less.
  private static final Duration CLOCK_SLACK = Duration.ofMinutes(1);

  private final Findings findings;

  MachineChecks(Findings findings) {
    this.findings = findings;
  }

  /// @param limits lines as in `/proc/self/limits`
  void openFiles(List<String> limits) {
    for (String line : limits) {
      if (!line.startsWith(OPEN_FILES)) {
        continue;
      }
      String soft = line.substring(OPEN_FILES.length()).strip().split("\\s+", 2)[0];
      long files = soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
      String sentence = "at most %d files may be open at a time".formatted(files);
      String advice = "raise it: ulimit -n 100000, or LimitNOFILE of the service";
      if (files < FILES_NEEDED) {
        findings.problem(sentence + ", connections and partitions share them", advice);
      } else if (files < FILES_ENOUGH) {
        findings.note(sentence + ", a partition in use holds about three", advice);
      }
    }
  }

  /// Looks for files that were written later than now.
  void clock(List<Path> directories, Instant now) {
    for (Path directory : directories) {
      try (Stream<Path> files =
          Files.isDirectory(directory) ? Files.list(directory) : Stream.of()) {
        for (Path file : (Iterable<Path>) files::iterator) {
          Instant written = Files.getLastModifiedTime(file).toInstant();
          if (written.isAfter(now.plus(CLOCK_SLACK))) {
            findings.problem(
                "the clock is wrong, or was: it is %s here, and %s was written at %s"
                    .formatted(
                        now.truncatedTo(ChronoUnit.SECONDS),
                        file,
                        written.truncatedTo(ChronoUnit.SECONDS)),
                "set the clock: timestamps of records, retention and certificates go by it");
            return;
          }
        }
      } catch (IOException e) {
        findings.note(
            "when %s was written cannot be told: %s".formatted(directory, e.getMessage()), null);
      }
    }
  }
}
