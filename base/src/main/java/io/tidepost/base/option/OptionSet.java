package io.tidepost.base.option;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Every option of one kind of resource (brokers, topics, groups), found by name. Immutable.
public final class OptionSet {

  private final Map<String, Option<?>> byName = new LinkedHashMap<>(1024);

  /// @param groups the groups in the order of the reference page
  /// @throws IllegalArgumentException when two options have one name
  public OptionSet(List<OptionGroup> groups) {
    for (OptionGroup group : groups) {
      for (Option<?> option : group.options()) {
        if (byName.put(option.name(), option) != null) {
          throw new IllegalArgumentException(option.name() + " is declared twice");
        }
      }
    }
  }

  /// The option of this name; `null` when there is none.
  public @Nullable Option<?> find(String name) {
    return byName.get(name);
  }

  /// All options in the order of their declaration.
  public Collection<Option<?>> all() {
    return Collections.unmodifiableCollection(byName.values());
  }

  /// The known name that looks most like `name`; `null` when none is near.
  public @Nullable String nearest(String name) {
    return NearestName.of(name, new ArrayList<>(byName.keySet()));
  }
}
