package io.tidepost.registry.schema;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumOptions;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.squareup.wire.Syntax;
import com.squareup.wire.schema.Field;
import com.squareup.wire.schema.internal.parser.EnumElement;
import com.squareup.wire.schema.internal.parser.ExtendElement;
import com.squareup.wire.schema.internal.parser.ExtensionsElement;
import com.squareup.wire.schema.internal.parser.FieldElement;
import com.squareup.wire.schema.internal.parser.GroupElement;
import com.squareup.wire.schema.internal.parser.MessageElement;
import com.squareup.wire.schema.internal.parser.OneOfElement;
import com.squareup.wire.schema.internal.parser.OptionElement;
import com.squareup.wire.schema.internal.parser.ProtoFileElement;
import com.squareup.wire.schema.internal.parser.ReservedElement;
import com.squareup.wire.schema.internal.parser.ServiceElement;
import com.squareup.wire.schema.internal.parser.TypeElement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kotlin.ranges.IntRange;
import org.jspecify.annotations.Nullable;

/// Turns a parsed file into the descriptor that Protobuf's own library links and reads data with.
/// Options that change no data (those of code generators, custom ones) are left out.
final class ProtobufToDescriptor {

  private static final Map<String, Type> SCALARS =
      Map.ofEntries(
          Map.entry("double", Type.TYPE_DOUBLE),
          Map.entry("float", Type.TYPE_FLOAT),
          Map.entry("int32", Type.TYPE_INT32),
          Map.entry("int64", Type.TYPE_INT64),
          Map.entry("uint32", Type.TYPE_UINT32),
          Map.entry("uint64", Type.TYPE_UINT64),
          Map.entry("sint32", Type.TYPE_SINT32),
          Map.entry("sint64", Type.TYPE_SINT64),
          Map.entry("fixed32", Type.TYPE_FIXED32),
          Map.entry("fixed64", Type.TYPE_FIXED64),
          Map.entry("sfixed32", Type.TYPE_SFIXED32),
          Map.entry("sfixed64", Type.TYPE_SFIXED64),
          Map.entry("bool", Type.TYPE_BOOL),
          Map.entry("string", Type.TYPE_STRING),
          Map.entry("bytes", Type.TYPE_BYTES));

  private final boolean proto3;

  private ProtobufToDescriptor(boolean proto3) {
    this.proto3 = proto3;
  }

  static FileDescriptorProto convert(String name, ProtoFileElement file)
      throws InvalidSchemaException {
    Syntax syntax = file.getSyntax();
    String said = syntax == null ? "proto2" : syntax.toString();
    if (!said.equals("proto2") && !said.equals("proto3")) {
      throw new InvalidSchemaException(
          "Invalid PROTOBUF schema: syntax '" + said + "' is not supported, proto2 and proto3 are");
    }
    return new ProtobufToDescriptor(said.equals("proto3")).file(name, said, file);
  }

  private FileDescriptorProto file(String name, String syntax, ProtoFileElement file) {
    var result = FileDescriptorProto.newBuilder().setName(name).setSyntax(syntax);
    if (file.getPackageName() != null) {
      result.setPackage(file.getPackageName());
    }
    result.addAllDependency(file.getImports());
    for (String imported : file.getPublicImports()) {
      result.addPublicDependency(result.getDependencyCount());
      result.addDependency(imported);
    }
    String scope = file.getPackageName() == null ? "" : "." + file.getPackageName();
    for (TypeElement type : file.getTypes()) {
      switch (type) {
        case MessageElement message -> result.addMessageType(message(message, scope));
        case EnumElement element -> result.addEnumType(enumeration(element));
        default -> {} // an `extend` that stands for a type: taken from the extensions below
      }
    }
    for (ExtendElement extend : file.getExtendDeclarations()) {
      extend.getFields().forEach(field -> result.addExtension(extension(extend, field)));
    }
    for (ServiceElement service : file.getServices()) {
      var converted = ServiceDescriptorProto.newBuilder().setName(service.getName());
      service
          .getRpcs()
          .forEach(rpc ->
              converted.addMethod(
                  MethodDescriptorProto.newBuilder()
                      .setName(rpc.getName())
                      .setInputType(rpc.getRequestType())
                      .setOutputType(rpc.getResponseType())
                      .setClientStreaming(rpc.getRequestStreaming())
                      .setServerStreaming(rpc.getResponseStreaming())));
      result.addService(converted);
    }
    return result.build();
  }

  private FieldDescriptorProto extension(ExtendElement extend, FieldElement field) {
    return scalarOrNamed(field).setExtendee(extend.getName()).build();
  }

  /// @param scope full name of what the message stands in, beginning with a dot when not empty
  private DescriptorProto message(MessageElement message, String scope) {
    String full = scope + "." + message.getName();
    var result = DescriptorProto.newBuilder().setName(message.getName());
    for (TypeElement nested : message.getNestedTypes()) {
      switch (nested) {
        case MessageElement inner -> result.addNestedType(message(inner, full));
        case EnumElement inner -> result.addEnumType(enumeration(inner));
        default -> {}
      }
    }
    message.getFields().forEach(field -> addField(result, field, -1, full));
    message.getGroups().forEach(group -> addGroup(result, group, -1, full));
    for (OneOfElement oneOf : message.getOneOfs()) {
      int index = result.getOneofDeclCount();
      result.addOneofDecl(OneofDescriptorProto.newBuilder().setName(oneOf.getName()));
      oneOf.getFields().forEach(field -> addField(result, field, index, full));
      oneOf.getGroups().forEach(group -> addGroup(result, group, index, full));
    }
    addSyntheticOneOfs(result, message.getFields());
    message.getReserveds().forEach(reserved -> addReserved(result, reserved));
    for (ExtensionsElement extensions : message.getExtensions()) {
      for (Object value : extensions.getValues()) {
        result.addExtensionRange(
            DescriptorProto.ExtensionRange.newBuilder()
                .setStart(first(value))
                .setEnd(last(value) + 1));
      }
    }
    for (ExtendElement extend : message.getExtendDeclarations()) {
      extend.getFields().forEach(field -> result.addExtension(extension(extend, field)));
    }
    return result.build();
  }

  /// `optional` in proto3 is a oneof of one field behind all the others.
  private void addSyntheticOneOfs(DescriptorProto.Builder message, List<FieldElement> fields) {
    if (!proto3) {
      return;
    }
    for (FieldElement field : fields) {
      if (field.getLabel() != Field.Label.OPTIONAL) {
        continue;
      }
      for (FieldDescriptorProto.Builder converted : message.getFieldBuilderList()) {
        if (converted.getNumber() == field.getTag()) {
          converted.setProto3Optional(true).setOneofIndex(message.getOneofDeclCount());
          message.addOneofDecl(OneofDescriptorProto.newBuilder().setName("_" + field.getName()));
        }
      }
    }
  }

  private void addField(
      DescriptorProto.Builder message, FieldElement field, int oneOf, String scope) {
    FieldDescriptorProto.Builder converted = scalarOrNamed(field);
    String type = field.getType();
    if (type.startsWith("map<")) {
      DescriptorProto entry = mapEntry(field.getName(), type);
      message.addNestedType(entry);
      converted
          .setLabel(Label.LABEL_REPEATED)
          .setType(Type.TYPE_MESSAGE)
          .setTypeName(scope + "." + entry.getName());
    }
    if (oneOf >= 0) {
      converted.setOneofIndex(oneOf);
    }
    message.addField(converted);
  }

  private FieldDescriptorProto.Builder scalarOrNamed(FieldElement field) {
    var result =
        FieldDescriptorProto.newBuilder()
            .setName(field.getName())
            .setNumber(field.getTag())
            .setLabel(label(field.getLabel()));
    type(result, field.getType());
    if (field.getDefaultValue() != null && !proto3) {
      result.setDefaultValue(field.getDefaultValue());
    }
    if (field.getJsonName() != null) {
      result.setJsonName(field.getJsonName());
    }
    FieldOptions.Builder options = FieldOptions.newBuilder();
    for (OptionElement option : field.getOptions()) {
      boolean is = "true".equals(String.valueOf(option.getValue()));
      if (option.getName().equals("packed")) {
        options.setPacked(is);
      } else if (option.getName().equals("deprecated")) {
        options.setDeprecated(is);
      }
    }
    return result.setOptions(options);
  }

  private static void type(FieldDescriptorProto.Builder field, String name) {
    Type scalar = SCALARS.get(name);
    if (scalar != null) {
      field.setType(scalar);
    } else {
      field.setTypeName(name);
    }
  }

  private static Label label(Field.@Nullable Label label) {
    if (label == Field.Label.REPEATED) {
      return Label.LABEL_REPEATED;
    }
    return label == Field.Label.REQUIRED ? Label.LABEL_REQUIRED : Label.LABEL_OPTIONAL;
  }

  private DescriptorProto mapEntry(String field, String type) {
    int comma = type.indexOf(',');
    var key =
        FieldDescriptorProto.newBuilder()
            .setName("key")
            .setNumber(1)
            .setLabel(Label.LABEL_OPTIONAL);
    type(key, type.substring("map<".length(), comma).strip());
    var value =
        FieldDescriptorProto.newBuilder()
            .setName("value")
            .setNumber(2)
            .setLabel(Label.LABEL_OPTIONAL);
    type(value, type.substring(comma + 1, type.length() - 1).strip());
    return DescriptorProto.newBuilder()
        .setName(entryName(field))
        .setOptions(MessageOptions.newBuilder().setMapEntry(true))
        .addField(key)
        .addField(value)
        .build();
  }

  /// The name that Protobuf's compiler gives the type of a map's entries.
  private static String entryName(String field) {
    StringBuilder result = new StringBuilder();
    boolean upper = true;
    for (char c : field.toCharArray()) {
      if (c == '_') {
        upper = true;
      } else {
        result.append(upper ? Character.toUpperCase(c) : c);
        upper = false;
      }
    }
    return result.append("Entry").toString();
  }

  private void addGroup(
      DescriptorProto.Builder message, GroupElement group, int oneOf, String scope) {
    String full = scope + "." + group.getName();
    var inner = DescriptorProto.newBuilder().setName(group.getName());
    group.getFields().forEach(field -> addField(inner, field, -1, full));
    message.addNestedType(inner);
    var field =
        FieldDescriptorProto.newBuilder()
            .setName(group.getName().toLowerCase(Locale.ROOT))
            .setNumber(group.getTag())
            .setLabel(label(group.getLabel()))
            .setType(Type.TYPE_GROUP)
            .setTypeName(full);
    if (oneOf >= 0) {
      field.setOneofIndex(oneOf);
    }
    message.addField(field);
  }

  private static void addReserved(DescriptorProto.Builder message, ReservedElement reserved) {
    for (Object value : reserved.getValues()) {
      if (value instanceof String name) {
        message.addReservedName(name);
      } else {
        message.addReservedRange(
            DescriptorProto.ReservedRange.newBuilder()
                .setStart(first(value))
                .setEnd(last(value) + 1));
      }
    }
  }

  private static int first(Object value) {
    return value instanceof IntRange range ? range.getFirst() : (Integer) value;
  }

  private static int last(Object value) {
    return value instanceof IntRange range ? range.getLast() : (Integer) value;
  }

  private static EnumDescriptorProto enumeration(EnumElement element) {
    var result = EnumDescriptorProto.newBuilder().setName(element.getName());
    element
        .getConstants()
        .forEach(constant ->
            result.addValue(
                EnumValueDescriptorProto.newBuilder()
                    .setName(constant.getName())
                    .setNumber(constant.getTag())));
    for (OptionElement option : element.getOptions()) {
      if (option.getName().equals("allow_alias")) {
        result.setOptions(
            EnumOptions.newBuilder()
                .setAllowAlias("true".equals(String.valueOf(option.getValue()))));
      }
    }
    return result.build();
  }
}
