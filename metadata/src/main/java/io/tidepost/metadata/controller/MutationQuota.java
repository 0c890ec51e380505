package io.tidepost.metadata.controller;

import org.jspecify.annotations.Nullable;

/// Limits how many partitions somebody creates and deletes (KIP-599). The controller asks it in the
/// order of its decisions, once everything else about a topic is found to be right.
@FunctionalInterface
public interface MutationQuota {

  /// No limit.
  MutationQuota NONE = partitions -> null;

  /// Asks to create or delete so many partitions.
  ///
  /// @return why not, `null` when it is granted
  @Nullable Failure take(int partitions);
}
