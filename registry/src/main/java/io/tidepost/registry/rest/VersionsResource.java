package io.tidepost.registry.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.HandlerType;
import io.tidepost.http.Callers.Operation;
import io.tidepost.registry.decide.DeleteVersion;
import io.tidepost.registry.decide.RegisterSchema;
import io.tidepost.registry.decide.RegistryException;
import io.tidepost.registry.decide.SchemaRequest;
import io.tidepost.registry.store.StoredSchema;
import io.tidepost.registry.store.SubjectName;
import java.util.List;
import java.util.TreeSet;

/// `/subjects/{subject}/versions`: registering, and single versions.
final class VersionsResource implements Resource {

  private static final String VERSIONS = "/subjects/{subject}/versions";

  @Override
  public void addTo(Routes routes) {
    routes.add(HandlerType.GET, VERSIONS, this::list);
    routes.add(HandlerType.POST, VERSIONS, this::register);
    routes.add(HandlerType.GET, VERSIONS + "/{version}", this::get);
    routes.add(HandlerType.DELETE, VERSIONS + "/{version}", this::delete);
    routes.add(HandlerType.GET, VERSIONS + "/{version}/schema", this::text);
    routes.add(HandlerType.GET, VERSIONS + "/{version}/referencedby", this::referencedBy);
  }

  private void list(Call call) throws RegistryException {
    SubjectName subject = call.subject();
    call.demand(Operation.READ, subject);
    boolean deletedOnly = call.flag("deletedOnly");
    boolean deleted = call.flag("deleted") || deletedOnly;
    boolean negative = call.flag("deletedAsNegative");
    List<Integer> numbers =
        call.ask(view -> {
          view.version(subject, -1, deleted || negative);
          return view.state().versions(view.behindAlias(subject)).stream()
              .filter(each -> each.deleted() ? deleted || negative : !deletedOnly)
              .map(each -> each.deleted() && negative ? -each.version() : each.version())
              .toList();
        });
    call.answerNumbers(call.page(numbers));
  }

  private void register(Call call) throws RegistryException {
    SubjectName subject = call.subject();
    call.demand(Operation.WRITE, subject);
    ObjectNode body = call.body();
    SchemaRequest request = Call.schemaRequest(body);
    call.demandReferences(request, subject);
    StoredSchema stored =
        call.execute(
            new RegisterSchema(
                subject,
                request,
                body.path("id").asInt(0),
                body.path("version").asInt(0),
                call.flag("normalize")));
    call.answer(Call.MAPPER.createObjectNode().put("id", stored.id()));
  }

  private void get(Call call) throws RegistryException {
    SubjectName subject = call.subject();
    call.demand(Operation.READ, subject);
    int version = call.version();
    call.answer(
        call.ask(view ->
            SchemaJson.version(call, view, view.version(subject, version, call.flag("deleted")))));
  }

  private void text(Call call) throws RegistryException {
    SubjectName subject = call.subject();
    call.demand(Operation.READ, subject);
    int version = call.version();
    call.answerText(
        call.ask(view ->
            SchemaJson.text(call, view, view.version(subject, version, call.flag("deleted")))));
  }

  private void delete(Call call) throws RegistryException {
    SubjectName subject = call.subject();
    call.demand(Operation.DELETE, subject);
    int deleted = call.execute(new DeleteVersion(subject, call.version(), call.flag("permanent")));
    call.answerText(String.valueOf(deleted));
  }

  private void referencedBy(Call call) throws RegistryException {
    SubjectName subject = call.subject();
    call.demand(Operation.READ, subject);
    int version = call.version();
    List<Integer> ids =
        call.ask(view -> {
          StoredSchema target = view.version(subject, version, true);
          var found = new TreeSet<Integer>();
          for (StoredSchema each : view.state().referrers(target.subject(), target.version())) {
            if ((call.flag("deleted") || !each.deleted())
                && call.may(Operation.READ, each.subject())) {
              found.add(each.id());
            }
          }
          return List.copyOf(found);
        });
    call.answerNumbers(call.page(ids));
  }
}
