package io.tidepost.sim.group;

import io.tidepost.sim.log.SimulationFailure;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What the members of one group work on, as they see it: from the answer that gives it to them
/// until they say that they gave it up. Of two members that the coordinator knows no two may have
/// the same thing.
final class Holdings {

  private final String groupId;
  private final Map<String, Set<String>> things = new HashMap<>();

  Holdings(String groupId) {
    this.groupId = groupId;
  }

  /// A member has these things and no others.
  ///
  /// @param isKnown whether the coordinator knows a member of that id
  void hold(String memberId, Collection<String> held, Predicate<String> isKnown) {
    things.put(memberId, new TreeSet<>(held));
    if (!isKnown.test(memberId)) {
      return;
    }
    for (String thing : held) {
      String other = rival(memberId, thing, isKnown);
      if (other != null) {
        throw new SimulationFailure(
            "%s of group %s has two owners: %s and %s".formatted(thing, groupId, other, memberId));
      }
    }
  }

  void release(String memberId) {
    things.remove(memberId);
  }

  /// Another member that has the thing, `null` when there is none.
  @Nullable String rival(String memberId, String thing, Predicate<String> isKnown) {
    for (Map.Entry<String, Set<String>> other : things.entrySet()) {
      boolean has = other.getValue().contains(thing);
      if (has && !other.getKey().equals(memberId) && isKnown.test(other.getKey())) {
        return other.getKey();
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return groupId + things;
  }
}
