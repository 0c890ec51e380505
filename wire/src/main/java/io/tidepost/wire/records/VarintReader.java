package io.tidepost.wire.records;

import java.nio.ByteBuffer;

/// Zigzag varints of bytes that have been checked before.
final class VarintReader {

  private final ByteBuffer buffer;
  private int position;

  VarintReader(ByteBuffer buffer, int position) {
    this.buffer = buffer;
    this.position = position;
  }

  int position() {
    return position;
  }

  void skip(int bytes) {
    position += bytes;
  }

  int next() {
    int value = 0;
    int shift = 0;
    byte next;
    do {
      next = buffer.get(position++);
      value |= (next & 0x7f) << shift;
      shift += 7;
    } while (next < 0);
    return (value >>> 1) ^ -(value & 1);
  }
}
