package io.tidepost.base.world;

import io.tidepost.base.DiskFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// An open file of the machine's file system.
final class RealFile implements DiskFile {

  private final Path path;
  private final FileChannel channel;

  /// Where the channel stands, -1 when that is not known. The writer's.
  private long channelPosition = -1;

  RealFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    return channel.read(target, position);
  }

  @Override
  public void write(ByteBuffer source, long position) throws IOException {
    long at = position;
    try {
      while (source.hasRemaining()) {
        at += channel.write(source, at);
      }
    } catch (IOException e) {
      throw RealDisk.translated(path, e);
    }
  }

  @Override
  public void write(ByteBuffer[] sources, int count, long position) throws IOException {
    if (count == 1) {
      write(sources[0], position);
      return;
    }
    // FileChannel gathers only at its own position; the single writer makes moving it safe.
    try {
      if (channelPosition != position) {
        channel.position(position);
      }
      channelPosition = -1;
      long end = position;
      int first = 0;
      while (first < count) {
        end += channel.write(sources, first, count - first);
        while (first < count && !sources[first].hasRemaining()) {
          first++;
        }
      }
      channelPosition = end;
    } catch (IOException e) {
      throw RealDisk.translated(path, e);
    }
  }

  @Override
  public void sync() throws IOException {
    channel.force(false);
  }

  @Override
  public void truncate(long size) throws IOException {
    channelPosition = -1;
    channel.truncate(size);
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  /// Asks the system (`mincore`) through a mapping that is never read.
  @Override
  public boolean isCached(long position, long length) throws IOException {
    if (length <= 0 || position + length > channel.size()) {
      return true; // mapping what is behind the end would make the file longer
    }
    try (Arena arena = Arena.ofConfined()) {
      return channel.map(FileChannel.MapMode.READ_ONLY, position, length, arena).isLoaded();
    }
  }

  @Override
  public FileChannel channel() {
    return channel;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
