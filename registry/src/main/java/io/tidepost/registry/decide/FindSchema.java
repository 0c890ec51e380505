package io.tidepost.registry.decide;

import io.tidepost.registry.store.StoredSchema;
import io.tidepost.registry.store.SubjectName;
import java.util.List;

/// Finds under which version a subject has a schema.
public final class FindSchema {

  private FindSchema() {}

  /// @param deleted whether deleted versions count
  public static StoredSchema find(
      RegistryView view,
      SubjectName asked,
      SchemaRequest request,
      boolean normalize,
      boolean deleted)
      throws RegistryException {
    SubjectName subject = view.behindAlias(asked);
    List<StoredSchema> versions = view.state().versions(subject);
    if (versions.stream().noneMatch(each -> deleted || !each.deleted())) {
      throw RegistryException.subjectNotFound(asked);
    }
    var content = view.prepare(subject, request, normalize).content();
    for (StoredSchema schema : versions.reversed()) {
      if ((deleted || !schema.deleted()) && isSame(schema.content(), content)) {
        return schema;
      }
    }
    throw RegistryException.schemaNotFound();
  }

  /// Who asks without metadata and rules does not mind them.
  private static boolean isSame(StoredSchema.Content stored, StoredSchema.Content asked) {
    return stored.type() == asked.type()
        && stored.text().equals(asked.text())
        && stored.references().equals(asked.references())
        && (asked.metadata() == null || asked.metadata().equals(stored.metadata()))
        && (asked.ruleSet() == null || asked.ruleSet().equals(stored.ruleSet()));
  }
}
