package io.tidepost.registry.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A state with records on top of it that are not durable yet: commands that are written together
/// are decided one after the other on this. The state beneath is not touched.
///
/// Subjects that the records are about are kept whole, everything else is looked for beneath.
/// Single writer, under the same lock as the state beneath.
public final class PendingState implements RegistryImage {

  private static final Comparator<StoredSchema> BY_PLACE =
      Comparator.comparing(StoredSchema::subject).thenComparingInt(StoredSchema::version);

  private final RegistryImage beneath;
  private final RegistryState above = new RegistryState();
  private final Set<SubjectName> subjects = new HashSet<>();
  private final Set<SubjectName> configs = new HashSet<>();
  private final Set<SubjectName> modes = new HashSet<>();

  public PendingState(RegistryImage beneath) {
    this.beneath = beneath;
  }

  /// Puts a record on top.
  public void apply(RegistryRecord record) {
    switch (record) {
      case RegistryRecord.SchemaStored stored -> lift(stored.schema().subject());
      case RegistryRecord.SchemaErased erased -> lift(erased.subject());
      case RegistryRecord.SubjectDeleted deleted -> lift(deleted.subject());
      case RegistryRecord.SubjectCleared cleared -> lift(cleared.subject());
      case RegistryRecord.ConfigSet set -> configs.add(set.subject());
      case RegistryRecord.ModeSet set -> modes.add(set.subject());
      case RegistryRecord.Noop noop -> {
        // nothing beneath is hidden by it
      }
    }
    above.apply(record);
  }

  private void lift(SubjectName subject) {
    if (subjects.add(subject)) {
      beneath
          .versions(subject)
          .forEach(schema -> above.apply(new RegistryRecord.SchemaStored(schema)));
    }
  }

  private RegistryImage of(SubjectName subject) {
    return subjects.contains(subject) ? above : beneath;
  }

  @Override
  public Set<SubjectName> subjects() {
    Set<SubjectName> all = new TreeSet<>(beneath.subjects());
    all.removeAll(subjects);
    all.addAll(above.subjects());
    return all;
  }

  @Override
  public List<StoredSchema> versions(SubjectName subject) {
    return of(subject).versions(subject);
  }

  @Override
  public @Nullable StoredSchema version(SubjectName subject, int version) {
    return of(subject).version(subject, version);
  }

  @Override
  public @Nullable StoredSchema latest(SubjectName subject) {
    return of(subject).latest(subject);
  }

  @Override
  public List<StoredSchema> withId(String context, int id) {
    return merged(beneath.withId(context, id), above.withId(context, id));
  }

  private List<StoredSchema> merged(List<StoredSchema> low, List<StoredSchema> high) {
    return Stream.concat(
            low.stream().filter(each -> !subjects.contains(each.subject())), high.stream())
        .sorted(BY_PLACE)
        .toList();
  }

  @Override
  public List<Integer> idsLike(String context, Fingerprint fingerprint) {
    List<Integer> all = new ArrayList<>(beneath.idsLike(context, fingerprint));
    all.addAll(above.idsLike(context, fingerprint));
    return all;
  }

  @Override
  public int idMax(String context) {
    return Math.max(beneath.idMax(context), above.idMax(context));
  }

  @Override
  public Map<String, Integer> keptIds() {
    Map<String, Integer> all = new TreeMap<>(beneath.keptIds());
    all.putAll(above.keptIds());
    return all;
  }

  @Override
  public List<StoredSchema> referrers(SubjectName subject, int version) {
    return merged(beneath.referrers(subject, version), above.referrers(subject, version));
  }

  @Override
  public @Nullable SubjectConfig config(SubjectName subject) {
    return configs.contains(subject) ? above.config(subject) : beneath.config(subject);
  }

  @Override
  public @Nullable Mode mode(SubjectName subject) {
    return modes.contains(subject) ? above.mode(subject) : beneath.mode(subject);
  }
}
