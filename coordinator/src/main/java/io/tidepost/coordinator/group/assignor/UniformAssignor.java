package io.tidepost.coordinator.group.assignor;

import io.tidepost.base.Uuid;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;

/// Gives all members equally much and moves as little as possible.
final class UniformAssignor implements Assignor {

  @Override
  public String name() {
    return "uniform";
  }

  @Override
  public Map<String, SortedMap<Uuid, SortedSet<Integer>>> assign(AssignorInput input) {
    if (input.members().isEmpty()) {
      return Map.of();
    }
    return input.homogeneous()
        ? new EqualSubscriptions(input).assign()
        : new MixedSubscriptions(input).assign();
  }
}
