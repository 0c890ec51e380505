package io.tidepost.registry.schema;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;

/// A schema in Avro's language (Avro specification 1.12, "Schema Declaration").
public final class AvroSchema implements ParsedSchema {

  private final Schema schema;
  private final List<Schema> references;

  private AvroSchema(Schema schema, List<Schema> references) {
    this.schema = schema;
    this.references = references;
  }

  static AvroSchema parse(String text, List<ResolvedReference> references)
      throws InvalidSchemaException {
    var parser = new Schema.Parser(NameValidator.STRICT_VALIDATOR);
    List<Schema> parsed = new ArrayList<>();
    try {
      for (ResolvedReference reference : references) {
        parsed.add(parser.parse(reference.text()));
      }
      return new AvroSchema(parser.parse(text), List.copyOf(parsed));
    } catch (AvroRuntimeException e) {
      throw new InvalidSchemaException("Invalid AVRO schema: " + e.getMessage(), e);
    } catch (NullPointerException e) {
      // So the library answers to a name that stands for nothing.
      throw new InvalidSchemaException(
          "Invalid AVRO schema: it names a type that is neither defined in it nor among its"
              + " references",
          e);
    } catch (ClassCastException | IllegalArgumentException e) {
      throw new InvalidSchemaException("Invalid AVRO schema: " + e.getMessage(), e);
    }
  }

  /// The parsed schema. Not to be changed.
  public Schema schema() {
    return schema;
  }

  /// The text with everything that it refers to put into it.
  public String resolvedText() {
    return schema.toString();
  }

  @Override
  public SchemaType type() {
    return SchemaType.AVRO;
  }

  @Override
  @SuppressWarnings("deprecation") // the one way to print references by their names
  public String canonicalText() {
    return references.isEmpty() ? schema.toString() : schema.toString(references, false);
  }

  @Override
  public String normalizedText() {
    return NormalizedAvro.print(schema, references);
  }

  @Override
  public String name() {
    return switch (schema.getType()) {
      case RECORD, ENUM, FIXED -> schema.getFullName();
      default -> "";
    };
  }
}
