package io.tidepost.registry.rest;

import io.javalin.http.HandlerType;
import io.tidepost.http.Callers.Operation;
import io.tidepost.registry.decide.DeleteMode;
import io.tidepost.registry.decide.RegistryException;
import io.tidepost.registry.decide.SetMode;
import io.tidepost.registry.store.Mode;
import io.tidepost.registry.store.SubjectName;

/// `/mode`: what may be done with everything, a context or a subject.
final class ModeResource implements Resource {

  @Override
  public void addTo(Routes routes) {
    for (String path : new String[] {"/mode", "/mode/{subject}"}) {
      routes.add(HandlerType.GET, path, this::get);
      routes.add(HandlerType.PUT, path, this::set);
      routes.add(HandlerType.DELETE, path, this::delete);
    }
  }

  private void get(Call call) throws RegistryException {
    SubjectName scope = call.scope();
    call.demand(Operation.READ_CONFIG, scope);
    answer(
        call,
        call.ask(view -> {
          Mode mode = view.state().mode(scope);
          if (scope.isContext() || call.flag("defaultToGlobal")) {
            return mode == null ? view.mode(scope) : mode;
          }
          if (mode == null) {
            throw new RegistryException(
                404, 40409, "Subject '" + scope + "' does not have subject-level mode configured");
          }
          return mode;
        }));
  }

  private void set(Call call) throws RegistryException {
    SubjectName scope = call.scope();
    call.demand(Operation.ALTER_CONFIG, scope);
    String name = call.body().path("mode").asText("");
    Mode mode = Mode.of(name);
    if (mode == null) {
      throw new RegistryException(
          422,
          42204,
          "Invalid mode. Valid values are READWRITE, READONLY, READONLY_OVERRIDE, IMPORT and"
              + " FORWARD");
    }
    answer(call, call.execute(new SetMode(scope, mode, call.flag("force"))));
  }

  private void delete(Call call) throws RegistryException {
    SubjectName scope = call.scope();
    call.demand(Operation.ALTER_CONFIG, scope);
    answer(call, call.execute(new DeleteMode(scope, call.flag("recursive"))));
  }

  private static void answer(Call call, Mode mode) {
    call.answer(Call.MAPPER.createObjectNode().put("mode", mode.name()));
  }
}
