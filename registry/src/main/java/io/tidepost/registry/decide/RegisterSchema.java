package io.tidepost.registry.decide;

import io.tidepost.registry.compatibility.Incompatibility;
import io.tidepost.registry.store.Mode;
import io.tidepost.registry.store.RegistryRecord;
import io.tidepost.registry.store.StoredSchema;
import io.tidepost.registry.store.SubjectName;
import java.util.List;

/// Registers a schema as the next version of a subject. A content that the subject has already is
/// answered with what is there.
///
/// @param id to be given it, in mode IMPORT; 0 when the registry chooses
/// @param version to be given it, in mode IMPORT; 0 when the registry chooses
/// @param normalize whether the text is normalised first
public record RegisterSchema(
    SubjectName subject, SchemaRequest request, int id, int version, boolean normalize)
    implements Command<StoredSchema> {

  /// Characters that a subject may have.
  private static final int SUBJECT_LENGTH_MAX = 1000;

  @Override
  public Decision<StoredSchema> decide(RegistryView view) throws RegistryException {
    checkSubject(subject);
    if (request.ruleSet() != null) {
      RuleSets.check(request.ruleSet());
    }
    SubjectName target = view.behindAlias(subject);
    Mode mode = view.mode(target);
    if (mode == Mode.READONLY || mode == Mode.READONLY_OVERRIDE) {
      throw RegistryException.notPermitted("Subject " + target + " is in read-only mode");
    }
    if (mode == Mode.IMPORT) {
      return importSchema(view, target);
    }
    if (id > 0) {
      throw RegistryException.notPermitted("Subject " + target + " is not in import mode");
    }
    RegistryView.Prepared prepared = view.prepare(target, request, normalize);
    StoredSchema known = known(view, target, prepared.content());
    if (known != null) {
      return Decision.unchanged(known);
    }
    if (version > 0 && version != nextVersion(view, target)) {
      throw RegistryException.invalidSchema(
          "Version is not one more than previous version: %d, the next one is %d"
              .formatted(version, nextVersion(view, target)));
    }
    List<Incompatibility> incompatibilities =
        Compatibility.withSubject(view, target, prepared.parsed(), prepared.content());
    if (!incompatibilities.isEmpty()) {
      throw new RegistryException(
          409,
          409,
          "Schema being registered is incompatible with an earlier schema for subject \"%s\", details: %s"
              .formatted(target, Compatibility.messages(view, target, incompatibilities)));
    }
    int newId = view.state().idOf(target.context(), prepared.content());
    return stored(
        new StoredSchema(
            target,
            nextVersion(view, target),
            newId > 0 ? newId : view.state().nextId(target.context()),
            prepared.content(),
            false));
  }

  /// @throws RegistryException when no subject may have that name
  static void checkSubject(SubjectName subject) throws RegistryException {
    String name = subject.subject();
    boolean printable = name.chars().allMatch(c -> c >= ' ' && c != 127);
    if (name.isBlank() || name.length() > SUBJECT_LENGTH_MAX || !printable) {
      throw new RegistryException(
          422, 42208, "The specified subject '" + subject + "' is not a valid.");
    }
    if (name.equals("__GLOBAL") || name.equals("__EMPTY")) {
      throw new RegistryException(
          422, 42208, "The specified subject '" + subject + "' is not a valid.");
    }
  }

  private static @org.jspecify.annotations.Nullable StoredSchema known(
      RegistryView view, SubjectName subject, StoredSchema.Content content) {
    for (StoredSchema schema : view.state().versions(subject).reversed()) {
      if (!schema.deleted() && schema.content().equals(content)) {
        return schema;
      }
    }
    return null;
  }

  /// Numbers of deleted versions are not given again while the registry remembers them.
  private static int nextVersion(RegistryView view, SubjectName subject) {
    List<StoredSchema> versions = view.state().versions(subject);
    return versions.isEmpty() ? 1 : versions.getLast().version() + 1;
  }

  private Decision<StoredSchema> importSchema(RegistryView view, SubjectName target)
      throws RegistryException {
    RegistryView.Prepared prepared = view.prepare(target, request, normalize);
    int knownId = view.state().idOf(target.context(), prepared.content());
    int given = id > 0 ? id : knownId > 0 ? knownId : view.state().nextId(target.context());
    for (StoredSchema other : view.state().withId(target.context(), given)) {
      if (!other.content().equals(prepared.content())) {
        throw RegistryException.notPermitted(
            "Overwrite new schema with id " + given + " is not permitted.");
      }
    }
    int number = version > 0 ? version : nextVersion(view, target);
    StoredSchema there = view.state().version(target, number);
    if (there != null && there.content().equals(prepared.content()) && !there.deleted()) {
      if (there.id() != given) {
        throw new RegistryException(
            422,
            42207,
            "Schema already registered with id " + there.id() + " instead of input id " + given);
      }
      return Decision.unchanged(there);
    }
    StoredSchema imported = new StoredSchema(target, number, given, prepared.content(), false);
    if (there != null && there.id() != given) {
      // What had the version is gone with its id.
      return new Decision<>(
          List.of(
              view.state().keepIds(target.context()), new RegistryRecord.SchemaStored(imported)),
          imported);
    }
    return stored(imported);
  }

  private static Decision<StoredSchema> stored(StoredSchema schema) {
    return new Decision<>(List.of(new RegistryRecord.SchemaStored(schema)), schema);
  }
}
