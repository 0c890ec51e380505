package io.tidepost.console.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.tidepost.console.cluster.ConsoleFailure;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// Renders pages. Any thread.
public final class Pages {

  /// On requests that were answered with a sentence already.
  static final String FAILED = "tidepost.failed";

  private static final String TEMPLATES = "io.tidepost.console.template";

  private static final String HTML = "text/html; charset=utf-8";

  private final TemplateEngine engine =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, Pages.class.getClassLoader(), TEMPLATES);
  private final BooleanSupplier registry;

  /// @param registry whether there is one whose schemas can be shown
  public Pages(BooleanSupplier registry) {
    this.registry = registry;
  }

  /// Answers with a page.
  ///
  /// @param section of the menu that it belongs to
  /// @param title as the browser shows it
  /// @param model what the template names `model`
  public void render(Context context, String template, String section, String title, Object model) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("page", frame(context, section, title));
    parameters.put("model", model);
    write(context, "page/" + template + ".jte", parameters);
  }

  /// Answers with a piece of a page.
  public void renderPart(Context context, String template, Object model) {
    context.contentType(HTML).result(part(template, model));
  }

  /// A piece of a page, to be sent in a stream.
  public String part(String template, Object model) {
    StringOutput output = new StringOutput(1_024);
    engine.render("part/" + template + ".jte", Map.of("model", model), output);
    return output.toString();
  }

  /// Answers with a sentence about what went wrong.
  public void failed(ConsoleFailure failure, Context context) {
    context.status(failure.status());
    context.attribute(FAILED, true);
    if (Doors.wantsPage(context) || context.method().toString().equals("POST")) {
      String sentence = String.valueOf(failure.getMessage());
      render(context, "error", "", "That did not work", sentence);
    } else {
      context.contentType("text/plain; charset=utf-8").result(failure.getMessage() + "\n");
    }
  }

  /// After a form did its work: the page to see it on, which says so once.
  public static void done(Context context, String path, String notice) {
    Doors.session(context).notice().set(notice);
    context.redirect(path, HttpStatus.SEE_OTHER);
  }

  private Frame frame(Context context, String section, String title) {
    Session session = Doors.known(context);
    return new Frame(
        section,
        title,
        session == null ? "" : session.user(),
        session == null ? "" : session.token(),
        session == null ? "" : session.notice().getAndSet(""),
        registry.getAsBoolean());
  }

  private void write(Context context, String template, Map<String, Object> parameters) {
    StringOutput output = new StringOutput(16_384);
    engine.render(template, parameters, output);
    context.contentType(HTML).result(output.toString());
  }
}
