package io.tidepost.monitor.figures;

import io.tidepost.base.TopicPartition;
import java.util.List;

/// A group that is coordinated here.
///
/// @param kind `classic`, `consumer`, `share` or `streams`
/// @param state Kafka's name of the state it is in
/// @param members how many it has
/// @param positions where it stands, partition by partition
public record GroupFigure(
    String groupId, String kind, String state, int members, List<Position> positions) {

  /// What is not known.
  public static final long UNKNOWN = -1;

  /// Where a group stands in one partition.
  ///
  /// @param offset the committed one; of a share group the start offset
  /// @param lagRecords records that were not processed yet, [#UNKNOWN] when no replica of the
  ///   partition is here
  /// @param lagMillis how long ago the first of them was stored, [#UNKNOWN] likewise; 0 when there
  ///   is none
  public record Position(TopicPartition partition, long offset, long lagRecords, long lagMillis) {}
}
