package io.tidepost.coordinator.group.assignor;

import io.tidepost.base.Uuid;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;

/// Spreads the partitions of topics over the members of a group. Has no state; the same input gives
/// the same answer.
public interface Assignor {

  /// What clients call it, for example `uniform`.
  String name();

  /// What every member is to have, by member id; members that get nothing are left out or empty.
  Map<String, SortedMap<Uuid, SortedSet<Integer>>> assign(AssignorInput input);
}
