package io.tidepost.registry.decide;

import io.tidepost.registry.store.RegistryRecord;
import io.tidepost.registry.store.StoredSchema;
import io.tidepost.registry.store.SubjectName;
import java.util.ArrayList;
import java.util.List;

/// Deletes all versions of a subject: first so that only those who know their ids find them, then
/// for good, with the settings of the subject.
///
/// @param permanent whether for good
public record DeleteSubject(SubjectName subject, boolean permanent)
    implements Command<List<Integer>> {

  @Override
  public Decision<List<Integer>> decide(RegistryView view) throws RegistryException {
    SubjectName target = view.behindAlias(subject);
    DeleteVersion.checkWritable(view, target);
    List<StoredSchema> versions = view.state().versions(target);
    if (versions.isEmpty()) {
      throw RegistryException.subjectNotFound(subject);
    }
    List<StoredSchema> there = versions.stream().filter(each -> !each.deleted()).toList();
    return permanent ? erase(view, target, versions, there) : delete(view, target, there);
  }

  private static Decision<List<Integer>> delete(
      RegistryView view, SubjectName subject, List<StoredSchema> there) throws RegistryException {
    if (there.isEmpty()) {
      throw new RegistryException(
          404,
          40404,
          "Subject '" + subject + "' was soft deleted.Set permanent=true to delete permanently");
    }
    for (StoredSchema schema : there) {
      DeleteVersion.checkReferences(view, schema);
    }
    List<RegistryRecord> records = new ArrayList<>();
    records.add(new RegistryRecord.SubjectDeleted(subject, there.getLast().version()));
    return new Decision<>(records, numbers(there));
  }

  private static Decision<List<Integer>> erase(
      RegistryView view, SubjectName subject, List<StoredSchema> versions, List<StoredSchema> there)
      throws RegistryException {
    if (!there.isEmpty()) {
      throw new RegistryException(
          404,
          40405,
          "Subject '" + subject + "' was not deleted first before being permanently deleted");
    }
    List<RegistryRecord> records = new ArrayList<>();
    records.add(view.state().keepIds(subject.context()));
    for (StoredSchema schema : versions) {
      DeleteVersion.checkReferences(view, schema);
      records.add(new RegistryRecord.SchemaErased(subject, schema.version()));
    }
    if (view.state().config(subject) != null) {
      records.add(new RegistryRecord.ConfigSet(subject, null));
    }
    if (view.state().mode(subject) != null) {
      records.add(new RegistryRecord.ModeSet(subject, null));
    }
    return new Decision<>(records, numbers(versions));
  }

  private static List<Integer> numbers(List<StoredSchema> schemas) {
    return schemas.stream().map(StoredSchema::version).toList();
  }
}
