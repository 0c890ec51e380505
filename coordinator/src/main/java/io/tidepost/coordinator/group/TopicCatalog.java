package io.tidepost.coordinator.group;

import io.tidepost.base.Uuid;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// The topics that exist at one moment. Never changes; any thread.
public interface TopicCatalog {

  /// Grows with every change to any topic, so that an unchanged number means nothing changed.
  long version();

  @Nullable KnownTopic byName(String name);

  @Nullable KnownTopic byId(Uuid id);

  /// Every topic's name.
  Collection<String> names();
}
