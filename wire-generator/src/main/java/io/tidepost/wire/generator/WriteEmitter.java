package io.tidepost.wire.generator;

import io.tidepost.wire.generator.FieldType.Primitive;
import java.util.List;

/// Emits `write`: the mirror of `read`, in one pass. A value that the version cannot carry is an
/// error unless the definition says that it may be dropped.
final class WriteEmitter {

  private final Message message;
  private final Struct struct;
  private final VersionRange possible;
  private final SourceText out;

  WriteEmitter(Message message, Struct struct, SourceText out) {
    this.message = message;
    this.struct = struct;
    this.possible = message.possible(struct);
    this.out = out;
  }

  void emit() {
    boolean top = struct == message.body();
    if (top) {
      out.line("@Override");
    }
    out.open("public void write(WireWriter out, short version)");
    if (top) {
      out.line(
          "WireException.checkVersion(\"%s\", version, LOWEST_VERSION, HIGHEST_VERSION);"
              .formatted(struct.name()));
    }
    Flexible.declare(message, struct, out);
    for (Field field : struct.fields()) {
      inPlace(field);
    }
    tagged();
    out.close();
  }

  private void inPlace(Field field) {
    Condition inPlace = Condition.of(field.inPlace(), possible);
    Condition exists = Condition.of(field.versions(), possible);
    if (inPlace.always()) {
      write(field, possible, false);
      return;
    }
    boolean refuse = !field.ignorable() && !exists.always();
    if (!inPlace.never()) {
      out.open("if (" + inPlace.expression() + ")");
      write(field, field.inPlace().intersect(possible), false);
      if (refuse) {
        boolean always = exists.equals(inPlace);
        out.otherwise(always ? "else" : "else if (!(" + exists.expression() + "))");
        refuse(field);
      }
      out.close();
    } else if (refuse) {
      if (exists.never()) {
        refuse(field);
      } else {
        out.open("if (!(" + exists.expression() + "))");
        refuse(field);
        out.close();
      }
    }
  }

  private void refuse(Field field) {
    out.open("if (" + DefaultValue.differs(field) + ")");
    out.line("throw WireException.fieldNotInVersion(\"%s\", version);".formatted(path(field)));
    out.close();
  }

  private String path(Field field) {
    return struct == message.body()
        ? message.name() + "." + field.javaName()
        : message.name() + "." + struct.name() + "." + field.javaName();
  }

  private void write(Field field, VersionRange where, boolean tagged) {
    String value = "this." + field.javaName();
    Condition nullable = Condition.of(field.nullable(), where);
    if (field.type() instanceof FieldType.Struct) {
      struct(field, value, nullable, tagged);
      return;
    }
    if (field.type() instanceof Primitive primitive && primitive.fixedLength > 0) {
      out.line("out.write%s(%s);".formatted(primitive.methodSuffix, value));
      return;
    }
    String rest =
        "\"%s\", %s, %s, %s);"
            .formatted(
                path(field), value, Flexible.of(field.flexible(), where), nullable.expression());
    if (field.type() instanceof Primitive primitive) {
      out.line("out.write" + primitive.methodSuffix + "(" + rest);
      return;
    }
    FieldType element = ((FieldType.Array) field.type()).element();
    if (element instanceof Primitive primitive) {
      out.line("out.write" + primitive.methodSuffix + "List(" + rest);
    } else {
      out.line("out.writeCount(" + rest);
      out.line(
          "%s.writeList(out, version, %s);".formatted(((FieldType.Struct) element).name(), value));
    }
  }

  private void struct(Field field, String value, Condition nullable, boolean tagged) {
    String write = value + ".write(out, version);";
    if (nullable.never() && tagged) {
      out.line(write);
      return;
    }
    if (nullable.never()) {
      out.line("out.checkPresent(\"%s\", %s);".formatted(path(field), value));
      out.line(write);
      return;
    }
    String writeNull = tagged ? "out.writeUnsignedVarint(0);" : "out.writeInt8((byte) -1);";
    String writeSome = tagged ? "out.writeUnsignedVarint(1);" : "out.writeInt8((byte) 1);";
    if (nullable.depends()) {
      out.open("if (!(" + nullable.expression() + "))");
      out.line("out.checkPresent(\"%s\", %s);".formatted(path(field), value));
      out.line(write);
      out.otherwise("else if (" + value + " == null)");
    } else {
      out.open("if (" + value + " == null)");
    }
    out.line(writeNull).otherwise("else").line(writeSome).line(write).close();
  }

  private void tagged() {
    Condition flexible = Condition.of(message.flexible(), possible);
    if (flexible.never()) {
      refuseUnknownTags();
      return;
    }
    List<Field> fields = struct.taggedFields(possible);
    if (flexible.depends()) {
      out.open("if (flexible)");
    }
    if (fields.isEmpty()) {
      out.line("out.writeTags(this.unknownTags);");
    } else {
      taggedFields(fields);
    }
    if (flexible.depends()) {
      out.otherwise("else");
      refuseUnknownTags();
      out.close();
    }
  }

  private void refuseUnknownTags() {
    out.open("if (this.unknownTags != null)");
    out.line(
        "throw WireException.fieldNotInVersion(\"%s tagged fields\", version);"
            .formatted(struct.name()));
    out.close();
  }

  private void taggedFields(List<Field> fields) {
    VersionRange flexibleVersions = message.flexible().intersect(possible);
    out.line("int tags = out.startTags();").line("int count = 0;");
    for (Field field : fields) {
      Condition valid = Condition.of(field.tagged(), flexibleVersions);
      String set = DefaultValue.differs(field);
      out.open("if (" + (valid.always() ? set : valid.expression() + " && " + set) + ")");
      out.line("int tag = out.startTag(%d);".formatted(field.tag()));
      write(field, field.tagged().intersect(flexibleVersions), true);
      out.line("out.endTag(tag);").line("count++;").close();
    }
    out.line("out.endTags(tags, count, this.unknownTags);");
  }
}
