package io.tidepost.registry.compatibility.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import java.util.HashSet;
import java.util.Set;

/// Compares the fields of a message, matched by number.
///
/// Of a oneof's fields at most one is there; so fields that could be there at the same time before
/// may not come together in one.
final class FieldsDiff {

  private final ProtobufDiff diff;
  private final Descriptor old;
  private final Descriptor now;
  private final String path;

  FieldsDiff(ProtobufDiff diff, Descriptor old, Descriptor now, String path) {
    this.diff = diff;
    this.old = old;
    this.now = now;
    this.path = path;
  }

  void compare() {
    oneOfs();
    for (FieldDescriptor before : old.getFields()) {
      FieldDescriptor after = now.findFieldByNumber(before.getNumber());
      if (after == null) {
        removed(before);
      } else {
        changed(before, after);
      }
    }
    for (FieldDescriptor after : now.getFields()) {
      if (old.findFieldByNumber(after.getNumber()) == null) {
        diff.add(
            after.isRequired()
                ? Change.REQUIRED_FIELD_ADDED
                : after.getRealContainingOneof() != null
                    ? Change.ONEOF_FIELD_ADDED
                    : Change.FIELD_ADDED,
            at(after));
      }
    }
  }

  private String at(FieldDescriptor field) {
    OneofDescriptor oneOf = field.getRealContainingOneof();
    return (oneOf == null ? path : path + "/" + oneOf.getName()) + "/" + field.getNumber();
  }

  private void removed(FieldDescriptor field) {
    diff.add(
        field.isRequired()
            ? Change.REQUIRED_FIELD_REMOVED
            : field.getRealContainingOneof() != null
                ? Change.ONEOF_FIELD_REMOVED
                : Change.FIELD_REMOVED,
        at(field));
  }

  private void oneOfs() {
    Set<String> names = new HashSet<>();
    now.getRealOneofs().forEach(oneOf -> names.add(oneOf.getName()));
    for (OneofDescriptor before : old.getRealOneofs()) {
      if (!names.remove(before.getName())) {
        diff.add(Change.ONEOF_REMOVED, path + "/" + before.getName());
      }
    }
    for (OneofDescriptor after : now.getRealOneofs()) {
      String where = path + "/" + after.getName();
      gathered(after, where);
      if (names.contains(after.getName())) {
        diff.add(Change.ONEOF_ADDED, where);
      }
    }
  }

  /// Reports fields that come together in a oneof and could be there at the same time before.
  private void gathered(OneofDescriptor oneOf, String where) {
    Set<String> origins = new HashSet<>();
    boolean fromOneOf = false;
    for (FieldDescriptor field : oneOf.getFields()) {
      FieldDescriptor before = old.findFieldByNumber(field.getNumber());
      if (before != null) {
        OneofDescriptor origin = before.getRealContainingOneof();
        fromOneOf |= origin != null;
        origins.add(origin == null ? "field " + before.getNumber() : "oneof " + origin.getName());
      }
    }
    if (origins.size() > 1) {
      diff.add(
          fromOneOf ? Change.FIELD_MOVED_TO_EXISTING_ONEOF : Change.MULTIPLE_FIELDS_MOVED_TO_ONEOF,
          where);
    }
  }

  private void changed(FieldDescriptor before, FieldDescriptor after) {
    if (before.getRealContainingOneof() != null && after.getRealContainingOneof() == null) {
      diff.add(Change.ONEOF_FIELD_MOVED_TO_TOP_LEVEL, at(after));
    }
    if (!before.getName().equals(after.getName())) {
      diff.add(Change.FIELD_NAME_CHANGED, at(after));
    }
    if (!before.isRequired() && after.isRequired()) {
      diff.add(Change.REQUIRED_FIELD_ADDED, at(after));
    }
    if (before.isMapField() && after.isMapField()) {
      for (int part = 1; part <= 2; part++) {
        types(
            before.getMessageType().findFieldByNumber(part),
            after.getMessageType().findFieldByNumber(part),
            at(after));
      }
    } else if (before.isMapField() != after.isMapField()) {
      diff.add(Change.FIELD_KIND_CHANGED, at(after));
    } else {
      types(before, after, at(after));
      labels(before, after, at(after));
    }
  }

  private void labels(FieldDescriptor before, FieldDescriptor after, String where) {
    if (before.isRepeated() == after.isRepeated()) {
      return;
    }
    switch (after.getJavaType()) {
      case MESSAGE -> {}
      case STRING, BYTE_STRING -> diff.add(Change.FIELD_STRING_OR_BYTES_LABEL_CHANGED, where);
      default -> diff.add(Change.FIELD_NUMERIC_LABEL_CHANGED, where);
    }
  }

  private void types(FieldDescriptor before, FieldDescriptor after, String where) {
    boolean wasMessage = before.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
    boolean isMessage = after.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
    if (wasMessage != isMessage) {
      diff.add(Change.FIELD_KIND_CHANGED, where);
    } else if (isMessage) {
      if (!diff.mayReplace(before.getMessageType(), after.getMessageType())) {
        diff.add(Change.FIELD_NAMED_TYPE_CHANGED, where);
      }
    } else if (encoding(before) != encoding(after)) {
      diff.add(Change.FIELD_SCALAR_KIND_CHANGED, where);
    }
  }

  /// Types that are written alike (Protobuf language guide, "Updating A Message Type").
  private static int encoding(FieldDescriptor field) {
    return switch (field.getType()) {
      case INT32, UINT32, INT64, UINT64, BOOL, ENUM -> 0;
      case SINT32, SINT64 -> 1;
      case STRING, BYTES -> 2;
      case FIXED32, SFIXED32 -> 3;
      case FIXED64, SFIXED64 -> 4;
      case FLOAT -> 5;
      case DOUBLE -> 6;
      case MESSAGE, GROUP -> 7;
    };
  }
}
