package io.tidepost.sim.world;

import java.util.Arrays;

/// Bytes of a file: growing, zero where nothing was written.
final class Bytes {

  private byte[] data;
  private int size;

  Bytes() {
    data = new byte[64];
  }

  private Bytes(byte[] data, int size) {
    this.data = data;
    this.size = size;
  }

  Bytes copy() {
    return new Bytes(Arrays.copyOf(data, Math.max(64, size)), size);
  }

  int size() {
    return size;
  }

  byte[] array() {
    return data;
  }

  void put(int position, byte[] source, int from, int length) {
    grow(position + length);
    System.arraycopy(source, from, data, position, length);
  }

  /// Makes the file at least this long.
  void grow(int newSize) {
    if (newSize > data.length) {
      data = Arrays.copyOf(data, Math.max(newSize, 2 * data.length));
    }
    size = Math.max(size, newSize);
  }

  void truncate(int newSize) {
    if (newSize < size) {
      Arrays.fill(data, newSize, size, (byte) 0);
      size = newSize;
    }
  }
}
