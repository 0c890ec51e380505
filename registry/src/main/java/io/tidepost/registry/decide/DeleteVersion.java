package io.tidepost.registry.decide;

import io.tidepost.registry.store.Mode;
import io.tidepost.registry.store.RegistryRecord;
import io.tidepost.registry.store.StoredSchema;
import io.tidepost.registry.store.SubjectName;
import java.util.List;

/// Deletes a version: first so that only those who know its id find it, then for good.
///
/// @param version -1 for the latest
/// @param permanent whether for good
public record DeleteVersion(SubjectName subject, int version, boolean permanent)
    implements Command<Integer> {

  @Override
  public Decision<Integer> decide(RegistryView view) throws RegistryException {
    SubjectName target = view.behindAlias(subject);
    checkWritable(view, target);
    StoredSchema schema = view.version(target, version, true);
    checkReferences(view, schema);
    if (!permanent) {
      if (schema.deleted()) {
        throw new RegistryException(
            404,
            40406,
            "Subject '%s' Version %d was soft deleted.Set permanent=true to delete permanently"
                .formatted(target, schema.version()));
      }
      return new Decision<>(
          List.of(new RegistryRecord.SchemaStored(schema.asDeleted())), schema.version());
    }
    if (!schema.deleted()) {
      throw new RegistryException(
          404,
          40407,
          "Subject '%s' Version %d was not deleted first before being permanently deleted"
              .formatted(target, schema.version()));
    }
    return new Decision<>(
        List.of(
            view.state().keepIds(target.context()),
            new RegistryRecord.SchemaErased(target, schema.version())),
        schema.version());
  }

  static void checkWritable(RegistryView view, SubjectName subject) throws RegistryException {
    Mode mode = view.mode(subject);
    if (mode == Mode.READONLY || mode == Mode.READONLY_OVERRIDE) {
      throw RegistryException.notPermitted("Subject " + subject + " is in read-only mode");
    }
  }

  /// What others rest on stays.
  static void checkReferences(RegistryView view, StoredSchema schema) throws RegistryException {
    boolean used =
        view.state().referrers(schema.subject(), schema.version()).stream()
            .anyMatch(each -> !each.deleted() || schema.deleted());
    if (used) {
      throw new RegistryException(
          422,
          42206,
          "One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=%s,version=%d}."
              .formatted(schema.subject(), schema.version()));
    }
  }
}
