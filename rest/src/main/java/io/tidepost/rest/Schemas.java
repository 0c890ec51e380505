package io.tidepost.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidepost.http.Caller;
import io.tidepost.http.Callers;
import io.tidepost.http.HttpFailure;
import io.tidepost.registry.SchemaRegistry;
import io.tidepost.registry.contract.MismatchException;
import io.tidepost.registry.contract.RecordCodec;
import io.tidepost.registry.contract.WireFormat;
import io.tidepost.registry.decide.RegisterSchema;
import io.tidepost.registry.decide.RegistryException;
import io.tidepost.registry.decide.SchemaRequest;
import io.tidepost.registry.schema.SchemaType;
import io.tidepost.registry.service.SchemaShelf;
import io.tidepost.registry.store.SubjectName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The registry's schemas for keys and values in bodies. Any thread; blocks.
final class Schemas {

  private static final String SUBJECT = "Subject";
  private static final String WHOLE = "Registry";

  private final SchemaRegistry registry;
  private final Callers callers;
  private @Nullable SchemaShelf shelf;

  /// @param callers says who may see and register what
  Schemas(SchemaRegistry registry, Callers callers) {
    this.registry = registry;
    this.callers = callers;
  }

  /// Registers a schema that came with records, unless the subject has it.
  int register(Caller caller, String subject, SchemaType type, String text) {
    if (!callers.allows(caller, Callers.Operation.WRITE, SUBJECT, subject, true)) {
      throw new HttpFailure(
          403, 40301, caller.principal() + " is denied operation WRITE on Subject: " + subject);
    }
    SchemaRequest request = new SchemaRequest(type, text, List.of(), null, null);
    try {
      return registry
          .registry()
          .execute(new RegisterSchema(SubjectName.of(subject), request, 0, 0, false))
          .id();
    } catch (IOException e) {
      throw away(e);
    } catch (RegistryException e) {
      throw new HttpFailure(
          e.status() == 409 ? 409 : 422,
          e.status() == 409 ? 40901 : 42205,
          "the schema cannot be registered under " + subject + ": " + e.getMessage());
    }
  }

  /// What JSON says, under a schema and behind its id.
  byte[] encode(Caller caller, int id, JsonNode json) throws MismatchException {
    return WireFormat.frame(id, codec(caller, id).toPayload(json));
  }

  /// What is behind an id.
  JsonNode decode(Caller caller, byte[] framed) throws MismatchException {
    ByteBuffer bytes = ByteBuffer.wrap(framed);
    return codec(caller, WireFormat.schemaId(bytes)).toJson(WireFormat.payload(bytes));
  }

  private RecordCodec codec(Caller caller, int id) throws MismatchException {
    SchemaShelf known = shelf();
    SchemaShelf.Book book = known.last(id);
    if (book == null || book.codec() == null) {
      try {
        known.fetch(Set.of(id));
      } catch (RegistryException e) {
        throw away(e);
      }
      book = known.last(id);
    }
    RecordCodec codec = book == null ? null : book.codec();
    if (book != null && codec != null && !mayRead(caller, book)) {
      // As if it were not there: ids say nothing to those who may not see their schemas.
      throw new MismatchException(
          "", "a schema that is registered", "there is no schema with the id " + id);
    }
    if (codec == null) {
      throw new MismatchException(
          "", "a schema that is registered", book == null ? "schema " + id : book.problem());
    }
    return codec;
  }

  private boolean mayRead(Caller caller, SchemaShelf.Book book) {
    return callers.allows(caller, Callers.Operation.READ, WHOLE, "", false)
        || book.subjects().stream()
            .anyMatch(
                subject -> callers.allows(caller, Callers.Operation.READ, SUBJECT, subject, false));
  }

  private synchronized SchemaShelf shelf() {
    SchemaShelf known = shelf;
    if (known == null) {
      try {
        known = new SchemaShelf(registry.registry());
      } catch (IOException e) {
        throw away(e);
      }
      shelf = known;
    }
    return known;
  }

  private static HttpFailure away(Exception cause) {
    return new HttpFailure(
        500, 50001, "the schema registry cannot be asked: " + cause.getMessage());
  }
}
