package io.tidepost.registry.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.HandlerType;
import io.tidepost.http.Callers.Operation;
import io.tidepost.registry.compatibility.Incompatibility;
import io.tidepost.registry.decide.Compatibility;
import io.tidepost.registry.decide.RegistryException;
import io.tidepost.registry.decide.SchemaRequest;
import io.tidepost.registry.store.SubjectName;
import java.util.List;

/// `/compatibility`: whether a schema could be registered, without registering it.
final class CompatibilityResource implements Resource {

  private static final String VERSIONS = "/compatibility/subjects/{subject}/versions";

  @Override
  public void addTo(Routes routes) {
    routes.add(HandlerType.POST, VERSIONS, call -> check(call, 0));
    routes.add(HandlerType.POST, VERSIONS + "/{version}", call -> check(call, call.version()));
  }

  private static void check(Call call, int version) throws RegistryException {
    SubjectName subject = call.subject();
    call.demand(Operation.READ, subject);
    SchemaRequest request = call.schemaRequest();
    call.demandReferences(request, subject);
    ObjectNode answer = Call.MAPPER.createObjectNode();
    call.ask(view -> {
      List<Incompatibility> found =
          Compatibility.ask(view, subject, version, request, call.flag("normalize"));
      answer.put("is_compatible", found.isEmpty());
      if (call.flag("verbose")) {
        ArrayNode messages = answer.putArray("messages");
        Compatibility.messages(view, subject, found).forEach(messages::add);
      }
      return found.isEmpty();
    });
    call.answer(answer);
  }
}
