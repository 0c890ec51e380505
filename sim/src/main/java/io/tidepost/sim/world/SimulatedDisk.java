package io.tidepost.sim.world;

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
import org.jspecify.annotations.Nullable;

/// A disk in memory that keeps exactly what [Disk] promises and no more: after [#losePower] only
/// synced content behind synced directory entries is sure to be there; of the rest a random part
/// is, torn at sectors and in any order. It can fail, fill up and flip bits (see [DiskFaults]), and
/// end the process in the middle of an operation.
///
/// Single-threaded, deterministic: everything comes from the seed, everything goes into the trace.
public final class SimulatedDisk implements Disk {

  private final Clock clock;
  private final SeededRandomness random;
  private final Trace trace;
  private final DiskFaults faults = new DiskFaults();
  private final DirectoryNode root;
  private int generation;

  public SimulatedDisk(Clock clock, SeededRandomness random, Trace trace) {
    this(clock, random, trace, new DirectoryNode());
  }

  private SimulatedDisk(Clock clock, SeededRandomness random, Trace trace, DirectoryNode root) {
    this.clock = clock;
    this.random = random;
    this.trace = trace;
    this.root = root;
  }

  /// A disk without faults on which the same is to be seen, to look at it without touching this
  /// one. It is not made to lose power.
  public SimulatedDisk copy() {
    return new SimulatedDisk(clock, new SeededRandomness(0), new Trace(), root.copy());
  }

  /// What goes wrong from now on.
  public DiskFaults faults() {
    return faults;
  }

  /// The process ends; the operating system goes on: what was written stays written. Files that
  /// were open are of no use any more.
  public void killProcess() {
    trace.add("disk: process killed");
    generation++;
  }

  /// The machine loses power. Files that were open are of no use any more.
  public void losePower(Survival survival) {
    trace.add("disk: power lost, survives " + survival);
    generation++;
    root.losePower(survival, random);
  }

  /// Flips bits of a byte for good, as a failing medium does.
  public void damage(Path file, long position, int mask) throws IOException {
    trace.add("disk: damage " + file + " at " + position + " mask " + mask);
    file(file).damage((int) position, mask);
  }

  int generation() {
    return generation;
  }

  SeededRandomness random() {
    return random;
  }

  Trace trace() {
    return trace;
  }

  long nowMillis() {
    return clock.wallMillis();
  }

  /// Called before each operation that changes something.
  void before(String operation) {
    trace.add("disk: " + operation);
    if (faults.crashesNow()) {
      throw new SimulatedCrash(operation);
    }
  }

  private @Nullable Node find(Path path) {
    Node node = root;
    for (Path name : path) {
      if (!(node instanceof DirectoryNode directory)) {
        return null;
      }
      Node next = directory.live().get(name.toString());
      if (next == null) {
        return null;
      }
      node = next;
    }
    return node;
  }

  private FileNode file(Path path) throws IOException {
    if (find(path) instanceof FileNode file) {
      return file;
    }
    throw new FileNotFoundException(path + " (no such file)");
  }

  private DirectoryNode directory(@Nullable Path path) throws IOException {
    if (path == null || path.getNameCount() == 0) {
      return root;
    }
    if (find(path) instanceof DirectoryNode directory) {
      return directory;
    }
    throw new FileNotFoundException(path + " (no such directory)");
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  @Override
  public DiskFile open(Path path, OpenMode mode) throws IOException {
    Node node = find(path);
    if (node instanceof DirectoryNode) {
      throw new IOException(path + " is a directory");
    }
    if (node instanceof FileNode file) {
      if (mode == OpenMode.CREATE_NEW) {
        throw new FileAlreadyExistsException(path.toString());
      }
      return new SimulatedFile(this, path, file, mode != OpenMode.READ);
    }
    if (mode == OpenMode.READ) {
      throw new FileNotFoundException(path + " (no such file)");
    }
    DirectoryNode parent = directory(path.getParent());
    before("create " + path);
    FileNode created = new FileNode();
    parent.add(name(path), created);
    return new SimulatedFile(this, path, created, true);
  }

  @Override
  public boolean exists(Path path) {
    return find(path) != null;
  }

  @Override
  public boolean isDirectory(Path path) {
    return find(path) instanceof DirectoryNode;
  }

  @Override
  public long size(Path path) throws IOException {
    return file(path).live().size();
  }

  @Override
  public long lastModifiedMillis(Path path) throws IOException {
    return file(path).modifiedMillis();
  }

  @Override
  public List<String> list(Path path) throws IOException {
    return List.copyOf(directory(path).live().keySet());
  }

  @Override
  public void createDirectories(Path path) throws IOException {
    DirectoryNode node = root;
    for (Path name : path) {
      Node next = node.live().get(name.toString());
      if (next == null) {
        before("create directory " + path);
        next = new DirectoryNode();
        node.add(name.toString(), next);
      }
      if (!(next instanceof DirectoryNode directory)) {
        throw new FileAlreadyExistsException(path.toString());
      }
      node = directory;
    }
  }

  @Override
  public boolean deleteIfExists(Path path) throws IOException {
    Node node = find(path);
    if (node == null) {
      return false;
    }
    if (node instanceof DirectoryNode directory && !directory.live().isEmpty()) {
      throw new DirectoryNotEmptyException(path.toString());
    }
    before("delete " + path);
    directory(path.getParent()).remove(name(path));
    return true;
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Node node = find(from);
    if (node == null) {
      throw new FileNotFoundException(from + " (no such file)");
    }
    DirectoryNode source = directory(from.getParent());
    DirectoryNode target = directory(to.getParent());
    before("rename " + from + " to " + to);
    if (source == target) {
      source.rename(name(from), name(to), node);
    } else {
      target.add(name(to), node);
      source.remove(name(from));
    }
  }

  @Override
  public void syncDirectory(Path path) throws IOException {
    DirectoryNode node = directory(path);
    before("sync directory " + path);
    if (faults.failsSync(random)) {
      throw new IOException(path + ": simulated sync error");
    }
    node.sync();
  }

  @Override
  public boolean allocate(Path path, long end) throws IOException {
    FileNode node = file(path);
    long growth = end - Math.max(node.allocated(), node.live().size());
    if (growth <= 0) {
      return true;
    }
    before("allocate " + path + " up to " + end);
    if (growth > usableBytes(path)) {
      throw new DiskFullException(path, null);
    }
    node.allocate(Math.toIntExact(end));
    return true;
  }

  @Override
  public void trim(Path path) throws IOException {
    if (find(path) instanceof FileNode node) {
      before("trim " + path);
      node.allocate(0);
    }
  }

  @Override
  public long usableBytes(Path path) {
    return Math.max(0, faults.capacity() - used(root));
  }

  @Override
  public long totalBytes(Path path) {
    return faults.capacity();
  }

  private static long used(DirectoryNode directory) {
    long bytes = 0;
    for (Node node : directory.live().values()) {
      bytes +=
          switch (node) {
            case FileNode file -> Math.max(file.allocated(), file.live().size());
            case DirectoryNode inner -> used(inner);
          };
    }
    return bytes;
  }
}
