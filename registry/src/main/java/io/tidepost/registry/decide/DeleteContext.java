package io.tidepost.registry.decide;

import io.tidepost.registry.store.RegistryRecord;
import io.tidepost.registry.store.SubjectName;
import java.util.ArrayList;
import java.util.List;

/// Deletes a context that nothing is registered in any more, with its settings. Ids that it gave
/// are not given again, should somebody use its name.
///
/// @param context begins with a dot
public record DeleteContext(String context) implements Command<String> {

  @Override
  public Decision<String> decide(RegistryView view) throws RegistryException {
    if (context.equals(SubjectName.DEFAULT_CONTEXT)) {
      throw RegistryException.notPermitted("The default context cannot be deleted");
    }
    if (view.state().contexts().contains(context)) {
      throw new RegistryException(
          422, 42211, "The specified context '" + context + "' is not empty.");
    }
    SubjectName whole = new SubjectName(context, "");
    List<RegistryRecord> records = new ArrayList<>();
    if (view.state().config(whole) != null) {
      records.add(new RegistryRecord.ConfigSet(whole, null));
    }
    if (view.state().mode(whole) != null) {
      records.add(new RegistryRecord.ModeSet(whole, null));
    }
    if (records.isEmpty() && view.state().idMax(context) == 0) {
      throw new RegistryException(404, 40401, "Context '" + context + "' not found.");
    }
    return new Decision<>(records, context);
  }
}
