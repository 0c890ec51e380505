package io.tidepost.test;

import io.tidepost.base.DiskFile;
import io.tidepost.base.DiskFullException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// An open file of a [MemoryDisk]. It outlives its name. Any thread.
final class MemoryFile implements DiskFile {

  private final MemoryDisk disk;
  private final Path path;
  private final MemoryContent content;
  private final boolean writable;
  private volatile boolean closed;

  MemoryFile(MemoryDisk disk, Path path, MemoryContent content, boolean writable) {
    this.disk = disk;
    this.path = path;
    this.content = content;
    this.writable = writable;
  }

  private void check(boolean writes) throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    if (writes && !writable) {
      throw new IOException(path + " is open for reading only");
    }
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    check(false);
    return content.read(target, position);
  }

  @Override
  public void write(ByteBuffer source, long position) throws IOException {
    check(true);
    if (!disk.grow(content, position + source.remaining())) {
      throw new DiskFullException(path, null);
    }
    content.write(source, position, disk.nowMillis());
  }

  @Override
  public void write(ByteBuffer[] sources, int count, long position) throws IOException {
    long at = position;
    for (int i = 0; i < count; i++) {
      int length = sources[i].remaining();
      write(sources[i], at);
      at += length;
    }
  }

  @Override
  public void sync() throws IOException {
    check(false);
  }

  @Override
  public void truncate(long size) throws IOException {
    check(true);
    disk.shrink(content, size);
  }

  @Override
  public long size() throws IOException {
    check(false);
    return content.size();
  }

  @Override
  public @Nullable FileChannel channel() {
    return null;
  }

  @Override
  public void close() {
    closed = true;
  }
}
