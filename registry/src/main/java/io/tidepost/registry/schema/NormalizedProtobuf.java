package io.tidepost.registry.schema;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.squareup.wire.schema.internal.parser.EnumElement;
import com.squareup.wire.schema.internal.parser.FieldElement;
import com.squareup.wire.schema.internal.parser.MessageElement;
import com.squareup.wire.schema.internal.parser.OneOfElement;
import com.squareup.wire.schema.internal.parser.OptionElement;
import com.squareup.wire.schema.internal.parser.ProtoFileElement;
import com.squareup.wire.schema.internal.parser.TypeElement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A Protobuf file with its imports and options sorted, its fields by number, type names fully
/// qualified, and without comments.
final class NormalizedProtobuf {

  private NormalizedProtobuf() {}

  static ProtoFileElement of(ProtoFileElement file, FileDescriptor descriptor) {
    List<TypeElement> types = new ArrayList<>();
    for (TypeElement type : file.getTypes()) {
      types.add(type(type, descriptor.findMessageTypeByName(type.getName())));
    }
    return new ProtoFileElement(
        file.getLocation(),
        file.getPackageName(),
        file.getSyntax(),
        file.getImports().stream().sorted().toList(),
        file.getPublicImports().stream().sorted().toList(),
        file.getWeakImports(),
        types,
        file.getServices(),
        file.getExtendDeclarations(),
        sorted(file.getOptions()));
  }

  private static List<OptionElement> sorted(List<OptionElement> options) {
    return options.stream().sorted(Comparator.comparing(OptionElement::getName)).toList();
  }

  private static TypeElement type(TypeElement type, @Nullable Descriptor descriptor) {
    return switch (type) {
      case MessageElement message when descriptor != null -> message(message, descriptor);
      case EnumElement element ->
          new EnumElement(
              element.getLocation(),
              element.getName(),
              "",
              sorted(element.getOptions()),
              element.getConstants(),
              element.getReserveds());
      default -> type;
    };
  }

  private static MessageElement message(MessageElement message, Descriptor descriptor) {
    List<TypeElement> nested = new ArrayList<>();
    for (TypeElement inner : message.getNestedTypes()) {
      nested.add(type(inner, descriptor.findNestedTypeByName(inner.getName())));
    }
    List<OneOfElement> oneOfs = new ArrayList<>();
    for (OneOfElement oneOf : message.getOneOfs()) {
      oneOfs.add(
          new OneOfElement(
              oneOf.getName(),
              "",
              fields(oneOf.getFields(), descriptor),
              oneOf.getGroups(),
              sorted(oneOf.getOptions()),
              oneOf.getLocation()));
    }
    return new MessageElement(
        message.getLocation(),
        message.getName(),
        "",
        nested,
        sorted(message.getOptions()),
        message.getReserveds(),
        fields(message.getFields(), descriptor),
        oneOfs,
        message.getExtensions(),
        message.getGroups(),
        message.getExtendDeclarations());
  }

  private static List<FieldElement> fields(List<FieldElement> fields, Descriptor descriptor) {
    return fields.stream()
        .sorted(Comparator.comparingInt(FieldElement::getTag))
        .map(field -> field(field, descriptor.findFieldByNumber(field.getTag())))
        .toList();
  }

  private static FieldElement field(FieldElement field, FieldDescriptor descriptor) {
    return new FieldElement(
        field.getLocation(),
        field.getLabel(),
        descriptor.isMapField()
            ? "map<%s, %s>"
                .formatted(
                    name(descriptor.getMessageType().findFieldByNumber(1)),
                    name(descriptor.getMessageType().findFieldByNumber(2)))
            : name(descriptor),
        field.getName(),
        field.getDefaultValue(),
        field.getJsonName(),
        field.getTag(),
        "",
        sorted(field.getOptions()));
  }

  private static String name(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case MESSAGE -> "." + field.getMessageType().getFullName();
      case ENUM -> "." + field.getEnumType().getFullName();
      default -> field.getType().name().toLowerCase(java.util.Locale.ROOT);
    };
  }
}
