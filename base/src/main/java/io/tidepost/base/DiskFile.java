package io.tidepost.base;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/// One open file of a [Disk]. Reads are thread-safe; writes, truncation and closing belong to one
/// writer at a time.
public interface DiskFile extends Closeable {

  /// Reads up to `target.remaining()` bytes at `position`.
  ///
  /// @return bytes read, or -1 at or behind the end of the file
  int read(ByteBuffer target, long position) throws IOException;

  /// Writes all of `source` at `position`, extending the file as needed. When it fails, part of it
  /// may have been written.
  void write(ByteBuffer source, long position) throws IOException;

  /// Writes all buffers one after the other at `position` in as few system calls as possible.
  ///
  /// @param count how many leading buffers of `sources` to write
  void write(ByteBuffer[] sources, int count, long position) throws IOException;

  /// Makes content and size durable.
  void sync() throws IOException;

  /// Cuts the file to `size` bytes; no effect when it is not longer.
  void truncate(long size) throws IOException;

  /// Size in bytes.
  long size() throws IOException;

  /// Whether reading these bytes waits for no device, as far as that can be told at little cost.
  ///
  /// @param position first byte
  /// @param length bytes
  default boolean isCached(long position, long length) throws IOException {
    return true;
  }

  /// The channel behind this file, for sendfile; `null` where there is none (simulated disk).
  @Nullable FileChannel channel();

  @Override
  void close() throws IOException;
}
