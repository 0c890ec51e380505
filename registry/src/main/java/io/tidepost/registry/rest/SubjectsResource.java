package io.tidepost.registry.rest;

import io.javalin.http.HandlerType;
import io.tidepost.http.Callers.Operation;
import io.tidepost.registry.decide.DeleteSubject;
import io.tidepost.registry.decide.FindSchema;
import io.tidepost.registry.decide.RegistryException;
import io.tidepost.registry.decide.SchemaRequest;
import io.tidepost.registry.store.StoredSchema;
import io.tidepost.registry.store.SubjectName;
import java.util.ArrayList;
import java.util.List;

/// `/subjects`, and what is asked of a subject as a whole.
final class SubjectsResource implements Resource {

  @Override
  public void addTo(Routes routes) {
    routes.add(HandlerType.GET, "/subjects", this::list);
    routes.add(HandlerType.POST, "/subjects/{subject}", this::find);
    routes.add(HandlerType.DELETE, "/subjects/{subject}", this::delete);
    routes.add(HandlerType.GET, "/subjects/{subject}/metadata", this::byMetadata);
  }

  private void list(Call call) throws RegistryException {
    boolean deletedOnly = call.flag("deletedOnly");
    boolean deleted = call.flag("deleted") || deletedOnly;
    List<String> names =
        call.ask(view -> {
          List<String> found = new ArrayList<>();
          for (SubjectName subject : view.state().subjects()) {
            if (isWanted(call, subject) && call.may(Operation.DESCRIBE, subject)) {
              boolean there =
                  view.state().versions(subject).stream().anyMatch(each -> !each.deleted());
              if (there ? !deletedOnly : deleted) {
                found.add(subject.toString());
              }
            }
          }
          return found;
        });
    call.answerNames(call.page(names));
  }

  /// `subjectPrefix=:*:` stands for all contexts, as no prefix does; a path with a context for it.
  static boolean isWanted(Call call, SubjectName subject) {
    String prefix = call.text("subjectPrefix", "");
    if (prefix.startsWith(":*:")) {
      return subject.subject().startsWith(prefix.substring(3));
    }
    if (call.contextName().equals(SubjectName.DEFAULT_CONTEXT)) {
      return prefix.startsWith(":.")
          ? subject.context().equals(SubjectName.of(prefix).context())
              && subject.subject().startsWith(SubjectName.of(prefix).subject())
          : subject.toString().startsWith(prefix);
    }
    return subject.context().equals(call.contextName()) && subject.subject().startsWith(prefix);
  }

  private void find(Call call) throws RegistryException {
    SubjectName subject = call.subject();
    call.demand(Operation.READ, subject);
    SchemaRequest request = call.schemaRequest();
    call.demandReferences(request, subject);
    call.answer(
        call.ask(view ->
            SchemaJson.version(
                call,
                view,
                FindSchema.find(
                    view, subject, request, call.flag("normalize"), call.flag("deleted")))));
  }

  private void delete(Call call) throws RegistryException {
    SubjectName subject = call.subject();
    call.demand(Operation.DELETE, subject);
    call.answerNumbers(call.execute(new DeleteSubject(subject, call.flag("permanent"))));
  }

  /// The newest version whose metadata has all the properties that are asked for.
  private void byMetadata(Call call) throws RegistryException {
    SubjectName subject = call.subject();
    call.demand(Operation.READ, subject);
    List<String> keys = call.texts("key");
    List<String> values = call.texts("value");
    call.answer(
        call.ask(view -> {
          view.version(subject, -1, call.flag("deleted"));
          for (StoredSchema schema : view.state().versions(view.behindAlias(subject)).reversed()) {
            if ((call.flag("deleted") || !schema.deleted()) && has(schema, keys, values)) {
              return SchemaJson.version(call, view, schema);
            }
          }
          throw RegistryException.schemaNotFound("with this metadata");
        }));
  }

  private static boolean has(StoredSchema schema, List<String> keys, List<String> values) {
    if (schema.content().metadata() == null || keys.size() != values.size()) {
      return keys.isEmpty();
    }
    for (int i = 0; i < keys.size(); i++) {
      String value = schema.content().metadata().path("properties").path(keys.get(i)).asText(null);
      if (!values.get(i).equals(value)) {
        return false;
      }
    }
    return true;
  }
}
