package io.tidepost.registry.contract.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.tidepost.registry.contract.MismatchException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Says which message of a file a payload is: the position of the outermost message in the file, of
/// the next one in that, and so on. In front of the payload as zigzag varints with their number
/// before them; the first message of the file as a single 0.
final class MessageIndexes {

  /// How deeply messages may be declared within one another.
  private static final int DEPTH_MAX = 100;

  private MessageIndexes() {}

  /// @param in moved behind the indexes
  static Descriptor read(FileDescriptor file, ByteBuffer in) throws MismatchException {
    int count = varint(in);
    if (count == 0) {
      return find(file, null, 0);
    }
    if (count < 0 || count > DEPTH_MAX) {
      throw new MismatchException("", "the place of a message in the schema", count + " indexes");
    }
    Descriptor message = null;
    for (int i = 0; i < count; i++) {
      message = find(file, message, varint(in));
    }
    if (message == null) {
      throw new IllegalStateException("no index");
    }
    return message;
  }

  private static Descriptor find(FileDescriptor file, @Nullable Descriptor outer, int index)
      throws MismatchException {
    List<Descriptor> messages = outer == null ? file.getMessageTypes() : outer.getNestedTypes();
    if (index < 0 || index >= messages.size()) {
      throw new MismatchException(
          "",
          "one of %d messages%s"
              .formatted(messages.size(), outer == null ? "" : " in " + outer.getFullName()),
          "message index " + index);
    }
    return messages.get(index);
  }

  private static int varint(ByteBuffer in) throws MismatchException {
    int value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      if (!in.hasRemaining()) {
        throw new MismatchException("", "message indexes", "the end of the data");
      }
      byte next = in.get();
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw new MismatchException("", "message indexes", "a number of more than 5 bytes");
  }

  static void write(Descriptor message, ByteArrayOutputStream out) {
    List<Integer> indexes = new ArrayList<>();
    for (Descriptor at = message; at != null; at = at.getContainingType()) {
      indexes.addFirst(at.getIndex());
    }
    if (indexes.size() == 1 && indexes.getFirst() == 0) {
      out.write(0);
      return;
    }
    varint(indexes.size(), out);
    indexes.forEach(index -> varint(index, out));
  }

  private static void varint(int value, ByteArrayOutputStream out) {
    int rest = value << 1;
    while ((rest & ~0x7f) != 0) {
      out.write(rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }
}
