package io.tidepost.registry.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidepost.registry.contract.avro.AvroCodec;
import io.tidepost.registry.contract.json.JsonCodec;
import io.tidepost.registry.contract.protobuf.ProtobufCodec;
import io.tidepost.registry.schema.AvroSchema;
import io.tidepost.registry.schema.InvalidSchemaException;
import io.tidepost.registry.schema.JsonSchema;
import io.tidepost.registry.schema.ParsedSchema;
import io.tidepost.registry.schema.ProtobufSchema;
import java.nio.ByteBuffer;

/// What can be done with payloads under one schema. A payload is what is behind the schema's id,
/// from position to limit; it is not changed. Any thread, several at a time.
public interface RecordCodec {

  /// @throws InvalidSchemaException when no payload can be checked by the schema
  static RecordCodec of(ParsedSchema schema) throws InvalidSchemaException {
    return switch (schema) {
      case AvroSchema avro -> new AvroCodec(avro);
      case JsonSchema json -> new JsonCodec(json);
      case ProtobufSchema protobuf -> new ProtobufCodec(protobuf);
    };
  }

  /// Full name of the record that the payload is; empty when it has none.
  String name(ByteBuffer payload) throws MismatchException;

  /// Decodes the payload completely and checks every constraint. Takes time and memory in
  /// proportion to the payload only, whatever is in it.
  void check(ByteBuffer payload) throws MismatchException;

  /// The payload as JSON: Avro in its JSON encoding, Protobuf in its JSON mapping.
  JsonNode toJson(ByteBuffer payload) throws MismatchException;

  /// The payload of what JSON says.
  byte[] toPayload(JsonNode json) throws MismatchException;
}
