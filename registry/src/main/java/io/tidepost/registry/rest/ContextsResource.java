package io.tidepost.registry.rest;

import io.javalin.http.HandlerType;
import io.tidepost.http.Callers.Operation;
import io.tidepost.registry.decide.DeleteContext;
import io.tidepost.registry.decide.RegistryException;
import io.tidepost.registry.decide.RegistryView;
import io.tidepost.registry.store.SubjectName;
import java.util.List;

/// `/contexts`: the name spaces there are.
final class ContextsResource implements Resource {

  @Override
  public void addTo(Routes routes) {
    routes.add(HandlerType.GET, "/contexts", this::list);
    routes.addOnce(HandlerType.DELETE, "/contexts/{context}", this::delete);
  }

  private void delete(Call call) throws RegistryException {
    call.demand(Operation.DELETE, new SubjectName(call.contextName(), ""));
    call.execute(new DeleteContext(call.contextName()));
    call.answerNothing();
  }

  private void list(Call call) throws RegistryException {
    String prefix = call.text("contextPrefix", "");
    List<String> names =
        call.ask(view ->
            view.state().contexts().stream()
                .filter(each -> each.startsWith(prefix))
                .filter(each -> isSeen(call, view, each))
                .toList());
    call.answerNames(call.page(names));
  }

  /// The default context is there for everybody, others for those who may see something in them.
  private static boolean isSeen(Call call, RegistryView view, String context) {
    return context.equals(SubjectName.DEFAULT_CONTEXT)
        || view.state().subjects().stream()
            .anyMatch(subject ->
                subject.context().equals(context) && call.may(Operation.DESCRIBE, subject));
  }
}
