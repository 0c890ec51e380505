package io.tidepost.registry;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tidepost.http.Callers;
import io.tidepost.http.HttpFailure;
import io.tidepost.http.HttpResource;
import io.tidepost.http.HttpService;
import io.tidepost.registry.rest.RegistryApi;
import io.tidepost.registry.service.RegistryService;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The registry of a node beneath a path of a port that serves other things as well, behind its own
/// door: who may ask it there is who may ask it at its own port. Any thread.
public final class RegistryBeneath implements HttpResource, RegistryApi.Source {

  private final String prefix;
  private final Supplier<@Nullable SchemaRegistry> opened;

  /// @param prefix of its paths, such as `/registry`
  /// @param opened tells the registry; `null` while the node is not as far
  public RegistryBeneath(String prefix, Supplier<@Nullable SchemaRegistry> opened) {
    this.prefix = prefix;
    this.opened = opened;
  }

  @Override
  public void mount(RoutesConfig routes) {
    routes.before(prefix, this::identify);
    routes.before(prefix + "/*", this::identify);
    new RegistryApi(this, prefix).addTo(routes);
  }

  private void identify(Context context) {
    HttpService.identify(context, callers());
  }

  private SchemaRegistry there() {
    SchemaRegistry registry = opened.get();
    if (registry == null) {
      throw new HttpFailure(503, 50301, "this node does not serve its schema registry yet");
    }
    return registry;
  }

  @Override
  public RegistryService registry() throws IOException {
    return there().registry();
  }

  @Override
  public Callers callers() {
    return there().callers();
  }

  @Override
  public String clusterId() {
    return there().clusterId();
  }
}
