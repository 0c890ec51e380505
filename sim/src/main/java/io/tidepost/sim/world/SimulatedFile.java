package io.tidepost.sim.world;

import io.tidepost.base.DiskFile;
import io.tidepost.base.DiskFullException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// An open file of a [SimulatedDisk]. It outlives the deletion of its name, but not the process.
final class SimulatedFile implements DiskFile {

  private final SimulatedDisk disk;
  private final Path path;
  private final FileNode node;
  private final boolean writable;
  private final int generation;
  private boolean closed;

  SimulatedFile(SimulatedDisk disk, Path path, FileNode node, boolean writable) {
    this.disk = disk;
    this.path = path;
    this.node = node;
    this.writable = writable;
    this.generation = disk.generation();
  }

  private void checkOpen() throws IOException {
    if (generation != disk.generation()) {
      throw new IllegalStateException(path + " was opened by a process that is gone");
    }
    if (closed) {
      throw new ClosedChannelException();
    }
  }

  private void checkWritable() throws IOException {
    checkOpen();
    if (!writable) {
      throw new IOException(path + " is open for reading only");
    }
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    checkOpen();
    disk.faults().checkRead(disk.random(), path.toString());
    int left = node.live().size() - Math.toIntExact(position);
    if (left <= 0) {
      return target.hasRemaining() ? -1 : 0;
    }
    int count = Math.min(left, target.remaining());
    target.put(node.live().array(), (int) position, count);
    return count;
  }

  @Override
  public void write(ByteBuffer source, long position) throws IOException {
    byte[] bytes = new byte[source.remaining()];
    source.get(bytes);
    writeBytes(bytes, Math.toIntExact(position));
  }

  @Override
  public void write(ByteBuffer[] sources, int count, long position) throws IOException {
    int size = 0;
    for (int i = 0; i < count; i++) {
      size += sources[i].remaining();
    }
    ByteBuffer all = ByteBuffer.allocate(size);
    for (int i = 0; i < count; i++) {
      all.put(sources[i]);
    }
    writeBytes(all.array(), Math.toIntExact(position));
  }

  private void writeBytes(byte[] bytes, int position) throws IOException {
    checkWritable();
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, bytes.length);
    String what =
        "write %s at %d, %d bytes %x".formatted(path, position, bytes.length, checksum.getValue());
    try {
      disk.before(what);
    } catch (SimulatedCrash crash) {
      writePart(bytes, position, disk.random().nextInt(bytes.length + 1));
      throw crash;
    }
    int room = Math.max(node.allocated(), node.live().size());
    long growth = Math.max(0, (long) position + bytes.length - room);
    long usable = disk.usableBytes(path);
    if (growth > usable) {
      writePart(bytes, position, (int) Math.max(0, bytes.length - (growth - usable)));
      throw new DiskFullException(path, null);
    }
    if (disk.faults().failsWrite(disk.random())) {
      writePart(bytes, position, disk.random().nextInt(bytes.length + 1));
      throw new IOException(path + ": simulated write error");
    }
    node.write(position, bytes, disk.nowMillis());
  }

  private void writePart(byte[] bytes, int position, int length) {
    disk.trace().add("disk: of that only " + length);
    if (length > 0) {
      node.write(position, Arrays.copyOf(bytes, length), disk.nowMillis());
    }
  }

  @Override
  public void sync() throws IOException {
    checkOpen();
    disk.before("sync " + path);
    if (disk.faults().failsSync(disk.random())) {
      node.failSync(disk.random());
      throw new IOException(path + ": simulated sync error");
    }
    node.sync();
  }

  @Override
  public void truncate(long size) throws IOException {
    checkWritable();
    if (size >= node.live().size()) {
      return;
    }
    disk.before("truncate " + path + " to " + size);
    node.truncate(Math.toIntExact(size), disk.nowMillis());
    node.allocate(0);
  }

  @Override
  public long size() throws IOException {
    checkOpen();
    return node.live().size();
  }

  @Override
  public @Nullable FileChannel channel() {
    return null;
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
