package io.tidepost.registry.rest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import io.tidepost.http.Callers;
import io.tidepost.http.HttpFailure;
import io.tidepost.registry.decide.RegistryException;
import io.tidepost.registry.service.RegistryService;
import java.io.IOException;
import java.util.List;

/// All routes of the registry.
public final class RegistryApi {

  /// Of every answer.
  public static final String CONTENT_TYPE = Call.CONTENT_TYPE;

  /// Gives the registry, which may have to be loaded first.
  public interface Source {
    RegistryService registry() throws IOException;
  }

  private final Source source;
  private final Callers callers;
  private final List<Resource> resources;

  /// @param clusterId of the cluster the registry belongs to
  public RegistryApi(Source source, Callers callers, String clusterId) {
    this.source = source;
    this.callers = callers;
    this.resources =
        List.of(
            new SubjectsResource(),
            new VersionsResource(),
            new SchemasResource(),
            new CompatibilityResource(),
            new ConfigResource(),
            new ModeResource(),
            new ContextsResource(),
            new ServerResource(clusterId));
  }

  /// Adds the routes.
  public void addTo(RoutesConfig config) {
    Resource.Routes routes =
        (method, path, action) -> {
          Handler handler = handler(action);
          config.addEndpoint(endpoint(method, path, handler));
          config.addEndpoint(endpoint(method, "/contexts/{context}" + path, handler));
        };
    resources.forEach(resource -> resource.addTo(routes));
  }

  private static Endpoint endpoint(HandlerType method, String path, Handler handler) {
    return Endpoint.create(method, path).handler(handler);
  }

  private Handler handler(Resource.Action action) {
    return context -> {
      try {
        action.run(new Call(context, source.registry(), callers));
      } catch (IOException e) {
        throw new HttpFailure(500, 50001, "Error in the backend data store: " + e.getMessage());
      } catch (RegistryException e) {
        throw new HttpFailure(e.status(), e.code(), String.valueOf(e.getMessage()));
      }
    };
  }
}
