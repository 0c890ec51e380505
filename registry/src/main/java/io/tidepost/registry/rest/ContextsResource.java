package io.tidepost.registry.rest;

import io.javalin.http.HandlerType;
import io.tidepost.registry.decide.RegistryException;
import java.util.List;

/// `/contexts`: the name spaces there are.
final class ContextsResource implements Resource {

  @Override
  public void addTo(Routes routes) {
    routes.add(HandlerType.GET, "/contexts", this::list);
  }

  private void list(Call call) throws RegistryException {
    String prefix = call.text("contextPrefix", "");
    List<String> names =
        call.ask(view ->
            view.state().contexts().stream().filter(each -> each.startsWith(prefix)).toList());
    call.answerNames(call.page(names));
  }
}
