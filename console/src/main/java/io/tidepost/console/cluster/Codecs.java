package io.tidepost.console.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidepost.registry.contract.AskedCodec;
import io.tidepost.registry.contract.MismatchException;
import io.tidepost.registry.contract.RecordCodec;
import io.tidepost.registry.contract.WireFormat;
import io.tidepost.registry.form.SchemaForm;
import io.tidepost.registry.schema.InvalidSchemaException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads and writes keys and values by the schemas that one person may see, for one page. Each
/// schema is asked for once. One thread; blocks.
public final class Codecs {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /// A codec, or why there is none.
  private record Known(@Nullable RecordCodec codec, String problem) {}

  private final Registry registry;
  private final ClusterClient person;
  private final Map<Integer, Known> known = new HashMap<>();

  /// @param person who asks
  public Codecs(Registry registry, ClusterClient person) {
    this.registry = registry;
    this.person = person;
  }

  /// Bytes for people: what they say under their schema where they name one that can be had, else
  /// what they look like.
  public Shown show(byte @Nullable [] bytes) {
    Shown plain = Shown.of(bytes);
    if (bytes == null || plain.schema() < 0 || !registry.there()) {
      return plain;
    }
    Known found = known.computeIfAbsent(plain.schema(), this::ask);
    if (found.codec() == null) {
      return plain.withNote(found.problem());
    }
    try {
      return Shown.decoded(
          found.codec().toJson(WireFormat.payload(ByteBuffer.wrap(bytes))), plain.schema());
    } catch (MismatchException e) {
      return plain.withNote("it is not what its schema says: " + e.getMessage());
    }
  }

  /// What JSON says under the latest schema of a subject, behind the id of that.
  ///
  /// @throws ConsoleFailure when there is no such subject, or the schema does not take it
  public byte[] write(String subject, String json) {
    int id = latest(subject);
    Known found = known.computeIfAbsent(id, this::ask);
    if (found.codec() == null) {
      throw new ConsoleFailure(400, subject + ": " + found.problem());
    }
    try {
      return WireFormat.frame(id, found.codec().toPayload(MAPPER.readTree(json)));
    } catch (JsonProcessingException e) {
      throw new ConsoleFailure(400, "This is no JSON: " + e.getOriginalMessage());
    } catch (MismatchException e) {
      throw new ConsoleFailure(
          400, "The schema of " + subject + " does not take this: " + e.getMessage());
    }
  }

  /// The form of the latest schema of a subject.
  ///
  /// @throws ConsoleFailure when there is no such subject, or it cannot be had
  public SchemaForm form(String subject) {
    try {
      AskedCodec.Question<ConsoleFailure> question = this::get;
      return SchemaForm.of(AskedCodec.schema(latest(subject), question));
    } catch (InvalidSchemaException e) {
      throw new ConsoleFailure(400, subject + ": " + e.getMessage());
    }
  }

  private int latest(String subject) {
    return registry
        .ask(person, "GET", "/subjects/" + Registry.segment(subject) + "/versions/latest", null)
        .path("id")
        .asInt();
  }

  private Known ask(int id) {
    try {
      AskedCodec.Question<ConsoleFailure> question = this::get;
      return new Known(AskedCodec.of(id, question), "");
    } catch (ConsoleFailure | InvalidSchemaException e) {
      return new Known(null, "schema " + id + " cannot be had: " + e.getMessage());
    }
  }

  private JsonNode get(String path) {
    return registry.ask(person, "GET", path, null);
  }
}
