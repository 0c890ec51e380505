package io.tidepost.registry.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// Understands schemas of every type, within bounds: a text that is too long or nested too deeply
/// is refused before anything recursive looks at it.
public final class SchemaParser {

  /// Characters that a schema may have.
  public static final int LENGTH_MAX = 1 << 20;

  /// How deeply a schema may be nested.
  public static final int NESTING_MAX = 256;

  private static final JsonFactory JSON = new JsonFactory();

  private SchemaParser() {}

  /// @param references everything that `text` refers to, directly or not, each after what it rests
  ///   on itself
  /// @throws InvalidSchemaException when the text is no schema of the type
  public static ParsedSchema parse(SchemaType type, String text, List<ResolvedReference> references)
      throws InvalidSchemaException {
    if (text.length() > LENGTH_MAX) {
      throw new InvalidSchemaException(
          "the schema has " + text.length() + " characters, at most " + LENGTH_MAX + " are taken");
    }
    return switch (type) {
      case AVRO -> {
        checkJson(text, true);
        yield AvroSchema.parse(text, references);
      }
      case JSON -> {
        checkJson(text, false);
        yield JsonSchema.parse(text, references);
      }
      case PROTOBUF -> {
        checkBraces(text);
        yield ProtobufSchema.parse(text, references);
      }
    };
  }

  /// @param lenient whether what is no JSON is left to the parser (Avro takes a bare type name)
  private static void checkJson(String text, boolean lenient) throws InvalidSchemaException {
    int depth = 0;
    try (JsonParser parser = JSON.createParser(text)) {
      JsonToken token;
      while ((token = parser.nextToken()) != null) {
        if (token.isStructStart()) {
          depth++;
        } else if (token.isStructEnd()) {
          depth--;
        }
        if (depth > NESTING_MAX) {
          throw nestedTooDeeply();
        }
      }
    } catch (JsonProcessingException e) {
      if (!lenient || depth > 0) {
        throw new InvalidSchemaException("the schema is no JSON: " + e.getOriginalMessage(), e);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot be read", e);
    }
  }

  private static void checkBraces(String text) throws InvalidSchemaException {
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '{') {
        depth++;
      } else if (c == '}') {
        depth--;
      }
      if (depth > NESTING_MAX) {
        throw nestedTooDeeply();
      }
    }
  }

  private static InvalidSchemaException nestedTooDeeply() {
    return new InvalidSchemaException(
        "the schema is nested more than " + NESTING_MAX + " levels deep");
  }
}
