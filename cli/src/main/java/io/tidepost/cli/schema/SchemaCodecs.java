package io.tidepost.cli.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidepost.cli.Failure;
import io.tidepost.registry.contract.AskedCodec;
import io.tidepost.registry.contract.MismatchException;
import io.tidepost.registry.contract.RecordCodec;
import io.tidepost.registry.contract.WireFormat;
import io.tidepost.registry.schema.InvalidSchemaException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Encodes and decodes keys and values by the schemas of a registry. One thread.
public final class SchemaCodecs {

  private final RegistryClient registry;
  private final Map<Integer, RecordCodec> known = new HashMap<>();

  public SchemaCodecs(RegistryClient registry) {
    this.registry = registry;
  }

  /// The id of the schema that `--key-schema` or `--value-schema` names: an id, a file, which is
  /// registered under `subject`, or a subject, of which the latest version is taken.
  public int id(String named, String subject) {
    if (named.chars().allMatch(Character::isDigit) && named.length() < 10) {
      return Integer.parseInt(named);
    }
    Path file = Path.of(named);
    if (Files.isRegularFile(file)) {
      ObjectNode body = SchemaFile.body(named, null, List.of());
      return registry
          .ask("POST", "/subjects/" + RegistryClient.part(subject) + "/versions", body)
          .path("id")
          .asInt();
    }
    try {
      return registry
          .tryAsk("GET", "/subjects/" + RegistryClient.part(named) + "/versions/latest", null)
          .path("id")
          .asInt();
    } catch (RegistryClient.RefusedException e) {
      throw new Failure("'" + named + "' is no id, no file and no subject: " + e.getMessage(), e);
    }
  }

  /// What JSON says, under a schema and behind its id.
  ///
  /// @throws MismatchException when the schema does not take it
  public byte[] encode(int id, byte[] json) throws MismatchException {
    RecordCodec codec;
    try {
      codec = codec(id);
    } catch (RegistryClient.RefusedException e) {
      throw new Failure("the registry says: " + e.getMessage(), e);
    }
    try {
      return WireFormat.frame(id, codec.toPayload(RegistryClient.json().readTree(json)));
    } catch (JsonProcessingException e) {
      throw new MismatchException("", "JSON", e.getOriginalMessage());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// What is behind an id, as JSON.
  ///
  /// @throws MismatchException when it does not decode
  /// @throws RegistryClient.RefusedException when there is no such schema
  public byte[] decode(byte[] framed) throws MismatchException, RegistryClient.RefusedException {
    ByteBuffer bytes = ByteBuffer.wrap(framed);
    RecordCodec codec = codec(WireFormat.schemaId(bytes));
    return codec.toJson(WireFormat.payload(bytes)).toString().getBytes(StandardCharsets.UTF_8);
  }

  private RecordCodec codec(int id) throws RegistryClient.RefusedException {
    RecordCodec codec = known.get(id);
    if (codec == null) {
      try {
        codec = AskedCodec.of(id, path -> registry.tryAsk("GET", path, null));
      } catch (InvalidSchemaException e) {
        throw new Failure("schema " + id + " cannot be used: " + e.getMessage(), e);
      }
      known.put(id, codec);
    }
    return codec;
  }

  /// The id in front of a key or value; `null` when there is none.
  public static @Nullable Integer idOf(byte @Nullable [] framed) {
    if (framed == null || !WireFormat.hasSchemaId(ByteBuffer.wrap(framed))) {
      return null;
    }
    return ByteBuffer.wrap(framed).getInt(1);
  }
}
