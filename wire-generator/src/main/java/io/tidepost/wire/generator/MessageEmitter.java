package io.tidepost.wire.generator;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Emits the class of one message with the structures inside it.
final class MessageEmitter {

  /// The field by which a client is told to pause.
  private static final String THROTTLE = "throttleTimeMs";

  private final Message message;
  private final String packageName;
  private final SourceText out = new SourceText();

  MessageEmitter(Message message, String packageName) {
    this.message = message;
    this.packageName = packageName;
  }

  /// The whole source file.
  String emit() {
    out.line("package " + packageName + ";").blank();
    for (String name :
        List.of(
            "io.tidepost.base.Uuid",
            "io.tidepost.wire.Message",
            "io.tidepost.wire.RecordData",
            "io.tidepost.wire.UnknownTags",
            "io.tidepost.wire.WireException",
            "io.tidepost.wire.WireReader",
            "io.tidepost.wire.WireStruct",
            "io.tidepost.wire.WireWriter",
            "java.nio.ByteBuffer",
            "java.util.ArrayList",
            "java.util.List",
            "org.jspecify.annotations.Nullable")) {
      out.line("import " + name + ";");
    }
    out.blank();
    List<String> about = new ArrayList<>();
    about.add(
        "%s, versions %s (%s message definition)."
            .formatted(
                message.name(), message.versions(), message.isOwn() ? "Tidepost's" : "Kafka's"));
    if (!message.about().isEmpty()) {
      about.add("");
      about.addAll(message.about().stream().map(line -> line.replace("\\", "/")).toList());
    }
    out.comment(about);
    out.line("@SuppressWarnings({\"unused\", \"UnusedVariable\"})");
    out.open("public final class " + message.name() + " extends WireStruct implements Message");
    constants();
    struct(message.body());
    out.blank();
    out.line("@Override").open("public short apiKey()");
    out.line("return " + (message.apiKey() >= 0 ? "API_KEY" : "-1") + ";").close();
    if (message.body().fields().stream().anyMatch(field -> field.javaName().equals(THROTTLE))) {
      out.blank();
      out.line("@Override").open("public void throttle(int millis)");
      out.line("%1$s = Math.max(%1$s, millis);".formatted(THROTTLE)).close();
    }
    for (Struct nested : message.nested()) {
      out.blank();
      out.comment(List.of("Part of a " + message.name() + "."));
      out.open("public static final class " + nested.name() + " extends WireStruct");
      struct(nested);
      list(nested);
      out.close();
    }
    out.close();
    return out.toString();
  }

  private void constants() {
    if (message.apiKey() >= 0) {
      constant("API_KEY", message.apiKey(), "Number of the API, or of the record type.");
    }
    constant("LOWEST_VERSION", message.versions().lowest(), "First valid version.");
    constant("HIGHEST_VERSION", message.versions().highest(), "Last valid version.");
    constant(
        "FIRST_FLEXIBLE_VERSION",
        message.flexible().isEmpty() ? Short.MAX_VALUE : message.flexible().lowest(),
        "First version with compact lengths and tagged fields; Short.MAX_VALUE when none has"
            + " them.");
  }

  private void constant(String name, int value, String about) {
    out.comment(List.of(about));
    out.line("public static final short %s = %d;".formatted(name, value)).blank();
  }

  private void struct(Struct struct) {
    for (Field field : struct.fields()) {
      List<String> about = new ArrayList<>();
      about.add(field.about().replace("\\", "/"));
      about.add(
          "Versions "
              + field.versions()
              + (field.nullable().isEmpty() ? "." : ", nullable in " + field.nullable() + "."));
      out.comment(about);
      String nullable = field.nullable().isEmpty() && !field.nullByDefault() ? "" : "@Nullable ";
      out.line(
          "public %s%s %s = %s;"
              .formatted(
                  nullable,
                  field.type().javaType(),
                  field.javaName(),
                  DefaultValue.expression(field)));
      out.blank();
    }
    out.comment(
        List.of(
            "Tagged fields that this version of Tidepost does not know, kept for the way out."));
    out.line("public @Nullable UnknownTags unknownTags = null;").blank();
    new ReadEmitter(message, struct, out).emit();
    out.blank();
    new WriteEmitter(message, struct, out).emit();
    if (comparedWithDefault().contains(struct.name())) {
      out.blank();
      isDefault(struct);
    }
  }

  private void list(Struct struct) {
    if (message.possible(struct).isEmpty()) {
      return;
    }
    String name = struct.name();
    out.blank();
    out.open(
        "static @Nullable List<%s> readList(WireReader in, short version, int count)"
            .formatted(name));
    out.open("if (count < 0)").line("return null;").close();
    out.line("List<%s> list = new ArrayList<>(WireReader.initialCapacity(count));".formatted(name));
    out.open("for (int i = 0; i < count; i++)");
    out.line("list.add(read(in, version));").close();
    out.line("return list;").close().blank();
    out.open(
        "static void writeList(WireWriter out, short version, @Nullable List<%s> list)"
            .formatted(name));
    out.open("if (list != null)");
    out.open("for (int i = 0; i < list.size(); i++)");
    out.line("list.get(i).write(out, version);").close().close().close();
  }

  private void isDefault(Struct struct) {
    out.open("boolean isDefault()");
    StringBuilder all = new StringBuilder("unknownTags == null");
    for (Field field : struct.fields()) {
      all.append(" && !(").append(DefaultValue.differs(field)).append(')');
    }
    out.line("return " + all + ";").close();
  }

  /// Structures that stand in a field of their own and default to an empty one.
  private Set<String> comparedWithDefault() {
    Set<String> names = new HashSet<>();
    List<Struct> all = new ArrayList<>(message.nested());
    all.add(message.body());
    for (Struct struct : all) {
      for (Field field : struct.fields()) {
        if (field.type() instanceof FieldType.Struct type && !field.nullByDefault()) {
          names.add(type.name());
        }
      }
    }
    return names;
  }
}
