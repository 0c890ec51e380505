package io.tidepost.registry.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidepost.http.HttpFailure;
import io.tidepost.registry.decide.RegistryException;
import io.tidepost.registry.decide.RegistryView;
import io.tidepost.registry.schema.AvroSchema;
import io.tidepost.registry.schema.ParsedSchema;
import io.tidepost.registry.schema.ProtobufSchema;
import io.tidepost.registry.schema.SchemaReference;
import io.tidepost.registry.schema.SchemaType;
import io.tidepost.registry.store.Fingerprint;
import io.tidepost.registry.store.RegistryState;
import io.tidepost.registry.store.StoredSchema;

/// Schemas as answers show them.
final class SchemaJson {

  private SchemaJson() {}

  /// A version with everything that is known of it.
  static ObjectNode version(Call call, RegistryView view, StoredSchema schema)
      throws RegistryException {
    ObjectNode node =
        Call.MAPPER
            .createObjectNode()
            .put("subject", schema.subject().toString())
            .put("version", schema.version())
            .put("id", schema.id())
            .put("guid", Fingerprint.of(schema.content()).guid().toString());
    content(node, call, view, schema);
    if (schema.deleted()) {
      node.put("deleted", true);
    }
    return node;
  }

  /// A schema without where it is registered.
  static ObjectNode content(ObjectNode node, Call call, RegistryView view, StoredSchema schema)
      throws RegistryException {
    StoredSchema.Content content = schema.content();
    if (content.type() != SchemaType.AVRO) {
      node.put("schemaType", content.type().name());
    }
    if (!content.references().isEmpty()) {
      ArrayNode references = node.putArray("references");
      for (SchemaReference reference : content.references()) {
        references
            .addObject()
            .put("name", reference.name())
            .put("subject", referred(call, schema, reference))
            .put("version", reference.version());
      }
    }
    if (content.metadata() != null) {
      node.set("metadata", content.metadata());
    }
    if (content.ruleSet() != null) {
      node.set("ruleSet", content.ruleSet());
    }
    return node.put("schema", text(call, view, schema));
  }

  private static String referred(Call call, StoredSchema schema, SchemaReference reference) {
    return "qualified".equalsIgnoreCase(call.text("referenceFormat"))
        ? RegistryState.resolve(schema.subject().context(), reference.subject()).toString()
        : reference.subject();
  }

  /// The text in the form that `format` asks for: `resolved` puts an Avro schema's references into
  /// it, `serialized` gives a Protobuf schema's descriptor in Base64.
  static String text(Call call, RegistryView view, StoredSchema schema) throws RegistryException {
    String format = call.text("format", "");
    if (format.isEmpty() || format.equalsIgnoreCase("default")) {
      return schema.content().text();
    }
    ParsedSchema parsed = view.parse(schema);
    if (format.equalsIgnoreCase("resolved") && parsed instanceof AvroSchema avro) {
      return avro.resolvedText();
    }
    if (format.equalsIgnoreCase("serialized") && parsed instanceof ProtobufSchema protobuf) {
      return protobuf.serialized();
    }
    if (format.equalsIgnoreCase("resolved") || format.equalsIgnoreCase("serialized")) {
      return schema.content().text();
    }
    throw new HttpFailure(
        422, 42201, "Invalid format '" + format + "': possible are resolved and serialized");
  }
}
