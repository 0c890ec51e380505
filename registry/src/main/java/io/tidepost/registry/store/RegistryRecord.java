package io.tidepost.registry.store;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one record of `_schemas` says. A later record with the same key replaces an earlier one.
public sealed interface RegistryRecord {

  /// A version is there, or there as deleted.
  record SchemaStored(StoredSchema schema) implements RegistryRecord {}

  /// A version is gone for good.
  record SchemaErased(SubjectName subject, int version) implements RegistryRecord {}

  /// All versions of a subject up to `version` are deleted.
  record SubjectDeleted(SubjectName subject, int version) implements RegistryRecord {}

  /// All versions of a subject are gone for good.
  record SubjectCleared(SubjectName subject) implements RegistryRecord {}

  /// @param config `null` when there is none of its own any more
  record ConfigSet(SubjectName subject, @Nullable SubjectConfig config) implements RegistryRecord {}

  /// @param mode `null` when there is none of its own any more
  record ModeSet(SubjectName subject, @Nullable Mode mode) implements RegistryRecord {}

  /// Changes nothing that is registered. Whoever wrote it knows by reading it that everything
  /// before was read; and it keeps the ids of erased schemas from being given again.
  ///
  /// @param idMax largest id that was ever given, by context; only where something was erased
  record Noop(Map<String, Integer> idMax) implements RegistryRecord {}
}
