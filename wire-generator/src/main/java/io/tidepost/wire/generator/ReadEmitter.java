package io.tidepost.wire.generator;

import io.tidepost.wire.generator.FieldType.Primitive;
import java.util.List;

/// Emits `read`: one pass over the bytes, fields in wire order, then the tagged ones.
final class ReadEmitter {

  private final Message message;
  private final Struct struct;
  private final VersionRange possible;
  private final SourceText out;

  ReadEmitter(Message message, Struct struct, SourceText out) {
    this.message = message;
    this.struct = struct;
    this.possible = message.possible(struct);
    this.out = out;
  }

  void emit() {
    boolean top = struct == message.body();
    out.comment(
        top
            ? List.of(
                "Reads one message and leaves the reader behind it.",
                "",
                "@throws WireException when the bytes are not a "
                    + struct.name()
                    + " or the version is not valid")
            : List.of("Reads one element."));
    out.open("public static " + struct.name() + " read(WireReader in, short version)");
    if (top) {
      out.line(
          "WireException.checkVersion(\"%s\", version, LOWEST_VERSION, HIGHEST_VERSION);"
              .formatted(struct.name()));
    }
    out.line("%s result = new %s();".formatted(struct.name(), struct.name()));
    Flexible.declare(message, struct, out);
    for (Field field : struct.fields()) {
      inPlace(field);
    }
    tagged();
    out.line("return result;").close();
  }

  private void inPlace(Field field) {
    Condition present = Condition.of(field.inPlace(), possible);
    if (present.never()) {
      return;
    }
    if (present.depends()) {
      out.open("if (" + present.expression() + ")");
    }
    assign(field, field.inPlace().intersect(possible), false);
    if (present.depends()) {
      out.close();
    }
  }

  private void assign(Field field, VersionRange where, boolean tagged) {
    String target = "result." + field.javaName();
    Condition nullable = Condition.of(field.nullable(), where);
    if (field.type() instanceof FieldType.Struct type) {
      String read = type.name() + ".read(in, version)";
      String isNull = tagged ? "in.readUnsignedVarint() == 0" : "in.readInt8() < 0";
      if (nullable.never()) {
        out.line(target + " = " + read + ";");
      } else {
        String guard = nullable.always() ? isNull : nullable.expression() + " && " + isNull;
        out.line("%s = %s ? null : %s;".formatted(target, guard, read));
      }
      return;
    }
    out.line(target + " = " + value(field, where, nullable) + ";");
  }

  private String value(Field field, VersionRange where, Condition nullable) {
    if (field.type() instanceof Primitive primitive && primitive.fixedLength > 0) {
      return "in.read" + primitive.methodSuffix + "()";
    }
    String rest = "%s, %s)".formatted(Flexible.of(field.flexible(), where), nullable.expression());
    String name = "\"" + field.javaName() + "\", ";
    if (field.type() instanceof Primitive primitive) {
      return "in.read" + primitive.methodSuffix + "(" + name + rest;
    }
    FieldType element = ((FieldType.Array) field.type()).element();
    if (element instanceof Primitive primitive) {
      return "in.read" + primitive.methodSuffix + "List(" + name + rest;
    }
    int least = MinimumSize.of(message, element, field.flexible(), where);
    return "%s.readList(in, version, in.readCount(%s%d, %s)"
        .formatted(((FieldType.Struct) element).name(), name, least, rest);
  }

  private void tagged() {
    Condition flexible = Condition.of(message.flexible(), possible);
    if (flexible.never()) {
      return;
    }
    List<Field> fields = struct.taggedFields(possible);
    if (flexible.depends()) {
      out.open("if (flexible)");
    }
    if (fields.isEmpty()) {
      out.line("result.unknownTags = in.readTags();");
    } else {
      out.open("for (int left = in.readTagCount(); left > 0; left--)");
      out.line("int tag = in.readUnsignedVarint();");
      out.line("int end = in.readTagEnd(tag);");
      out.open("switch (tag)");
      VersionRange flexibleVersions = message.flexible().intersect(possible);
      for (Field field : fields) {
        tagCase(field, flexibleVersions);
      }
      out.line("default -> result.unknownTags = in.readTag(result.unknownTags, tag, end);");
      out.close();
      out.line("in.checkTagEnd(tag, end);");
      out.close();
    }
    if (flexible.depends()) {
      out.close();
    }
  }

  private void tagCase(Field field, VersionRange flexibleVersions) {
    out.open("case %d ->".formatted(field.tag()));
    Condition valid = Condition.of(field.tagged(), flexibleVersions);
    if (valid.depends()) {
      out.open("if (!(" + valid.expression() + "))");
      out.line(
          "throw WireException.tagNotInVersion(\"%s\", version);"
              .formatted(struct.name() + "." + field.javaName()));
      out.close();
    }
    assign(field, field.tagged().intersect(flexibleVersions), true);
    out.close();
  }
}
