package io.tidepost.monitor.health;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tidepost.broker.server.Phase;
import io.tidepost.broker.server.TidepostServer;
import io.tidepost.http.HttpResource;
import java.util.List;
import java.util.Locale;

/// `/healthz` tells whether a restart would help, `/readyz` whether clients should come. Each
/// answers 200, or 503 with the reasons:
///
/// ```json
/// {"status":"not ready","node":1,"phase":"joining","reasons":["…"]}
/// ```
public final class HealthResource implements HttpResource {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int UNAVAILABLE = 503;

  private final TidepostServer server;

  public HealthResource(TidepostServer server) {
    this.server = server;
  }

  @Override
  public void mount(RoutesConfig routes) {
    routes.get("/healthz", this::health);
    routes.get("/readyz", this::readiness);
  }

  private void health(Context context) throws InterruptedException {
    boolean serving = server.phase() == Phase.SERVING;
    answer(context, "alive", serving ? Liveness.missing(server.context().loops()) : List.of());
  }

  private void readiness(Context context) {
    answer(context, "ready", Readiness.missing(server));
  }

  private void answer(Context context, String what, List<String> missing) {
    ObjectNode body = MAPPER.createObjectNode();
    body.put("status", missing.isEmpty() ? what : "not " + what);
    body.put("node", server.nodeId());
    body.put("phase", server.phase().name().toLowerCase(Locale.ROOT));
    if (!missing.isEmpty()) {
      ArrayNode reasons = body.putArray("reasons");
      missing.forEach(reasons::add);
      context.status(UNAVAILABLE);
    }
    context.header("Cache-Control", "no-store");
    context.contentType("application/json").result(body.toString());
  }
}
