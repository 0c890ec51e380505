package io.tidepost.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes trees of maps, collections, strings, numbers and booleans as JSON.
public final class Json {

  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /// Prints indented, with a line feed at the end.
  public static void print(PrintStream out, Object tree) {
    out.println(text(tree, true));
  }

  /// The tree on one line or indented.
  public static String text(Object tree, boolean indented) {
    var writer = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(writer)) {
      if (indented) {
        var printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
        json.setPrettyPrinter(printer);
      }
      write(json, tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return writer.toString();
  }

  /// Writes one value. Enums and anything unknown become strings.
  static void write(JsonGenerator json, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> json.writeNull();
      case Map<?, ?> map -> {
        json.writeStartObject();
        for (Map.Entry<?, ?> e : map.entrySet()) {
          json.writeFieldName(String.valueOf(e.getKey()));
          write(json, e.getValue());
        }
        json.writeEndObject();
      }
      case Iterable<?> items -> {
        json.writeStartArray();
        for (Object item : items) {
          write(json, item);
        }
        json.writeEndArray();
      }
      case Boolean b -> json.writeBoolean(b);
      case Integer i -> json.writeNumber(i);
      case Long l -> json.writeNumber(l);
      case Short s -> json.writeNumber(s);
      case Double d -> json.writeNumber(d);
      default -> json.writeString(value.toString());
    }
  }
}
