package io.tidepost.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves routes on a port that is already bound: one virtual thread for each request, errors as
/// `{"error_code": …, "message": …}`, callers identified before anything is looked at.
public final class HttpService {

  private static final Logger LOG = LoggerFactory.getLogger(HttpService.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /// Bytes that a request's body may have.
  private static final long REQUEST_BYTES_MAX = 16 << 20;

  private static final int HEADER_BYTES_MAX = 16 << 10;
  private static final long IDLE_MILLIS = 30_000;

  private HttpService() {}

  /// Starts serving.
  ///
  /// @param contentType of answers
  /// @param routes adds them
  /// @return what stops it
  public static AutoCloseable start(
      BoundPort port, String contentType, HttpDoor door, Consumer<RoutesConfig> routes) {
    Javalin javalin =
        Javalin.create(config -> {
          config.startup.showJavalinBanner = false;
          config.startup.showOldJavalinVersionWarning = false;
          config.startup.startupWatcherEnabled = false;
          config.concurrency.useVirtualThreads = true;
          config.http.defaultContentType = contentType;
          config.http.maxRequestSize = REQUEST_BYTES_MAX;
          config.router.ignoreTrailingSlashes = true;
          config.router.treatMultipleSlashesAsSingleSlash = false;
          // Names in paths may hold slashes, as %2F.
          config.jetty.modifyServletContextHandler(
              handler -> handler.getServletHandler().setDecodeAmbiguousURIs(true));
          config.jetty.addConnector((server, http) -> connector(server, http, port, door));
          config.routes.before(context -> Doorkeeper.identify(context, door.callers()));
          errors(config.routes, contentType);
          routes.accept(config.routes);
        });
    javalin.start();
    return javalin::stop;
  }

  /// As [#start(BoundPort, String, HttpDoor, Consumer)], with everything that is mounted.
  public static AutoCloseable start(
      BoundPort port, String contentType, HttpDoor door, List<? extends HttpResource> resources) {
    return start(
        port, contentType, door, routes -> resources.forEach(resource -> resource.mount(routes)));
  }

  private static ServerConnector connector(
      Server server, HttpConfiguration http, BoundPort port, HttpDoor door) {
    http.setUriCompliance(UriCompliance.UNSAFE);
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(HEADER_BYTES_MAX);
    HttpConnectionFactory plain = new HttpConnectionFactory(http);
    HttpTls tls = door.tls();
    if (port.secure() && tls == null) {
      throw new IllegalStateException("nothing encrypts the port");
    }
    ServerConnector connector =
        port.secure() && tls != null
            ? new ServerConnector(server, TlsConnections.over(plain, tls), plain)
            : new ServerConnector(server, plain);
    connector.setIdleTimeout(IDLE_MILLIS);
    try {
      connector.open(port.channel());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return connector;
  }

  private static void errors(RoutesConfig routes, String contentType) {
    routes.exception(
        HttpFailure.class,
        (failure, context) ->
            answer(
                context,
                contentType,
                failure.status(),
                failure.code(),
                String.valueOf(failure.getMessage())));
    routes.exception(
        Exception.class,
        (failure, context) -> {
          LOG.error("{} {} failed", context.method(), context.path(), failure);
          answer(context, contentType, 500, 50001, "Internal Server Error");
        });
    routes.error(
        404,
        context -> {
          String said = String.valueOf(context.result());
          if (said.startsWith("Endpoint") || said.contains("\"title\": \"Endpoint ")) {
            answer(context, contentType, 404, 404, "HTTP 404 Not Found");
          }
        });
    routes.error(
        413, context -> answer(context, contentType, 413, 413, "the request's body is too large"));
  }

  private static void answer(
      Context context, String contentType, int status, int code, String message) {
    ObjectNode body = MAPPER.createObjectNode().put("error_code", code).put("message", message);
    context.status(status).contentType(contentType).result(body.toString());
  }

  /// Finds out anew who asks, where a part of a port has a door of its own.
  ///
  /// @throws HttpFailure 401 when the caller is not who they say, or has to say it
  public static void identify(Context context, Callers callers) {
    Doorkeeper.identify(context, callers);
  }

  /// Who asks.
  public static Caller caller(Context context) {
    return Doorkeeper.caller(context);
  }
}
