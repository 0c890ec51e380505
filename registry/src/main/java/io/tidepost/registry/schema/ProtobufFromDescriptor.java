package io.tidepost.registry.schema;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import com.squareup.wire.Syntax;
import com.squareup.wire.schema.Field;
import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.internal.parser.EnumConstantElement;
import com.squareup.wire.schema.internal.parser.EnumElement;
import com.squareup.wire.schema.internal.parser.FieldElement;
import com.squareup.wire.schema.internal.parser.MessageElement;
import com.squareup.wire.schema.internal.parser.OneOfElement;
import com.squareup.wire.schema.internal.parser.OptionElement;
import com.squareup.wire.schema.internal.parser.ProtoFileElement;
import com.squareup.wire.schema.internal.parser.ReservedElement;
import com.squareup.wire.schema.internal.parser.TypeElement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kotlin.ranges.IntRange;
import org.jspecify.annotations.Nullable;

/// Turns a serialised file descriptor, which some clients send instead of the text, into the parsed
/// text.
final class ProtobufFromDescriptor {

  private static final Location NOWHERE = Location.get(ProtobufSchema.FILE);

  private final boolean proto3;

  private ProtobufFromDescriptor(boolean proto3) {
    this.proto3 = proto3;
  }

  /// @return `null` when the text is no descriptor in Base64
  static @Nullable ProtoFileElement readBase64(String text) {
    String stripped = text.strip();
    if (stripped.isEmpty() || stripped.indexOf('{') >= 0 || stripped.indexOf(';') >= 0) {
      return null;
    }
    try {
      FileDescriptorProto file =
          FileDescriptorProto.parseFrom(Base64.getDecoder().decode(stripped));
      return new ProtobufFromDescriptor(file.getSyntax().equals("proto3")).file(file);
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      return null; // no descriptor: it is read as text, whose parser says what is wrong
    }
  }

  private ProtoFileElement file(FileDescriptorProto file) {
    List<String> imports = new ArrayList<>(file.getDependencyList());
    List<String> publicImports = new ArrayList<>();
    file.getPublicDependencyList().forEach(i -> publicImports.add(file.getDependency(i)));
    imports.removeAll(publicImports);
    List<TypeElement> types = new ArrayList<>();
    file.getMessageTypeList().forEach(message -> types.add(message(message, scope(file))));
    file.getEnumTypeList().forEach(each -> types.add(enumeration(each)));
    List<OptionElement> options = new ArrayList<>();
    if (file.getOptions().hasJavaPackage()) {
      options.add(text("java_package", file.getOptions().getJavaPackage()));
    }
    if (file.getOptions().hasJavaOuterClassname()) {
      options.add(text("java_outer_classname", file.getOptions().getJavaOuterClassname()));
    }
    if (file.getOptions().hasJavaMultipleFiles()) {
      options.add(flag("java_multiple_files", file.getOptions().getJavaMultipleFiles()));
    }
    if (file.getOptions().hasGoPackage()) {
      options.add(text("go_package", file.getOptions().getGoPackage()));
    }
    return new ProtoFileElement(
        NOWHERE,
        file.hasPackage() ? file.getPackage() : null,
        proto3 ? Syntax.PROTO_3 : Syntax.PROTO_2,
        imports,
        publicImports,
        List.of(),
        types,
        List.of(),
        List.of(),
        options);
  }

  private static String scope(FileDescriptorProto file) {
    return file.getPackage().isEmpty() ? "" : "." + file.getPackage();
  }

  private static OptionElement text(String name, String value) {
    return new OptionElement(name, OptionElement.Kind.STRING, value, false);
  }

  private static OptionElement flag(String name, boolean value) {
    return new OptionElement(name, OptionElement.Kind.BOOLEAN, String.valueOf(value), false);
  }

  private MessageElement message(DescriptorProto message, String scope) {
    String full = scope + "." + message.getName();
    Map<String, DescriptorProto> entries = new HashMap<>();
    List<TypeElement> nested = new ArrayList<>();
    for (DescriptorProto inner : message.getNestedTypeList()) {
      if (inner.getOptions().getMapEntry()) {
        entries.put(full + "." + inner.getName(), inner);
      } else {
        nested.add(message(inner, full));
      }
    }
    message.getEnumTypeList().forEach(each -> nested.add(enumeration(each)));
    List<FieldElement> fields = new ArrayList<>();
    List<List<FieldElement>> inOneOfs = new ArrayList<>();
    message.getOneofDeclList().forEach(each -> inOneOfs.add(new ArrayList<>()));
    for (FieldDescriptorProto field : message.getFieldList()) {
      boolean real = field.hasOneofIndex() && !field.getProto3Optional();
      (real ? inOneOfs.get(field.getOneofIndex()) : fields).add(field(field, entries, real));
    }
    List<OneOfElement> oneOfs = new ArrayList<>();
    for (int i = 0; i < inOneOfs.size(); i++) {
      if (!inOneOfs.get(i).isEmpty()) {
        oneOfs.add(
            new OneOfElement(
                message.getOneofDecl(i).getName(),
                "",
                inOneOfs.get(i),
                List.of(),
                List.of(),
                NOWHERE));
      }
    }
    return new MessageElement(
        NOWHERE,
        message.getName(),
        "",
        nested,
        List.of(),
        reserved(message),
        fields,
        oneOfs,
        List.of(),
        List.of(),
        List.of());
  }

  private static List<ReservedElement> reserved(DescriptorProto message) {
    List<ReservedElement> result = new ArrayList<>();
    List<Object> numbers = new ArrayList<>();
    for (DescriptorProto.ReservedRange range : message.getReservedRangeList()) {
      numbers.add(
          range.getEnd() - range.getStart() == 1
              ? (Object) range.getStart()
              : new IntRange(range.getStart(), range.getEnd() - 1));
    }
    if (!numbers.isEmpty()) {
      result.add(new ReservedElement(NOWHERE, "", numbers));
    }
    if (message.getReservedNameCount() > 0) {
      result.add(new ReservedElement(NOWHERE, "", List.copyOf(message.getReservedNameList())));
    }
    return result;
  }

  private FieldElement field(
      FieldDescriptorProto field, Map<String, DescriptorProto> entries, boolean inOneOf) {
    DescriptorProto entry = entries.get(field.getTypeName());
    String type =
        entry == null
            ? type(field)
            : "map<" + type(entry.getField(0)) + ", " + type(entry.getField(1)) + ">";
    List<OptionElement> options = new ArrayList<>();
    if (field.getOptions().hasPacked()) {
      options.add(flag("packed", field.getOptions().getPacked()));
    }
    if (field.getOptions().hasDeprecated()) {
      options.add(flag("deprecated", field.getOptions().getDeprecated()));
    }
    return new FieldElement(
        NOWHERE,
        inOneOf || entry != null ? null : label(field),
        type,
        field.getName(),
        field.hasDefaultValue() ? field.getDefaultValue() : null,
        field.hasJsonName() && !field.getJsonName().equals(jsonName(field.getName()))
            ? field.getJsonName()
            : null,
        field.getNumber(),
        "",
        options);
  }

  private Field.@Nullable Label label(FieldDescriptorProto field) {
    if (field.getLabel() == Label.LABEL_REPEATED) {
      return Field.Label.REPEATED;
    }
    if (field.getLabel() == Label.LABEL_REQUIRED) {
      return Field.Label.REQUIRED;
    }
    return proto3 && !field.getProto3Optional() ? null : Field.Label.OPTIONAL;
  }

  private static String type(FieldDescriptorProto field) {
    return field.hasTypeName()
        ? field.getTypeName()
        : field.getType().name().substring("TYPE_".length()).toLowerCase(Locale.ROOT);
  }

  /// The name in JSON that follows from a field's name when none is given.
  private static String jsonName(String name) {
    StringBuilder result = new StringBuilder();
    boolean upper = false;
    for (char c : name.toCharArray()) {
      if (c == '_') {
        upper = true;
      } else {
        result.append(upper ? Character.toUpperCase(c) : c);
        upper = false;
      }
    }
    return result.toString();
  }

  private static EnumElement enumeration(EnumDescriptorProto element) {
    List<EnumConstantElement> constants = new ArrayList<>();
    element
        .getValueList()
        .forEach(value ->
            constants.add(
                new EnumConstantElement(
                    NOWHERE, value.getName(), value.getNumber(), "", List.of())));
    List<OptionElement> options =
        element.getOptions().getAllowAlias() ? List.of(flag("allow_alias", true)) : List.of();
    return new EnumElement(NOWHERE, element.getName(), "", options, constants, List.of());
  }
}
