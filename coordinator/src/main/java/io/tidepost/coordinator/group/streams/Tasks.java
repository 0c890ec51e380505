package io.tidepost.coordinator.group.streams;

/// Tasks by role.
///
/// @param active does the work; one member at a time
/// @param standby keeps a copy of the state
/// @param warmup gets a copy of the state before it takes the work over
record Tasks(TaskMap active, TaskMap standby, TaskMap warmup) {

  static final Tasks NONE = new Tasks(TaskMap.NONE, TaskMap.NONE, TaskMap.NONE);

  static Tasks empty() {
    return new Tasks(TaskMap.empty(), TaskMap.empty(), TaskMap.empty());
  }

  boolean isEmpty() {
    return active.isEmpty() && standby.isEmpty() && warmup.isEmpty();
  }

  boolean overlaps(Tasks other) {
    return active.overlaps(other.active)
        || standby.overlaps(other.standby)
        || warmup.overlaps(other.warmup);
  }

  boolean isIn(Tasks other) {
    return active.isIn(other.active) && standby.isIn(other.standby) && warmup.isIn(other.warmup);
  }

  boolean hasAnywhere(String subtopologyId, int partition) {
    return active.has(subtopologyId, partition)
        || standby.has(subtopologyId, partition)
        || warmup.has(subtopologyId, partition);
  }
}
