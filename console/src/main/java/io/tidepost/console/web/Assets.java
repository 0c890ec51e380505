package io.tidepost.console.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tidepost.console.cluster.ConsoleFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/// Files for the browser. Only these are served, each by its name.
public final class Assets {

  private static final String OURS = "/io/tidepost/console/assets/";
  private static final String HTMX = "/META-INF/resources/webjars/htmx.org/2.0.4/dist/";

  private static final Map<String, String> FILES =
      Map.of(
          "console.css", OURS + "console.css",
          "console.js", OURS + "console.js",
          "icon.svg", OURS + "icon.svg",
          "htmx.min.js", HTMX + "htmx.min.js");

  private Assets() {}

  /// Adds them.
  public static void addTo(RoutesConfig routes) {
    routes.get("/assets/{name}", Assets::serve);
  }

  private static void serve(Context context) throws IOException {
    String name = context.pathParam("name");
    String path = FILES.get(name);
    if (path == null) {
      throw new ConsoleFailure(404, "There is no such file.");
    }
    try (InputStream file = Assets.class.getResourceAsStream(path)) {
      if (file == null) {
        throw new IOException(path + " is missing in the distribution");
      }
      context.contentType(
          name.endsWith(".css")
              ? "text/css; charset=utf-8"
              : name.endsWith(".svg") ? "image/svg+xml" : "text/javascript; charset=utf-8");
      context.header("Cache-Control", "private, max-age=3600");
      context.result(file.readAllBytes());
    }
  }
}
