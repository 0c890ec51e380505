package io.tidepost.registry.contract.protobuf;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.tidepost.registry.contract.FieldPath;
import io.tidepost.registry.contract.MismatchException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// Walks a message under its descriptor and keeps nothing of it. A field that the schema has must
/// have the type that the schema says; one that it does not have is left alone, as Protobuf does.
final class ProtobufCheck {

  /// How deeply messages may be nested: what Protobuf's own readers take.
  private static final int DEPTH_MAX = 100;

  private final FieldPath path = new FieldPath();
  private final ByteBuffer payload;

  private ProtobufCheck(ByteBuffer payload) {
    this.payload = payload;
  }

  static void check(Descriptor message, ByteBuffer payload) throws MismatchException {
    ProtobufCheck check = new ProtobufCheck(payload.slice());
    try {
      check.message(message, CodedInputStream.newInstance(payload.slice()), 0);
    } catch (InvalidProtocolBufferException e) {
      throw check.path.mismatch("a message " + message.getFullName(), brief(e));
    } catch (IOException e) {
      throw new UncheckedIOException("a payload in memory cannot be read", e);
    }
  }

  private static String brief(IOException e) {
    String text = String.valueOf(e.getMessage());
    int end = text.indexOf(". ");
    return text.replaceFirst("\\.$", "").substring(0, end < 0 ? text.length() - 1 : end);
  }

  /// @param group number of the group that this is, 0 when it is none
  private void message(Descriptor message, CodedInputStream in, int group)
      throws MismatchException, IOException {
    if (path.depth() > 2 * DEPTH_MAX) {
      throw path.mismatch("at most " + DEPTH_MAX + " levels of messages", "one more");
    }
    Set<FieldDescriptor> missing = required(message);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int type = WireFormat.getTagWireType(tag);
      if (type == WireFormat.WIRETYPE_END_GROUP) {
        if (WireFormat.getTagFieldNumber(tag) != group) {
          throw path.mismatch("a field of " + message.getFullName(), "the end of a group");
        }
        in.checkLastTagWas(tag);
        group = 0;
        break;
      }
      FieldDescriptor field = message.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
      if (field == null) {
        in.skipField(tag);
        continue;
      }
      if (field.isRequired()) {
        missing.remove(field);
      }
      path.enter(field.getName());
      field(field, type, in);
      path.leave();
    }
    if (group != 0) {
      throw path.mismatch("the end of group " + message.getName(), "the end of the data");
    }
    for (FieldDescriptor field : missing) {
      path.enter(field.getName());
      throw path.mismatch("a value", "nothing");
    }
  }

  private static Set<FieldDescriptor> required(Descriptor message) {
    Set<FieldDescriptor> required = Set.of();
    for (FieldDescriptor field : message.getFields()) {
      if (field.isRequired()) {
        if (required.isEmpty()) {
          required = new HashSet<>();
        }
        required.add(field);
      }
    }
    return required;
  }

  private void field(FieldDescriptor field, int type, CodedInputStream in)
      throws MismatchException, IOException {
    int own = field.getLiteType().getWireType();
    if (type == own) {
      value(field, in);
    } else if (type == WireFormat.WIRETYPE_LENGTH_DELIMITED && field.isPackable()) {
      int end = in.pushLimit(in.readRawVarint32());
      path.enterElements();
      while (in.getBytesUntilLimit() > 0) {
        path.next();
        value(field, in);
      }
      path.leave();
      in.popLimit(end);
    } else {
      throw path.mismatch(word(field), "wire type " + word(type));
    }
  }

  private static String word(FieldDescriptor field) {
    return field.getType().name().toLowerCase(Locale.ROOT);
  }

  private static String word(int wireType) {
    return switch (wireType) {
      case WireFormat.WIRETYPE_VARINT -> "varint";
      case WireFormat.WIRETYPE_FIXED64 -> "fixed64";
      case WireFormat.WIRETYPE_LENGTH_DELIMITED -> "length-delimited";
      case WireFormat.WIRETYPE_START_GROUP -> "group";
      case WireFormat.WIRETYPE_FIXED32 -> "fixed32";
      default -> String.valueOf(wireType);
    };
  }

  private void value(FieldDescriptor field, CodedInputStream in)
      throws MismatchException, IOException {
    switch (field.getType()) {
      case DOUBLE, FIXED64, SFIXED64 -> in.readRawLittleEndian64();
      case FLOAT, FIXED32, SFIXED32 -> in.readRawLittleEndian32();
      case INT64, UINT64, SINT64, INT32, UINT32, SINT32, BOOL, ENUM -> in.readRawVarint64();
      case BYTES -> in.skipRawBytes(in.readRawVarint32());
      case STRING -> text(field, in);
      case GROUP -> message(field.getMessageType(), in, field.getNumber());
      case MESSAGE -> {
        int end = in.pushLimit(in.readRawVarint32());
        message(field.getMessageType(), in, 0);
        in.popLimit(end);
      }
    }
  }

  private void text(FieldDescriptor field, CodedInputStream in)
      throws MismatchException, IOException {
    int size = in.readRawVarint32();
    int start = in.getTotalBytesRead();
    if (!field.needsUtf8Check() || isAscii(start, size)) {
      in.skipRawBytes(size);
    } else if (!ByteString.copyFrom(in.readRawBytes(size)).isValidUtf8()) {
      throw path.mismatch("string in UTF-8", size + " bytes that are none");
    }
  }

  private boolean isAscii(int start, int size) {
    if (size < 0 || size > payload.limit() - start) {
      return false; // the reader says what is wrong
    }
    for (int i = start; i < start + size; i++) {
      if (payload.get(i) < 0) {
        return false;
      }
    }
    return true;
  }
}
