package io.tidepost.test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is in a file of a [MemoryDisk]. Room that nobody wrote to costs nothing and reads as zeros.
/// Any thread.
final class MemoryContent implements MemoryNode {

  private static final int CHUNK = 16 << 10;

  private final List<byte @Nullable []> chunks = new ArrayList<>();
  private long size;
  private long modifiedMillis;

  /// Bytes of the disk that count as used by it; kept by the disk.
  long charged;

  MemoryContent(long nowMillis) {
    modifiedMillis = nowMillis;
  }

  synchronized long size() {
    return size;
  }

  synchronized long modifiedMillis() {
    return modifiedMillis;
  }

  /// As [java.nio.channels.FileChannel#read(ByteBuffer, long)].
  synchronized int read(ByteBuffer target, long position) {
    if (position >= size) {
      return target.hasRemaining() ? -1 : 0;
    }
    int count = (int) Math.min(size - position, target.remaining());
    long at = position;
    int left = count;
    while (left > 0) {
      byte[] chunk = chunks.get((int) (at / CHUNK));
      int from = (int) (at % CHUNK);
      int part = Math.min(left, CHUNK - from);
      target.put(chunk == null ? new byte[part] : chunk, chunk == null ? 0 : from, part);
      at += part;
      left -= part;
    }
    return count;
  }

  synchronized void write(ByteBuffer source, long position, long nowMillis) {
    long at = position;
    while (source.hasRemaining()) {
      byte[] chunk = chunk((int) (at / CHUNK));
      int from = (int) (at % CHUNK);
      int part = Math.min(source.remaining(), CHUNK - from);
      source.get(chunk, from, part);
      at += part;
    }
    size = Math.max(size, at);
    modifiedMillis = nowMillis;
  }

  private byte[] chunk(int index) {
    while (chunks.size() <= index) {
      chunks.add(null);
    }
    byte[] chunk = chunks.get(index);
    if (chunk == null) {
      chunk = new byte[CHUNK];
      chunks.set(index, chunk);
    }
    return chunk;
  }

  synchronized void truncate(long newSize, long nowMillis) {
    if (newSize >= size) {
      return;
    }
    int whole = (int) (newSize / CHUNK);
    int rest = (int) (newSize % CHUNK);
    chunks.subList(Math.min(chunks.size(), rest == 0 ? whole : whole + 1), chunks.size()).clear();
    byte[] last = rest == 0 || chunks.size() <= whole ? null : chunks.get(whole);
    if (last != null) {
      java.util.Arrays.fill(last, rest, CHUNK, (byte) 0);
    }
    size = newSize;
    modifiedMillis = nowMillis;
  }
}
