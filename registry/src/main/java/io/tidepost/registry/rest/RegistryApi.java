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

  /// What is served. Any thread.
  public interface Source {

    /// The registry, which may have to be loaded first. Blocks.
    RegistryService registry() throws IOException;

    /// Who may ask it.
    Callers callers();

    /// Of the cluster that it belongs to.
    String clusterId();
  }

  private final Source source;
  private final String prefix;
  private final List<Resource> resources =
      List.of(
          new SubjectsResource(),
          new VersionsResource(),
          new SchemasResource(),
          new CompatibilityResource(),
          new ConfigResource(),
          new ModeResource(),
          new ContextsResource(),
          new ServerResource());

  /// @param prefix of all paths, such as `/registry`; may be empty
  public RegistryApi(Source source, String prefix) {
    this.source = source;
    this.prefix = prefix;
  }

  /// Adds the routes.
  public void addTo(RoutesConfig config) {
    Resource.Routes routes =
        (method, path, action) ->
            config.addEndpoint(endpoint(method, prefix + path, handler(action)));
    resources.forEach(resource -> resource.addTo(routes));
  }

  private static Endpoint endpoint(HandlerType method, String path, Handler handler) {
    return Endpoint.create(method, path).handler(handler);
  }

  private Handler handler(Resource.Action action) {
    return context -> {
      try {
        action.run(new Call(context, source));
      } catch (IOException e) {
        throw new HttpFailure(500, 50001, "Error in the backend data store: " + e.getMessage());
      } catch (RegistryException e) {
        throw new HttpFailure(e.status(), e.code(), String.valueOf(e.getMessage()));
      }
    };
  }
}
