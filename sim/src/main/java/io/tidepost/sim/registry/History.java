package io.tidepost.sim.registry;

import io.tidepost.registry.store.RegistryState;
import io.tidepost.registry.store.StoredSchema;
import io.tidepost.registry.store.SubjectName;
import io.tidepost.sim.log.SimulationFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What clients were told, and what they may be told after it.
final class History {

  /// A time that does not come.
  static final long NEVER = Long.MAX_VALUE;

  /// Something that takes versions away.
  static final class Removal {
    final SubjectName subject;
    final boolean permanent;
    final long began;
    private long ended = NEVER;

    Removal(SubjectName subject, boolean permanent, long began) {
      this.subject = subject;
      this.permanent = permanent;
      this.began = began;
    }

    /// From then on it takes nothing away any more.
    void end(long atMillis) {
      ended = atMillis;
    }
  }

  /// A registration that was answered.
  record Registered(StoredSchema schema, long began, long answered) {}

  private record Id(String context, int id) {}

  private final Map<Id, String> texts = new HashMap<>();
  private final List<Registered> registrations = new ArrayList<>();
  private final List<Removal> removals = new ArrayList<>();
  private int answers;
  private int reads;

  int answers() {
    return answers;
  }

  int reads() {
    return reads;
  }

  List<Registered> registrations() {
    return registrations;
  }

  Removal removing(SubjectName subject, boolean permanent, long began) {
    Removal removal = new Removal(subject, permanent, began);
    removals.add(removal);
    return removal;
  }

  private static void check(boolean holds, String promise) {
    if (!holds) {
      throw new SimulationFailure(promise);
    }
  }

  /// An id means one text, for ever.
  void seen(StoredSchema schema) {
    String text = schema.content().text();
    String before = texts.putIfAbsent(new Id(schema.subject().context(), schema.id()), text);
    check(
        before == null || before.equals(text),
        "id %d means %s and %s".formatted(schema.id(), before, text));
  }

  /// @param permanent whether only what erases counts
  private boolean mayBeGone(Registered registered, boolean permanent, long until) {
    for (Removal removal : removals) {
      if (removal.subject.equals(registered.schema().subject())
          && (removal.permanent || !permanent)
          && removal.ended >= registered.began()
          && removal.began <= until) {
        return true;
      }
    }
    return false;
  }

  void registered(Registered now) {
    answers++;
    seen(now.schema());
    for (Registered before : registrations) {
      if (before.answered() <= now.began()) {
        checkSame(before, now);
      }
      boolean sameVersion =
          before.schema().subject().equals(now.schema().subject())
              && before.schema().version() == now.schema().version();
      check(
          !sameVersion || text(before).equals(text(now)) || mayBeGone(before, true, now.answered()),
          "version given twice: " + before + " and " + now);
    }
    registrations.add(now);
  }

  private static String text(Registered registered) {
    return registered.schema().content().text();
  }

  private void checkSame(Registered before, Registered now) {
    SubjectName one = before.schema().subject();
    SubjectName two = now.schema().subject();
    if (!text(before).equals(text(now)) || !one.context().equals(two.context())) {
      return;
    }
    check(
        before.schema().id() == now.schema().id() || mayBeGone(before, true, now.answered()),
        "same schema, other id: " + before + " and " + now);
    check(
        !one.equals(two)
            || before.schema().version() == now.schema().version()
            || mayBeGone(before, false, now.answered()),
        "same schema, other version: " + before + " and " + now);
  }

  /// A subject's versions, as somebody was told.
  void listed(SubjectName subject, List<StoredSchema> versions, long began, long ended) {
    reads++;
    versions.forEach(this::seen);
    for (Registered registered : registrations) {
      if (registered.schema().subject().equals(subject) && registered.answered() <= began) {
        check(
            versions.stream().anyMatch(each -> isThere(each, registered))
                || mayBeGone(registered, false, ended),
            "lost: " + registered + " is not in " + versions);
      }
    }
  }

  private static boolean isThere(StoredSchema found, Registered registered) {
    return !found.deleted()
        && found.version() == registered.schema().version()
        && found.id() == registered.schema().id();
  }

  /// What has the id of a registration that had been answered, as somebody was told.
  void lookedUp(Registered registered, List<StoredSchema> found, long ended) {
    reads++;
    found.forEach(this::seen);
    if (found.isEmpty()) {
      check(mayBeGone(registered, true, ended), "id is lost: " + registered);
    }
  }

  /// What is there in the end.
  void verify(RegistryState state, long now) {
    for (Registered registered : registrations) {
      SubjectName subject = registered.schema().subject();
      check(
          state.versions(subject).stream().anyMatch(each -> isThere(each, registered))
              || mayBeGone(registered, false, now),
          "lost in the end: " + registered);
    }
    texts.forEach((id, text) ->
        check(
            state.idMax(id.context()) >= id.id(),
            "id %d of %s will be given again".formatted(id.id(), id.context())));
  }
}
