package io.tidepost.coordinator.group.consumer;

import java.util.SortedSet;

/// The topics that a pattern matched (ConsumerGroupRegularExpressionValue).
///
/// @param topics names, sorted
/// @param version of the [io.tidepost.coordinator.group.TopicCatalog] that was searched
/// @param timestampMillis when that was, milliseconds since 1970
public record ResolvedRegex(SortedSet<String> topics, long version, long timestampMillis) {}
