package io.tidepost.coordinator.group;

import io.tidepost.base.Uuid;
import java.util.List;
import java.util.Set;

/// A topic, as far as groups assign it.
///
/// @param id its topic id
/// @param name its name
/// @param racks for each partition the racks that have a replica; as long as there are partitions
public record KnownTopic(Uuid id, String name, List<Set<String>> racks) {

  /// How many partitions it has.
  public int partitions() {
    return racks.size();
  }
}
