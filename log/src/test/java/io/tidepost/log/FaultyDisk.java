package io.tidepost.log;

import io.tidepost.base.Disk;
import io.tidepost.base.DiskFile;
import io.tidepost.base.DiskFullException;
import io.tidepost.base.world.RealDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The real disk, until told to fail: it can run full in the middle of a write, refuse syncs,
/// truncations and new files. It does not really sync: no power fails in these tests.
final class FaultyDisk implements Disk {

  private final Disk real = RealDisk.INSTANCE;

  /// Bytes that can still be written; what does not fit any more is written in part.
  long space = Long.MAX_VALUE;

  /// Whether its files claim to be in the page cache.
  boolean cached = true;

  boolean failSync;
  boolean failTruncate;
  boolean failOpen;

  @Override
  public DiskFile open(Path file, OpenMode mode) throws IOException {
    if (failOpen && mode != OpenMode.READ) {
      throw new DiskFullException(file, null);
    }
    return new FaultyFile(real.open(file, mode), file);
  }

  @Override
  public boolean exists(Path path) {
    return real.exists(path);
  }

  @Override
  public boolean isDirectory(Path path) {
    return real.isDirectory(path);
  }

  @Override
  public long size(Path file) throws IOException {
    return real.size(file);
  }

  @Override
  public long lastModifiedMillis(Path file) throws IOException {
    return real.lastModifiedMillis(file);
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    return real.list(directory);
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    real.createDirectories(directory);
  }

  @Override
  public boolean deleteIfExists(Path path) throws IOException {
    return real.deleteIfExists(path);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    real.rename(from, to);
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    if (failSync) {
      throw new IOException(directory + ": Input/output error");
    }
  }

  @Override
  public boolean allocate(Path file, long end) throws IOException {
    return real.allocate(file, end);
  }

  @Override
  public void trim(Path file) throws IOException {
    real.trim(file);
  }

  @Override
  public long usableBytes(Path path) throws IOException {
    return real.usableBytes(path);
  }

  @Override
  public long totalBytes(Path path) throws IOException {
    return real.totalBytes(path);
  }

  private final class FaultyFile implements DiskFile {
    private final DiskFile file;
    private final Path path;

    FaultyFile(DiskFile file, Path path) {
      this.file = file;
      this.path = path;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      return file.read(target, position);
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
      if (source.remaining() > space) {
        int fits = (int) space;
        file.write(source.slice(source.position(), fits), position);
        space = 0;
        throw new DiskFullException(path, null);
      }
      space -= source.remaining();
      file.write(source, position);
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
    public boolean isCached(long position, long length) {
      return cached;
    }

    @Override
    public void sync() throws IOException {
      if (failSync) {
        throw new IOException(path + ": Input/output error");
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      if (failTruncate) {
        throw new IOException(path + ": Input/output error");
      }
      file.truncate(size);
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public @Nullable FileChannel channel() {
      return file.channel();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
