package io.tidepost.test;

import io.tidepost.base.Clock;
import io.tidepost.base.Disk;
import io.tidepost.base.DiskFile;
import io.tidepost.base.DiskFullException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The disk of one node, on the heap. It outlives the node as a disk outlives a process: what was
/// written is there for the next start, synced or not. Thread-safe.
final class MemoryDisk implements Disk {

  private final Clock clock;
  private final long size;
  private final MemoryNode.Directory root = new MemoryNode.Directory();
  private long capacity;
  private long used;

  /// @param size in bytes, of all files together
  MemoryDisk(Clock clock, long size) {
    this.clock = clock;
    this.size = size;
    this.capacity = size;
  }

  long nowMillis() {
    return clock.wallMillis();
  }

  /// From now on nothing more fits than what gets free.
  synchronized void fill() {
    capacity = used;
  }

  /// There is room again.
  synchronized void free() {
    capacity = size;
  }

  /// Makes a file count for `end` bytes.
  ///
  /// @return whether there was room
  synchronized boolean grow(MemoryContent content, long end) {
    long growth = end - content.charged;
    if (growth > 0) {
      if (used + growth > capacity) {
        return false;
      }
      content.charged = end;
      used += growth;
    }
    return true;
  }

  synchronized void shrink(MemoryContent content, long end) {
    content.truncate(end, nowMillis());
    charge(content, content.size());
  }

  private void charge(MemoryContent content, long bytes) {
    used += bytes - content.charged;
    content.charged = bytes;
  }

  private @Nullable MemoryNode find(Path path) {
    MemoryNode node = root;
    for (Path name : path) {
      if (!(node instanceof MemoryNode.Directory directory)) {
        return null;
      }
      MemoryNode next = directory.entries.get(name.toString());
      if (next == null) {
        return null;
      }
      node = next;
    }
    return node;
  }

  private MemoryContent content(Path path) throws IOException {
    if (find(path) instanceof MemoryContent content) {
      return content;
    }
    throw new FileNotFoundException(path + " (no such file)");
  }

  private MemoryNode.Directory directory(@Nullable Path path) throws IOException {
    if (path == null || path.getNameCount() == 0) {
      return root;
    }
    if (find(path) instanceof MemoryNode.Directory directory) {
      return directory;
    }
    throw new FileNotFoundException(path + " (no such directory)");
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  @Override
  public boolean isShared() {
    return false;
  }

  @Override
  public synchronized DiskFile open(Path path, OpenMode mode) throws IOException {
    MemoryNode node = find(path);
    if (node instanceof MemoryNode.Directory) {
      throw new IOException(path + " is a directory");
    }
    if (node instanceof MemoryContent content) {
      if (mode == OpenMode.CREATE_NEW) {
        throw new FileAlreadyExistsException(path.toString());
      }
      return new MemoryFile(this, path, content, mode != OpenMode.READ);
    }
    if (mode == OpenMode.READ) {
      throw new FileNotFoundException(path + " (no such file)");
    }
    MemoryContent created = new MemoryContent(nowMillis());
    directory(path.getParent()).entries.put(name(path), created);
    return new MemoryFile(this, path, created, true);
  }

  @Override
  public synchronized boolean exists(Path path) {
    return find(path) != null;
  }

  @Override
  public synchronized boolean isDirectory(Path path) {
    return find(path) instanceof MemoryNode.Directory;
  }

  @Override
  public synchronized long size(Path path) throws IOException {
    return content(path).size();
  }

  @Override
  public synchronized long lastModifiedMillis(Path path) throws IOException {
    return content(path).modifiedMillis();
  }

  @Override
  public synchronized List<String> list(Path path) throws IOException {
    return List.copyOf(directory(path).entries.keySet());
  }

  @Override
  public synchronized void createDirectories(Path path) throws IOException {
    MemoryNode.Directory node = root;
    for (Path name : path) {
      MemoryNode next =
          node.entries.computeIfAbsent(name.toString(), missing -> new MemoryNode.Directory());
      if (!(next instanceof MemoryNode.Directory directory)) {
        throw new FileAlreadyExistsException(path.toString());
      }
      node = directory;
    }
  }

  @Override
  public synchronized boolean deleteIfExists(Path path) throws IOException {
    MemoryNode node = find(path);
    if (node == null) {
      return false;
    }
    if (node instanceof MemoryNode.Directory directory && !directory.entries.isEmpty()) {
      throw new DirectoryNotEmptyException(path.toString());
    }
    release(directory(path.getParent()).entries.remove(name(path)));
    return true;
  }

  private void release(@Nullable MemoryNode node) {
    if (node instanceof MemoryContent content) {
      charge(content, 0);
    }
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    if (find(from) == null) {
      throw new FileNotFoundException(from + " (no such file)");
    }
    if (from.equals(to)) {
      return;
    }
    if (find(to) instanceof MemoryNode.Directory directory && !directory.entries.isEmpty()) {
      throw new DirectoryNotEmptyException(to.toString());
    }
    MemoryNode.Directory target = directory(to.getParent());
    MemoryNode moved =
        Objects.requireNonNull(directory(from.getParent()).entries.remove(name(from)));
    release(target.entries.put(name(to), moved));
  }

  @Override
  public synchronized void syncDirectory(Path path) throws IOException {
    directory(path);
  }

  @Override
  public synchronized boolean allocate(Path path, long end) throws IOException {
    if (!grow(content(path), end)) {
      throw new DiskFullException(path, null);
    }
    return true;
  }

  @Override
  public synchronized void trim(Path path) {
    if (find(path) instanceof MemoryContent content) {
      charge(content, content.size());
    }
  }

  @Override
  public synchronized long usableBytes(Path path) {
    return Math.max(0, capacity - used);
  }

  @Override
  public long totalBytes(Path path) {
    return size;
  }
}
