package io.tidepost.quorum;

import io.tidepost.base.Disk;
import io.tidepost.base.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A disk in memory that forgets: it can fail from the n-th change on, and be asked what might be
/// left of it after a power loss. Unsynced writes may be there, torn, or not; of the unsynced
/// changes to a directory a prefix is there.
final class CrashDisk implements Disk {

  /// The power went.
  static final class PowerLoss extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private static final class Node {
    byte[] content = new byte[0];
    byte[] synced = new byte[0];
    final List<byte[]> versions = new ArrayList<>();
  }

  private interface Change {
    void apply(Map<String, Node> entries);
  }

  private static final class Directory {
    final Map<String, Node> entries = new TreeMap<>();
    Map<String, Node> durable = new TreeMap<>();
    final List<Change> pending = new ArrayList<>();

    void change(Change change) {
      change.apply(entries);
      pending.add(change);
    }
  }

  private final Map<Path, Directory> directories = new HashMap<>();
  private int changes;
  private int failAt = Integer.MAX_VALUE;
  private @Nullable IOException rejection;
  private int rejectWrites;

  /// Loses power at the n-th change from now, counted from 1.
  void failAt(int n) {
    changes = 0;
    failAt = n;
  }

  /// Refuses the next `count` writes to files, after having written half of each.
  void rejectWrites(int count, IOException why) {
    rejectWrites = count;
    rejection = why;
  }

  /// Whether the power went.
  boolean lostPower() {
    return changes >= failAt;
  }

  private void change() throws PowerLoss {
    if (++changes >= failAt) {
      throw new PowerLoss();
    }
  }

  /// What might be found after a power loss.
  CrashDisk survivor(Random random) {
    var survivor = new CrashDisk();
    Map<Node, Node> copies = new HashMap<>();
    directories.forEach((path, directory) -> {
      Map<String, Node> entries = new TreeMap<>(directory.durable);
      int kept = random.nextInt(directory.pending.size() + 1);
      directory.pending.subList(0, kept).forEach(change -> change.apply(entries));
      var copy = new Directory();
      entries.forEach((name, node) ->
          copy.entries.put(name, copies.computeIfAbsent(node, n -> remains(n, random))));
      copy.durable = new TreeMap<>(copy.entries);
      survivor.directories.put(path, copy);
    });
    return survivor;
  }

  private static Node remains(Node node, Random random) {
    byte[] content = node.synced;
    for (byte[] version : node.versions) {
      content = mixed(content, version, random);
    }
    var copy = new Node();
    copy.content = content;
    copy.synced = content;
    return copy;
  }

  /// Some bytes of the old content, some of the new, cut somewhere, with garbage where the file
  /// system had nothing.
  private static byte[] mixed(byte[] old, byte[] next, Random random) {
    switch (random.nextInt(4)) {
      case 0 -> {
        return old;
      }
      case 1 -> {
        return next;
      }
      default -> {
        int size = Math.min(old.length, next.length);
        int length = size + random.nextInt(Math.max(1, Math.abs(next.length - old.length) + 1));
        byte[] mixed = Arrays.copyOf(next, length);
        int from = length > 0 ? random.nextInt(length) : 0;
        for (int i = from; i < length && random.nextInt(8) > 0; i++) {
          boolean wasThere = i < old.length && (i >= next.length || old[i] == next[i]);
          mixed[i] = wasThere ? old[i] : (byte) 0;
        }
        return mixed;
      }
    }
  }

  private Directory directory(@Nullable Path path) throws IOException {
    Directory directory = path == null ? null : directories.get(path);
    if (directory == null) {
      throw new NoSuchFileException(String.valueOf(path));
    }
    return directory;
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  private @Nullable Node find(Path path) {
    Directory directory = directories.get(path.getParent());
    return directory == null ? null : directory.entries.get(name(path));
  }

  private Node node(Path path) throws IOException {
    Node node = find(path);
    if (node == null) {
      throw new NoSuchFileException(path.toString());
    }
    return node;
  }

  @Override
  public DiskFile open(Path file, OpenMode mode) throws IOException {
    Node node = find(file);
    if (mode == OpenMode.CREATE_NEW && node != null) {
      throw new java.nio.file.FileAlreadyExistsException(file.toString());
    }
    if (node == null) {
      if (mode == OpenMode.READ) {
        throw new NoSuchFileException(file.toString());
      }
      change();
      Node created = new Node();
      directory(file.getParent()).change(entries -> entries.put(name(file), created));
      node = created;
    }
    return new OpenFile(node);
  }

  @Override
  public boolean exists(Path path) {
    return isDirectory(path) || find(path) != null;
  }

  /// A directory is there when its parent names it; roots are always there.
  @Override
  public boolean isDirectory(Path path) {
    Path parent = path.getParent();
    return directories.containsKey(path)
        && (parent == null || !directories.containsKey(parent) || find(path) != null);
  }

  @Override
  public long size(Path file) throws IOException {
    return node(file).content.length;
  }

  @Override
  public long lastModifiedMillis(Path file) {
    return 0;
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    return List.copyOf(directory(directory).entries.keySet());
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    Path parent = directory.getParent();
    if (isDirectory(directory)) {
      return;
    }
    if (parent != null && !parent.equals(directory.getRoot())) {
      createDirectories(parent);
    }
    change();
    directories.put(directory, new Directory());
    if (parent != null && directories.containsKey(parent)) {
      Node marker = new Node();
      directories.get(parent).change(entries -> entries.put(name(directory), marker));
    }
  }

  @Override
  public boolean deleteIfExists(Path path) throws IOException {
    if (find(path) == null) {
      return false;
    }
    change();
    directory(path.getParent()).change(entries -> entries.remove(name(path)));
    return true;
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Node node = node(from);
    change();
    directory(from.getParent())
        .change(entries -> {
          entries.remove(name(from));
          entries.put(name(to), node);
        });
  }

  @Override
  public void syncDirectory(Path path) throws IOException {
    change();
    Directory directory = directories.get(path);
    if (directory != null) {
      directory.durable = new TreeMap<>(directory.entries);
      directory.pending.clear();
    }
  }

  @Override
  public boolean allocate(Path file, long end) {
    return false;
  }

  @Override
  public void trim(Path file) {}

  @Override
  public long usableBytes(Path path) {
    return Long.MAX_VALUE;
  }

  @Override
  public long totalBytes(Path path) {
    return Long.MAX_VALUE;
  }

  /// Flips one bit.
  void flipBit(Path file, int position) throws IOException {
    Node node = node(file);
    node.content = node.content.clone();
    node.content[position] ^= 1;
    node.synced = node.content;
  }

  private final class OpenFile implements DiskFile {
    private final Node node;

    OpenFile(Node node) {
      this.node = node;
    }

    @Override
    public int read(ByteBuffer target, long position) {
      int left = node.content.length - (int) position;
      if (left <= 0) {
        return -1;
      }
      int count = Math.min(left, target.remaining());
      target.put(node.content, (int) position, count);
      return count;
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
      change();
      if (rejectWrites > 0 && rejection != null) {
        rejectWrites--;
        source.limit(source.position() + source.remaining() / 2);
        put(source, position);
        throw rejection;
      }
      put(source, position);
    }

    private void put(ByteBuffer source, long position) {
      int end = (int) position + source.remaining();
      byte[] changed = Arrays.copyOf(node.content, Math.max(end, node.content.length));
      source.get(changed, (int) position, source.remaining());
      node.content = changed;
      node.versions.add(changed);
    }

    @Override
    public void write(ByteBuffer[] sources, int count, long position) throws IOException {
      long at = position;
      for (int i = 0; i < count; i++) {
        int size = sources[i].remaining();
        write(sources[i], at);
        at += size;
      }
    }

    @Override
    public void sync() throws IOException {
      change();
      node.synced = node.content;
      node.versions.clear();
    }

    @Override
    public void truncate(long size) throws IOException {
      change();
      if (size < node.content.length) {
        node.content = Arrays.copyOf(node.content, (int) size);
        node.versions.add(node.content);
      }
    }

    @Override
    public long size() {
      return node.content.length;
    }

    @Override
    public @Nullable FileChannel channel() {
      return null;
    }

    @Override
    public void close() {}
  }
}
