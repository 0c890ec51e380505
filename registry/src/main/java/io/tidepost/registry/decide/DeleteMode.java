package io.tidepost.registry.decide;

import io.tidepost.registry.store.Mode;
import io.tidepost.registry.store.RegistryRecord;
import io.tidepost.registry.store.SubjectName;
import java.util.ArrayList;
import java.util.List;

/// Takes away the mode of a subject, a context or everything. Answers what it was.
///
/// @param recursive whether subjects of the context lose theirs too
public record DeleteMode(SubjectName subject, boolean recursive) implements Command<Mode> {

  @Override
  public Decision<Mode> decide(RegistryView view) throws RegistryException {
    Mode mode = view.state().mode(subject);
    if (mode == null && !subject.equals(SubjectName.GLOBAL)) {
      throw RegistryException.subjectNotFound(subject);
    }
    List<RegistryRecord> records = new ArrayList<>();
    if (mode != null) {
      records.add(new RegistryRecord.ModeSet(subject, null));
    }
    if (recursive && subject.isContext()) {
      for (SubjectName each : view.state().subjects()) {
        if (each.context().equals(subject.context()) && view.state().mode(each) != null) {
          records.add(new RegistryRecord.ModeSet(each, null));
        }
      }
    }
    return new Decision<>(records, mode == null ? Mode.READWRITE : mode);
  }
}
