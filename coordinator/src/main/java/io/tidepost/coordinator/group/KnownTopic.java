package io.tidepost.coordinator.group;

import io.tidepost.base.Uuid;
import java.util.List;

/// A topic, as far as groups assign it.
///
/// @param id its topic id
/// @param name its name
/// @param racks for each partition the rack of each replica that has one, sorted; as long as there
///   are partitions
public record KnownTopic(Uuid id, String name, List<List<String>> racks) {

  /// How many partitions it has.
  public int partitions() {
    return racks.size();
  }
}
