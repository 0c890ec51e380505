package io.tidepost.registry.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Everything the registry knows, as of the last record that was applied. The same records make the
/// same state on every node.
///
/// Single writer, and whoever reads does so on the writer's thread or under its lock.
public final class RegistryState implements RegistryImage {

  /// One context: ids are its own.
  private static final class Context {
    final Map<Integer, TreeSet<Place>> places = new HashMap<>();
    final Map<Fingerprint, List<Integer>> ids = new HashMap<>();
    int idMax;
  }

  private record Place(SubjectName subject, int version) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int bySubject = subject.compareTo(other.subject);
      return bySubject != 0 ? bySubject : Integer.compare(version, other.version);
    }
  }

  private final TreeMap<SubjectName, TreeMap<Integer, StoredSchema>> subjects = new TreeMap<>();
  private final TreeMap<String, Context> contexts = new TreeMap<>();
  private final Map<SubjectName, SubjectConfig> configs = new HashMap<>();
  private final Map<SubjectName, Mode> modes = new HashMap<>();

  /// Subject and version that are referred to, and by whom.
  private final Map<Place, TreeSet<Place>> referrers = new HashMap<>();

  /// What the last [RegistryRecord.Noop] with ids said.
  private final TreeMap<String, Integer> erasedIdMax = new TreeMap<>();

  // ---- apply

  public void apply(RegistryRecord record) {
    switch (record) {
      case RegistryRecord.SchemaStored stored -> put(stored.schema());
      case RegistryRecord.SchemaErased erased -> erase(erased.subject(), erased.version());
      case RegistryRecord.SubjectDeleted deleted -> {
        for (StoredSchema schema : versions(deleted.subject())) {
          if (schema.version() <= deleted.version() && !schema.deleted()) {
            put(schema.asDeleted());
          }
        }
      }
      case RegistryRecord.SubjectCleared cleared ->
          versions(cleared.subject()).forEach(schema -> erase(cleared.subject(), schema.version()));
      case RegistryRecord.ConfigSet set -> set(configs, set.subject(), set.config());
      case RegistryRecord.ModeSet set -> set(modes, set.subject(), set.mode());
      case RegistryRecord.Noop noop -> keep(noop);
    }
  }

  private void keep(RegistryRecord.Noop noop) {
    noop.idMax()
        .forEach((name, id) -> {
          Context context = context(name);
          context.idMax = Math.max(context.idMax, id);
        });
    erasedIdMax.putAll(noop.idMax());
  }

  private static <V> void set(Map<SubjectName, V> map, SubjectName subject, @Nullable V value) {
    if (value == null) {
      map.remove(subject);
    } else {
      map.put(subject, value);
    }
  }

  private void put(StoredSchema schema) {
    erase(schema.subject(), schema.version());
    subjects.computeIfAbsent(schema.subject(), s -> new TreeMap<>()).put(schema.version(), schema);
    Context context = context(schema.subject().context());
    Place place = new Place(schema.subject(), schema.version());
    context.places.computeIfAbsent(schema.id(), id -> new TreeSet<>()).add(place);
    List<Integer> sameFingerprint =
        context.ids.computeIfAbsent(
            Fingerprint.of(schema.content()), fingerprint -> new ArrayList<>(1));
    if (!sameFingerprint.contains(schema.id())) {
      sameFingerprint.add(schema.id());
    }
    context.idMax = Math.max(context.idMax, schema.id());
    references(schema)
        .forEach(target -> referrers.computeIfAbsent(target, t -> new TreeSet<>()).add(place));
  }

  private Context context(String name) {
    return contexts.computeIfAbsent(name, n -> new Context());
  }

  /// What a schema refers to; subjects without a context are those of its own.
  private static List<Place> references(StoredSchema schema) {
    return schema.content().references().stream()
        .map(reference ->
            new Place(
                resolve(schema.subject().context(), reference.subject()), reference.version()))
        .toList();
  }

  /// A subject as it is named inside `context`.
  public static SubjectName resolve(String context, String name) {
    SubjectName subject = SubjectName.of(name);
    return name.startsWith(":.") ? subject : new SubjectName(context, subject.subject());
  }

  /// An id is never given again, not even when nothing has it any more: [Context#idMax] stays.
  private void erase(SubjectName subject, int version) {
    TreeMap<Integer, StoredSchema> versions = subjects.get(subject);
    StoredSchema schema = versions == null ? null : versions.remove(version);
    if (versions == null || schema == null) {
      return;
    }
    if (versions.isEmpty()) {
      subjects.remove(subject);
    }
    Context context = contexts.get(subject.context());
    Place place = new Place(subject, version);
    if (context != null) {
      TreeSet<Place> places = context.places.get(schema.id());
      if (places != null && places.remove(place) && places.isEmpty()) {
        context.places.remove(schema.id());
        Fingerprint fingerprint = Fingerprint.of(schema.content());
        List<Integer> ids = context.ids.get(fingerprint);
        if (ids != null && ids.remove((Integer) schema.id()) && ids.isEmpty()) {
          context.ids.remove(fingerprint);
        }
      }
    }
    for (Place target : references(schema)) {
      TreeSet<Place> all = referrers.get(target);
      if (all != null && all.remove(place) && all.isEmpty()) {
        referrers.remove(target);
      }
    }
  }

  // ---- look

  @Override
  public Set<SubjectName> subjects() {
    return Collections.unmodifiableSet(subjects.keySet());
  }

  @Override
  public List<StoredSchema> versions(SubjectName subject) {
    NavigableMap<Integer, StoredSchema> versions = subjects.get(subject);
    return versions == null ? List.of() : List.copyOf(versions.values());
  }

  @Override
  public @Nullable StoredSchema version(SubjectName subject, int version) {
    NavigableMap<Integer, StoredSchema> versions = subjects.get(subject);
    return versions == null ? null : versions.get(version);
  }

  @Override
  public @Nullable StoredSchema latest(SubjectName subject) {
    NavigableMap<Integer, StoredSchema> versions = subjects.get(subject);
    if (versions != null) {
      for (StoredSchema schema : versions.descendingMap().values()) {
        if (!schema.deleted()) {
          return schema;
        }
      }
    }
    return null;
  }

  @Override
  public List<StoredSchema> withId(String context, int id) {
    Context known = contexts.get(context);
    TreeSet<Place> places = known == null ? null : known.places.get(id);
    return places == null ? List.of() : schemas(places);
  }

  private List<StoredSchema> schemas(Collection<Place> places) {
    List<StoredSchema> result = new ArrayList<>();
    for (Place place : places) {
      StoredSchema schema = version(place.subject(), place.version());
      if (schema != null) {
        result.add(schema);
      }
    }
    return result;
  }

  @Override
  public List<Integer> idsLike(String context, Fingerprint fingerprint) {
    Context known = contexts.get(context);
    List<Integer> ids = known == null ? null : known.ids.get(fingerprint);
    return ids == null ? List.of() : List.copyOf(ids);
  }

  @Override
  public int idMax(String context) {
    Context known = contexts.get(context);
    return known == null ? 0 : known.idMax;
  }

  @Override
  public Map<String, Integer> keptIds() {
    return Collections.unmodifiableMap(erasedIdMax);
  }

  @Override
  public List<StoredSchema> referrers(SubjectName subject, int version) {
    TreeSet<Place> places = referrers.get(new Place(subject, version));
    return places == null ? List.of() : schemas(places);
  }

  @Override
  public @Nullable SubjectConfig config(SubjectName subject) {
    return configs.get(subject);
  }

  @Override
  public @Nullable Mode mode(SubjectName subject) {
    return modes.get(subject);
  }
}
