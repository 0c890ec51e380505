package io.tidepost.registry.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidepost.registry.schema.SchemaReference;
import io.tidepost.registry.schema.SchemaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One version of a subject. Not to be changed, nor the JSON in it.
///
/// @param subject its subject
/// @param version from 1 on
/// @param id of the content in the subject's context: the same content has the same id
/// @param content what was registered
/// @param deleted whether it is only kept for those who know its id
public record StoredSchema(
    SubjectName subject, int version, int id, Content content, boolean deleted) {

  /// What is registered, apart from where.
  ///
  /// @param text canonical
  /// @param metadata tags, properties and names of sensitive ones, or `null`
  /// @param ruleSet migration, domain and encoding rules, or `null`
  public record Content(
      SchemaType type,
      String text,
      List<SchemaReference> references,
      @Nullable ObjectNode metadata,
      @Nullable ObjectNode ruleSet) {}

  public StoredSchema asDeleted() {
    return new StoredSchema(subject, version, id, content, true);
  }
}
