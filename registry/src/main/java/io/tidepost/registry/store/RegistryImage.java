package io.tidepost.registry.store;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What is registered, for those who decide and answer: what is durable ([RegistryState]), or that
/// with what is about to be written ([PendingState]).
public interface RegistryImage {

  /// Every subject that has a version, deleted ones included, sorted.
  Set<SubjectName> subjects();

  /// The default context and those that have a version of anything, deleted or not, sorted.
  default List<String> contexts() {
    Set<String> names = new TreeSet<>();
    names.add(SubjectName.DEFAULT_CONTEXT);
    subjects().forEach(subject -> names.add(subject.context()));
    return List.copyOf(names);
  }

  /// The versions of a subject, deleted ones included, oldest first.
  List<StoredSchema> versions(SubjectName subject);

  /// A version, deleted or not; `null` when there is none.
  @Nullable StoredSchema version(SubjectName subject, int version);

  /// The newest version that is not deleted; `null` when there is none.
  @Nullable StoredSchema latest(SubjectName subject);

  /// The versions with an id in a context, deleted ones included, by subject.
  List<StoredSchema> withId(String context, int id);

  /// Ids in a context of what has the fingerprint, and perhaps the content.
  List<Integer> idsLike(String context, Fingerprint fingerprint);

  /// The id that a content has in a context, -1 when it has none.
  default int idOf(String context, StoredSchema.Content content) {
    for (int id : idsLike(context, Fingerprint.of(content))) {
      if (withId(context, id).stream().anyMatch(s -> s.content().equals(content))) {
        return id;
      }
    }
    return -1;
  }

  /// The largest id that was ever given in a context, 0 when there is none.
  int idMax(String context);

  /// The id that the next new content of a context gets.
  default int nextId(String context) {
    return idMax(context) + 1;
  }

  /// The largest ids of contexts that something was erased from, as the last [RegistryRecord.Noop]
  /// with ids said.
  Map<String, Integer> keptIds();

  /// The record that keeps ids of `context` from being given again, whatever is erased of it.
  default RegistryRecord.Noop keepIds(String context) {
    TreeMap<String, Integer> kept = new TreeMap<>(keptIds());
    kept.put(context, idMax(context));
    return new RegistryRecord.Noop(kept);
  }

  /// The versions that refer to a version, deleted ones included.
  List<StoredSchema> referrers(SubjectName subject, int version);

  /// The settings that a subject, a context or everything has of its own; `null` when it has none.
  @Nullable SubjectConfig config(SubjectName subject);

  /// The mode that a subject, a context or everything has of its own; `null` when it has none.
  @Nullable Mode mode(SubjectName subject);
}
