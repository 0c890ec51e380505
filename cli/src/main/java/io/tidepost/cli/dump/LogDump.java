package io.tidepost.cli.dump;

import io.tidepost.cli.CliCommand;
import io.tidepost.cli.Failure;
import io.tidepost.cli.OutputOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidepost log dump`.
@Command(
    name = "dump",
    description = {
      "Show what is in segment files and their indexes: each batch with its position, offsets and"
          + " whether its checksum holds; damaged ranges; with --records each record. Exit code 1"
          + " when something is damaged. Kafka's files look the same."
    },
    footer = {
      "  tidepost log dump data/orders-0",
      "  tidepost log dump --records data/orders-0/00000000000000000000.log",
      "  tidepost log dump data/orders-0/00000000000000000000.index -o json"
    })
final class LogDump extends CliCommand {

  private static final List<String> KNOWN = List.of(".log", ".index", ".timeindex", ".txnindex");

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Files ending in .log, .index, .timeindex or .txnindex, or folders with them.")
  List<Path> paths = List.of();

  @Option(
      names = {"-r", "--records"},
      description = "Also show each record's key, value and headers.")
  boolean records;

  @Mixin OutputOptions output;

  @Override
  public Integer call() {
    var lines = new Lines(terminal.out(), output);
    boolean sound = true;
    for (Path file : files()) {
      lines.heading(file.toString());
      try {
        sound &= dump(file, lines);
      } catch (IOException e) {
        throw new Failure(file + " cannot be read: " + e.getMessage(), e);
      }
    }
    return sound ? OK : FAILED;
  }

  private boolean dump(Path file, Lines lines) throws IOException {
    return file.toString().endsWith(".log")
        ? new SegmentDump(file, lines, records).run()
        : new IndexDump(file, lines).run();
  }

  private List<Path> files() {
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        files.addAll(inFolder(path));
      } else if (!Files.isRegularFile(path)) {
        throw new Failure("there is no file " + path);
      } else if (!isKnown(path)) {
        throw new Failure(path + " is none of the files that can be shown: " + KNOWN);
      } else {
        files.add(path);
      }
    }
    return files;
  }

  private static List<Path> inFolder(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> files = entries.filter(LogDump::isKnown).sorted().toList();
      if (files.isEmpty()) {
        throw new Failure("there are no segments in " + folder);
      }
      return files;
    } catch (IOException e) {
      throw new Failure(folder + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean isKnown(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.matches("\\d{20}\\..*") && KNOWN.stream().anyMatch(name::endsWith);
  }

  /// The base offset that a segment's files carry in their name.
  static long baseOffset(Path file) {
    return Long.parseLong(String.valueOf(file.getFileName()).substring(0, 20));
  }
}
