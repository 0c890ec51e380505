package io.tidepost.registry.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.HandlerType;
import io.tidepost.http.Callers.Operation;
import io.tidepost.registry.decide.RegistryException;
import io.tidepost.registry.decide.RegistryView;
import io.tidepost.registry.store.Fingerprint;
import io.tidepost.registry.store.StoredSchema;
import io.tidepost.registry.store.SubjectName;
import java.util.ArrayList;
import java.util.List;

/// `/schemas`: by id, by GUID, and all of them.
final class SchemasResource implements Resource {

  @Override
  public void addTo(Routes routes) {
    routes.add(HandlerType.GET, "/schemas", this::list);
    routes.add(HandlerType.GET, "/schemas/types", this::types);
    routes.add(HandlerType.GET, "/schemas/ids/{id}", this::byId);
    routes.add(HandlerType.GET, "/schemas/ids/{id}/schema", this::text);
    routes.add(HandlerType.GET, "/schemas/ids/{id}/subjects", this::subjects);
    routes.add(HandlerType.GET, "/schemas/ids/{id}/versions", this::versions);
    routes.add(HandlerType.GET, "/schemas/guids/{guid}", this::byGuid);
    routes.add(HandlerType.GET, "/schemas/guids/{guid}/ids", this::idsOfGuid);
  }

  private void types(Call call) {
    call.answerNames(List.of("JSON", "PROTOBUF", "AVRO"));
  }

  private void list(Call call) throws RegistryException {
    ArrayNode all = Call.MAPPER.createArrayNode();
    call.ask(view -> {
      List<StoredSchema> found = new ArrayList<>();
      for (SubjectName subject : view.state().subjects()) {
        if (SubjectsResource.isWanted(call, subject) && call.may(Operation.READ, subject)) {
          found.addAll(ofSubject(call, view, subject));
        }
      }
      for (StoredSchema schema : call.page(found)) {
        all.add(SchemaJson.version(call, view, schema));
      }
      return found.size();
    });
    call.answer(all);
  }

  private static List<StoredSchema> ofSubject(Call call, RegistryView view, SubjectName subject) {
    List<StoredSchema> versions =
        view.state().versions(subject).stream()
            .filter(each -> call.flag("deleted") || !each.deleted())
            .toList();
    List<StoredSchema> wanted =
        call.flag("latestOnly") && !versions.isEmpty() ? List.of(versions.getLast()) : versions;
    String ruleType = call.text("ruleType", "");
    return ruleType.isEmpty()
        ? wanted
        : wanted.stream().filter(each -> hasRule(each, ruleType)).toList();
  }

  private static boolean hasRule(StoredSchema schema, String type) {
    ObjectNode rules = schema.content().ruleSet();
    if (rules != null) {
      for (JsonNode kind : rules) {
        for (JsonNode rule : kind) {
          if (rule.path("type").asText().equals(type)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /// What never changes is answered at once; only who is not known is asked for with all writes
  /// that were answered before.
  private static List<StoredSchema> withId(Call call) throws RegistryException {
    int id = call.id();
    List<StoredSchema> known = call.look(view -> find(call, view, id));
    if (known.isEmpty()) {
      known = call.ask(view -> find(call, view, id));
    }
    if (known.isEmpty()) {
      throw RegistryException.schemaNotFound(String.valueOf(id));
    }
    return known;
  }

  /// `subject` says in which context the id is; whoever may read none of its subjects is told that
  /// it is not there.
  private static List<StoredSchema> find(Call call, RegistryView view, int id) {
    String subject = call.text("subject", "");
    String context = subject.isEmpty() ? call.contextName() : call.qualify(subject).context();
    return view.state().withId(context, id).stream()
        .filter(each -> call.may(Operation.READ, each.subject()))
        .toList();
  }

  private void byId(Call call) throws RegistryException {
    StoredSchema schema = withId(call).getFirst();
    call.answer(
        call.look(view -> {
          ObjectNode node = SchemaJson.content(Call.MAPPER.createObjectNode(), call, view, schema);
          node.put("guid", Fingerprint.of(schema.content()).guid().toString());
          if (call.flag("fetchMaxId")) {
            node.put("maxId", view.state().idMax(schema.subject().context()));
          }
          return node;
        }));
  }

  private void text(Call call) throws RegistryException {
    StoredSchema schema = withId(call).getFirst();
    call.answerText(call.look(view -> SchemaJson.text(call, view, schema)));
  }

  private void subjects(Call call) throws RegistryException {
    withId(call);
    List<String> names =
        call.ask(view ->
            find(call, view, call.id()).stream()
                .filter(each -> call.flag("deleted") || !each.deleted())
                .map(each -> each.subject().toString())
                .distinct()
                .toList());
    call.answerNames(call.page(names));
  }

  private void versions(Call call) throws RegistryException {
    withId(call);
    ArrayNode all = Call.MAPPER.createArrayNode();
    List<StoredSchema> found =
        call.ask(view ->
            find(call, view, call.id()).stream()
                .filter(each -> call.flag("deleted") || !each.deleted())
                .toList());
    for (StoredSchema each : call.page(found)) {
      all.addObject().put("subject", each.subject().toString()).put("version", each.version());
    }
    call.answer(all);
  }

  private static List<StoredSchema> withGuid(Call call, RegistryView view) {
    List<StoredSchema> found = new ArrayList<>();
    for (SubjectName subject : view.state().subjects()) {
      for (StoredSchema each : view.state().versions(subject)) {
        if (Fingerprint.of(each.content()).guid().toString().equals(call.path("guid"))
            && call.may(Operation.READ, subject)) {
          found.add(each);
        }
      }
    }
    return found;
  }

  private void byGuid(Call call) throws RegistryException {
    call.answer(
        call.ask(view -> {
          List<StoredSchema> found = withGuid(call, view);
          if (found.isEmpty()) {
            throw RegistryException.schemaNotFound(call.path("guid"));
          }
          ObjectNode node = Call.MAPPER.createObjectNode().put("guid", call.path("guid"));
          return SchemaJson.content(node, call, view, found.getFirst());
        }));
  }

  private void idsOfGuid(Call call) throws RegistryException {
    ArrayNode all = Call.MAPPER.createArrayNode();
    call.ask(view -> {
      withGuid(call, view).stream()
          .map(each -> List.of(each.subject().context(), String.valueOf(each.id())))
          .distinct()
          .forEach(pair ->
              all.addObject()
                  .put("context", pair.getFirst())
                  .put("id", Integer.parseInt(pair.getLast())));
      return all.size();
    });
    call.answer(all);
  }
}
