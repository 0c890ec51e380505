package io.tidepost.registry.service;

import io.tidepost.registry.contract.RecordCodec;
import io.tidepost.registry.decide.RegistryException;
import io.tidepost.registry.decide.RegistryView;
import io.tidepost.registry.schema.InvalidSchemaException;
import io.tidepost.registry.schema.ParsedSchema;
import io.tidepost.registry.store.StoredSchema;
import io.tidepost.registry.store.SubjectName;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Schemas of the default context by their ids, ready for records. Any thread; what is on the shelf
/// is had without waiting for anybody.
public final class SchemaShelf {

  private static final int BOOKS_MAX = 10_000;

  /// What is known of an id.
  ///
  /// @param codec `null` when there is no schema with the id, or none that records can be checked
  ///   by
  /// @param problem why there is no codec
  /// @param subjects under which it is registered, and not deleted
  /// @param changes of the registry at that time
  public record Book(
      @Nullable RecordCodec codec, String problem, Set<String> subjects, long changes) {}

  private record Found(@Nullable ParsedSchema schema, String problem, Set<String> subjects) {}

  private final RegistryService registry;
  private final Map<Integer, Book> books = new ConcurrentHashMap<>();

  public SchemaShelf(RegistryService registry) {
    this.registry = registry;
  }

  /// What is on the shelf; it may have changed since.
  public @Nullable Book last(int id) {
    return books.get(id);
  }

  /// Whether a book is as the registry is now, as far as this node has heard.
  public boolean isFresh(Book book) {
    return book.changes() == registry.changes();
  }

  /// Puts schemas onto the shelf, with everything that was registered before the call. Blocks.
  public void fetch(Collection<Integer> ids) throws RegistryException {
    long changes = registry.changes();
    Map<Integer, Found> found =
        registry.ask(view -> {
          Map<Integer, Found> all = new HashMap<>();
          for (int id : ids) {
            all.put(id, find(view, id));
          }
          return all;
        });
    if (books.size() + ids.size() > BOOKS_MAX) {
      books.clear();
    }
    found.forEach((id, schema) -> books.put(id, book(schema, changes)));
  }

  private static Found find(RegistryView view, int id) {
    List<StoredSchema> all = view.state().withId(SubjectName.DEFAULT_CONTEXT, id);
    if (all.isEmpty()) {
      return new Found(null, "there is no schema with the id " + id, Set.of());
    }
    Set<String> subjects =
        all.stream()
            .filter(schema -> !schema.deleted())
            .map(schema -> schema.subject().subject())
            .collect(Collectors.toSet());
    try {
      return new Found(view.parse(all.getFirst()), "", subjects);
    } catch (RegistryException e) {
      return new Found(null, "schema " + id + " cannot be used: " + e.getMessage(), subjects);
    }
  }

  private static Book book(Found found, long changes) {
    ParsedSchema schema = found.schema();
    if (schema == null) {
      return new Book(null, found.problem(), found.subjects(), changes);
    }
    try {
      return new Book(RecordCodec.of(schema), "", found.subjects(), changes);
    } catch (InvalidSchemaException e) {
      return new Book(null, String.valueOf(e.getMessage()), found.subjects(), changes);
    }
  }
}
