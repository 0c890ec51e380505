package io.tidepost.test;

import java.util.TreeMap;

/// What a name on a [MemoryDisk] stands for.
sealed interface MemoryNode permits MemoryContent, MemoryNode.Directory {

  /// A directory; belongs to the lock of its disk.
  final class Directory implements MemoryNode {
    final TreeMap<String, MemoryNode> entries = new TreeMap<>();
  }
}
