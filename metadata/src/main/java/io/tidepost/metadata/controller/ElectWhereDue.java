package io.tidepost.metadata.controller;

import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.controller.PartitionChange.Election;
import io.tidepost.metadata.image.Partition;
import java.util.ArrayList;
import java.util.List;

/// Elects leaders by itself, from time to time. Answers with the number of partitions that changed.
///
/// @param kind where
public record ElectWhereDue(Kind kind) implements Command<Integer> {

  /// Which partitions are looked at.
  public enum Kind {
    /// Those that are not led by their first replica, if it may lead
    /// (`auto.leader.rebalance.enable`).
    PREFERRED,
    /// Those that nobody leads: an option that allows an unclean election may have been set since.
    LEADERLESS
  }

  @Override
  public Decision<Integer> decide(ControllerContext context) {
    List<MetadataRecord> records = new ArrayList<>();
    var changes = new PartitionChanges(context, records);
    switch (kind) {
      case PREFERRED ->
          changes.forEach(
              partition ->
                  partition.leader() != Partition.NO_LEADER
                      && partition.leader() != partition.replicas().get(0)
                      && partition.isr().contains(partition.replicas().get(0)),
              (topic, number, partition) ->
                  changes.add(
                      topic, number, changes.of(topic, partition).election(Election.PREFERRED)));
      case LEADERLESS ->
          changes.forEach(
              partition -> partition.leader() == Partition.NO_LEADER,
              (topic, number, partition) ->
                  changes.add(topic, number, changes.of(topic, partition)));
    }
    return Decision.inParts(records, records.size());
  }
}
