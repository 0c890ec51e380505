package io.tidepost.cli.group;

import io.tidepost.cli.Failure;
import io.tidepost.cli.Times;
import io.tidepost.cli.group.GroupKind.Standing;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where offsets shall be moved to.
sealed interface ResetTarget {

  /// The beginning of each partition.
  record Earliest() implements ResetTarget {}

  /// The end of each partition.
  record Latest() implements ResetTarget {}

  /// The first record at or after a moment; the end, when there is none.
  record Moment(long epochMillis) implements ResetTarget {}

  /// The same offset in each partition.
  record Offset(long offset) implements ResetTarget {}

  /// Back or forth from where the group stands.
  record Shift(long by) implements ResetTarget {}

  /// The options, of which one must be given.
  final class Choice {
    @Option(names = "--to-earliest", description = "To the first record.")
    boolean earliest;

    @Option(names = "--to-latest", description = "Behind the last record.")
    boolean latest;

    @Option(
        names = "--to-datetime",
        paramLabel = "WHEN",
        description = "To the first record at or after 2026-01-31T08:00:00Z, or 15m ago: '15m'.")
    @Nullable String datetime;

    @Option(names = "--to-offset", paramLabel = "OFFSET", description = "To this offset.")
    @Nullable Long offset;

    @Option(
        names = "--shift-by",
        paramLabel = "COUNT",
        description = "This many records forward, or back when negative.")
    @Nullable Long shift;

    ResetTarget target() {
      if (earliest) {
        return new Earliest();
      } else if (latest) {
        return new Latest();
      } else if (datetime != null) {
        return new Moment(Times.parse(datetime, System.currentTimeMillis()));
      } else if (offset != null) {
        return new Offset(offset);
      } else if (shift != null) {
        return new Shift(shift);
      }
      throw new Failure("say where to: --to-earliest, --to-latest, --to-datetime, ...");
    }
  }

  /// The new offset of each partition, within what the partition has.
  default Map<TopicPartition, Long> offsets(
      Admin admin, Collection<TopicPartition> partitions, Map<TopicPartition, Standing> committed)
      throws InterruptedException, ExecutionException {
    var first = Groups.offsets(admin, partitions, OffsetSpec.earliest());
    var end = Groups.offsets(admin, partitions, OffsetSpec.latest());
    Map<TopicPartition, ListOffsetsResultInfo> moments =
        this instanceof Moment m
            ? Groups.offsets(admin, partitions, OffsetSpec.forTimestamp(m.epochMillis()))
            : Map.of();
    Map<TopicPartition, Long> planned = new HashMap<>();
    for (TopicPartition tp : partitions) {
      ListOffsetsResultInfo firstInfo = first.get(tp);
      ListOffsetsResultInfo endInfo = end.get(tp);
      if (firstInfo == null || endInfo == null) {
        throw new Failure(
            "partition " + tp + " does not exist any more; leave it out with --topic");
      }
      long wanted =
          switch (this) {
            case Earliest() -> firstInfo.offset();
            case Latest() -> endInfo.offset();
            case Moment m -> atMoment(moments.get(tp), endInfo.offset());
            case Offset(long offset) -> offset;
            case Shift(long by) -> shifted(tp, committed.get(tp), by);
          };
      planned.put(tp, Math.clamp(wanted, firstInfo.offset(), endInfo.offset()));
    }
    return planned;
  }

  private static long atMoment(@Nullable ListOffsetsResultInfo found, long end) {
    return found == null || found.offset() < 0 ? end : found.offset();
  }

  private static long shifted(TopicPartition tp, @Nullable Standing at, long by) {
    if (at == null) {
      throw new Failure("the group has committed no offset for " + tp + " that could be shifted");
    }
    return at.offset() + by;
  }
}
