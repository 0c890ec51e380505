package io.tidepost.console.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.tidepost.console.cluster.ConsoleFailure;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What stands before every page: headers that tell the browser what it may do, and the refusal of
/// what another site makes somebody's browser ask.
public final class Doors {

  /// Of forms: the session's token.
  public static final String TOKEN = "token";

  private static final String SESSION = "tidepost.session";
  private static final Set<String> LOOPBACK =
      Set.of("localhost", "127.0.0.1", "[::1]", "[0:0:0:0:0:0:0:1]");

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private final Sessions sessions;
  private final boolean local;

  /// @param local whether only this machine can come
  public Doors(Sessions sessions, boolean local) {
    this.sessions = sessions;
    this.local = local;
  }

  /// Stands before all routes that are added later.
  public void addTo(RoutesConfig routes, Pages pages) {
    routes.before(this::enter);
    routes.exception(ConsoleFailure.class, pages::failed);
    routes.error(
        404,
        context -> {
          if (wantsPage(context) && context.attribute(Pages.FAILED) == null) {
            pages.failed(new ConsoleFailure(404, "There is no such page."), context);
          }
        });
  }

  /// Whose request it is.
  public static Session session(Context context) {
    Session session = known(context);
    if (session == null) {
      throw new IllegalStateException(context.path() + " was not let in by a door");
    }
    return session;
  }

  /// Whose request it is, when that is known.
  static @Nullable Session known(Context context) {
    return context.attribute(SESSION);
  }

  static boolean wantsPage(Context context) {
    String accept = context.header("Accept");
    return accept != null && accept.contains("text/html");
  }

  private void enter(Context context) {
    if (!console(context.path())) {
      return;
    }
    guard(context);
    if (local && !LOOPBACK.contains(host(context))) {
      throw new ConsoleFailure(
          403, "This console answers to localhost only, and was called " + context.host() + ".");
    }
    if (context.path().startsWith("/assets/")) {
      return;
    }
    if (registry(context.path())) {
      if (context.method() != HandlerType.GET) {
        refuseOtherSites(context);
      }
      return;
    }
    Session session = sessions.of(context);
    if (session == null && !context.path().equals("/login")) {
      String target =
          context.path() + (context.queryString() == null ? "" : "?" + context.queryString());
      context.redirect("/login?to=" + URLEncoder.encode(target, StandardCharsets.UTF_8));
      context.skipRemainingHandlers();
      return;
    }
    context.attribute(SESSION, session);
    if (context.method() == HandlerType.POST) {
      refuseForeign(context, session);
    }
  }

  /// What is served on the same port for programs has its own ways.
  private static boolean console(String path) {
    return !path.equals("/metrics") && !path.equals("/healthz") && !path.equals("/readyz");
  }

  /// The schema registry asks programs who they are with each request; no session is looked at.
  private static boolean registry(String path) {
    return path.equals("/registry") || path.startsWith("/registry/");
  }

  private static void guard(Context context) {
    context.header("Content-Security-Policy", POLICY);
    context.header("X-Content-Type-Options", "nosniff");
    context.header("X-Frame-Options", "DENY");
    context.header("Referrer-Policy", "same-origin");
    context.header("Cross-Origin-Opener-Policy", "same-origin");
    context.header("Cross-Origin-Resource-Policy", "same-origin");
    context.header("Cache-Control", "no-store");
  }

  private static String host(Context context) {
    String host = String.valueOf(context.host());
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
  }

  private static void refuseOtherSites(Context context) {
    String origin = context.header("Origin");
    if (origin != null && !origin.endsWith("://" + context.host())) {
      throw new ConsoleFailure(403, "A page of another site must not change anything here.");
    }
  }

  private static void refuseForeign(Context context, @Nullable Session session) {
    refuseOtherSites(context);
    if (session == null) {
      return; // the form to log in: its own fields are the proof
    }
    String token = context.formParam(TOKEN);
    if (token == null
        || !MessageDigest.isEqual(
            token.getBytes(StandardCharsets.UTF_8),
            session.token().getBytes(StandardCharsets.UTF_8))) {
      throw new ConsoleFailure(
          403, "This form was opened in a session that has ended. Load the page again.");
    }
  }
}
