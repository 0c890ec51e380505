package io.tidepost.registry.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.HandlerType;
import io.tidepost.http.Callers.Operation;
import io.tidepost.registry.decide.DeleteConfig;
import io.tidepost.registry.decide.RegistryException;
import io.tidepost.registry.decide.RegistryView;
import io.tidepost.registry.decide.SetConfig;
import io.tidepost.registry.store.RegistryState;
import io.tidepost.registry.store.SubjectConfig;
import io.tidepost.registry.store.SubjectName;

/// `/config`: settings of everything, a context or a subject.
final class ConfigResource implements Resource {

  @Override
  public void addTo(Routes routes) {
    for (String path : new String[] {"/config", "/config/{subject}"}) {
      routes.add(HandlerType.GET, path, this::get);
      routes.add(HandlerType.PUT, path, this::set);
      routes.add(HandlerType.DELETE, path, this::delete);
    }
  }

  private void get(Call call) throws RegistryException {
    SubjectName scope = call.scope();
    call.demand(Operation.READ_CONFIG, scope);
    call.answer(
        call.ask(view -> {
          SubjectConfig config = view.state().config(scope);
          if (scope.isContext() || call.flag("defaultToGlobal")) {
            ObjectNode fields = config == null ? Call.MAPPER.createObjectNode() : config.fields();
            if (!fields.has("compatibilityLevel")) {
              fields.put("compatibilityLevel", level(view, scope));
            }
            return fields;
          }
          if (config == null) {
            throw new RegistryException(
                404,
                40408,
                "Subject '" + scope + "' does not have subject-level compatibility configured");
          }
          return config.fields();
        }));
  }

  private static String level(RegistryView view, SubjectName scope) {
    return view.level(scope).name();
  }

  private void set(Call call) throws RegistryException {
    SubjectName scope = call.scope();
    call.demand(Operation.ALTER_CONFIG, scope);
    ObjectNode body = call.body();
    String alias = body.path("alias").asText("");
    if (!alias.isEmpty()) {
      // Whoever may do something to the subject may do it to what is behind it from now on.
      SubjectName target = RegistryState.resolve(scope.context(), alias);
      call.demand(Operation.ALTER_CONFIG, target);
      call.demand(Operation.READ, target);
      call.demand(Operation.WRITE, target);
      call.demand(Operation.DELETE, target);
    }
    call.execute(new SetConfig(scope, body));
    call.answer(body);
  }

  private void delete(Call call) throws RegistryException {
    SubjectName scope = call.scope();
    call.demand(Operation.ALTER_CONFIG, scope);
    call.answer(call.execute(new DeleteConfig(scope)).fields());
  }
}
