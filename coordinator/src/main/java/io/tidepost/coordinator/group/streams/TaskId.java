package io.tidepost.coordinator.group.streams;

/// One task: a subtopology's work on one partition of its input.
///
/// @param subtopologyId which subtopology
/// @param partition which partition
record TaskId(String subtopologyId, int partition) {}
