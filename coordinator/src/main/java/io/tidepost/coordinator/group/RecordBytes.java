package io.tidepost.coordinator.group;

import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.wire.Message;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.WireWriter;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Records of a coordinator as bytes: two bytes of type (key) or version (value), then the message.
public final class RecordBytes {

  private RecordBytes() {}

  /// A record whose key and value both are of version 0.
  public static CoordinatorRecord record(short type, Message key, Message value) {
    return new CoordinatorRecord(key(type, key), value((short) 0, value));
  }

  /// A tombstone whose key is of version 0.
  public static CoordinatorRecord tombstone(short type, Message key) {
    return new CoordinatorRecord(key(type, key), null);
  }

  public static byte[] key(short type, Message key) {
    return bytes(type, key, (short) 0);
  }

  public static byte[] value(short version, Message value) {
    return bytes(version, value, version);
  }

  /// Reads the bytes of a value, starting at its version.
  public static WireReader reader(byte[] value) {
    return new WireReader(ByteBuffer.wrap(value));
  }

  /// A message without anything in front.
  public static byte[] plain(Message message, short version) {
    WireWriter out = new WireWriter(ByteBuffer.allocate(160), RecordBytes::grow);
    message.write(out, version);
    return Arrays.copyOf(out.buffer().array(), out.position());
  }

  private static byte[] bytes(short prefix, Message message, short version) {
    WireWriter out = new WireWriter(ByteBuffer.allocate(160), RecordBytes::grow);
    out.writeInt16(prefix);
    message.write(out, version);
    return Arrays.copyOf(out.buffer().array(), out.position());
  }

  private static ByteBuffer grow(ByteBuffer current, int used, int capacity) {
    return ByteBuffer.allocate(capacity).put(0, current, 0, used);
  }
}
