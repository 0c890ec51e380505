package io.tidepost.console.page;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.tidepost.console.cluster.ConsoleFailure;
import io.tidepost.console.web.Asked;
import io.tidepost.console.web.ConsolePage;
import io.tidepost.console.web.Pages;
import io.tidepost.console.web.Sessions;
import java.util.regex.Pattern;

/// Where people say who they are, with the users of the platform.
public final class LoginPage implements ConsolePage {

  /// Browsers take `//`, `/\` and what hides a tab in between for the beginning of another host.
  private static final Pattern OURS = Pattern.compile("/(?:[!-.0-\\[\\]-~][!-\\[\\]-~]*)?");

  private final Sessions sessions;

  public LoginPage(Sessions sessions) {
    this.sessions = sessions;
  }

  /// @param to where they wanted to go
  /// @param refusal why they were not let in; empty at first
  public record Model(String to, String refusal) {}

  @Override
  public void addTo(RoutesConfig routes, Pages pages) {
    routes.get("/login", context -> show(context, pages, ""));
    routes.post("/login", context -> login(context, pages));
    routes.post(
        "/logout",
        context -> {
          sessions.logout(context);
          context.redirect("/login", HttpStatus.SEE_OTHER);
        });
  }

  private void show(Context context, Pages pages, String refusal) {
    if (!sessions.loginNeeded()) {
      context.redirect("/");
      return;
    }
    pages.render(context, "login", "", "Log in", new Model(target(context), refusal));
  }

  private void login(Context context, Pages pages) {
    if (!sessions.loginNeeded()) {
      context.redirect("/", HttpStatus.SEE_OTHER);
      return;
    }
    String password = context.formParam("password");
    try {
      sessions.login(context, Asked.text(context, "user"), password == null ? "" : password);
    } catch (ConsoleFailure e) {
      context.status(e.status());
      show(context, pages, String.valueOf(e.getMessage()));
      return;
    }
    context.redirect(target(context), HttpStatus.SEE_OTHER);
  }

  /// A path of ours, whatever the address says.
  private static String target(Context context) {
    String to = Asked.text(context, "to");
    return OURS.matcher(to).matches() ? to : "/";
  }
}
