package io.tidepost.metadata.image;

import io.tidepost.base.Uuid;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A topic with its partitions, immutable.
///
/// @param name its name
/// @param id its id, never reused
/// @param partitions by partition number from 0
public record Topic(String name, Uuid id, List<Partition> partitions) {

  /// The partition with this number, or `null` when the topic does not have it.
  public @Nullable Partition partition(int number) {
    return number >= 0 && number < partitions.size() ? partitions.get(number) : null;
  }
}
