package io.tidepost.cli.cluster;

import io.tidepost.cli.Times;
import io.tidepost.metadata.balance.Goals;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Option;

/// What a plan shall achieve.
final class GoalOptions {

  @Option(
      names = "--drain",
      split = ",",
      paramLabel = "NODE",
      description = "Nodes that shall have no replica afterwards.")
  List<Integer> drained = List.of();

  @Option(names = "--disk", description = "Fill disks alike.")
  boolean disk;

  @Option(names = "--leaders", description = "Spread leaders evenly.")
  boolean leaders;

  @Option(
      names = "--traffic",
      description = "Spread what is written evenly; it is measured for --measure.")
  boolean traffic;

  @Option(
      names = "--measure",
      paramLabel = "SPAN",
      defaultValue = "10s",
      description = "How long --traffic measures; default ${DEFAULT-VALUE}.")
  String measure = "10s";

  @Option(
      names = "--tolerance",
      paramLabel = "PERCENT",
      defaultValue = "10",
      description = "So far from the average is even enough; default ${DEFAULT-VALUE}.")
  int tolerance = 10;

  @Option(
      names = "--max-moves",
      paramLabel = "N",
      defaultValue = "1000",
      description = "The plan moves at most so many replicas; default ${DEFAULT-VALUE}.")
  int movesMax = 1_000;

  @Option(
      names = "--batch-moves",
      paramLabel = "N",
      defaultValue = "50",
      description = "So many partitions move at once at most; default ${DEFAULT-VALUE}.")
  int batchMovesMax = 50;

  @Option(
      names = "--batch-bytes",
      paramLabel = "BYTES",
      defaultValue = "10G",
      description = "So much is copied at once at most; default ${DEFAULT-VALUE}.")
  String batchBytesMax = "10G";

  /// Without any goal, disks and leaders are evened out; with `--drain` alone nothing else.
  Goals goals() {
    boolean none = !(disk || leaders || traffic) && drained.isEmpty();
    Set<Integer> leave = new TreeSet<>(drained);
    return new Goals(
        leave,
        disk || none,
        leaders || none,
        traffic,
        tolerance,
        leave.isEmpty() ? movesMax : Integer.MAX_VALUE,
        batchMovesMax,
        MoveOptions.bytes("--batch-bytes", batchBytesMax));
  }

  long measureMillis() {
    return traffic ? Times.span(measure) : 0;
  }
}
