package io.tidepost.registry.decide;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tidepost.registry.store.RegistryRecord;
import io.tidepost.registry.store.SubjectConfig;
import io.tidepost.registry.store.SubjectName;
import java.util.List;

/// Takes away the settings of a subject, a context or everything. Answers what they were.
public record DeleteConfig(SubjectName subject) implements Command<SubjectConfig> {

  @Override
  public Decision<SubjectConfig> decide(RegistryView view) throws RegistryException {
    SubjectConfig config = view.state().config(subject);
    if (config == null) {
      if (subject.equals(SubjectName.GLOBAL)) {
        return Decision.unchanged(
            new SubjectConfig(
                JsonNodeFactory.instance
                    .objectNode()
                    .put("compatibilityLevel", RegistryView.DEFAULT_LEVEL.name())));
      }
      throw RegistryException.subjectNotFound(subject);
    }
    return new Decision<>(List.of(new RegistryRecord.ConfigSet(subject, null)), config);
  }
}
