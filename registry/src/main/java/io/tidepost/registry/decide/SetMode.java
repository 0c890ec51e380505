package io.tidepost.registry.decide;

import io.tidepost.registry.store.Mode;
import io.tidepost.registry.store.RegistryRecord;
import io.tidepost.registry.store.StoredSchema;
import io.tidepost.registry.store.SubjectName;
import java.util.List;

/// Sets the mode of a subject, a context or everything.
///
/// @param force whether IMPORT may be set where schemas are already
public record SetMode(SubjectName subject, Mode mode, boolean force) implements Command<Mode> {

  @Override
  public Decision<Mode> decide(RegistryView view) throws RegistryException {
    if (mode == Mode.READONLY_OVERRIDE && !subject.equals(SubjectName.GLOBAL)) {
      throw new RegistryException(
          422, 42204, "Invalid mode. READONLY_OVERRIDE is for everything at once only");
    }
    if (mode == Mode.IMPORT && view.mode(subject) != Mode.IMPORT && !force && isInUse(view)) {
      throw RegistryException.notPermitted(
          "Cannot import since found existing subjects"
              + (subject.equals(SubjectName.GLOBAL) ? "" : " for " + subject));
    }
    if (mode == view.state().mode(subject)) {
      return Decision.unchanged(mode);
    }
    return new Decision<>(List.of(new RegistryRecord.ModeSet(subject, mode)), mode);
  }

  private boolean isInUse(RegistryView view) {
    for (SubjectName each : view.state().subjects()) {
      boolean concerned =
          subject.isContext() ? each.context().equals(subject.context()) : each.equals(subject);
      if (concerned && view.state().versions(each).stream().anyMatch(s -> isThere(s))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isThere(StoredSchema schema) {
    return !schema.deleted();
  }
}
