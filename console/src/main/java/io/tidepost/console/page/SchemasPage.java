package io.tidepost.console.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.tidepost.console.cluster.ConsoleFailure;
import io.tidepost.console.cluster.LineDiff;
import io.tidepost.console.cluster.Registry;
import io.tidepost.console.web.Asked;
import io.tidepost.console.web.ConsolePage;
import io.tidepost.console.web.Doors;
import io.tidepost.console.web.Pages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Subjects, their versions and what changed between them; a new version is checked before it is
/// registered.
public final class SchemasPage implements ConsolePage {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String SUBJECTS = "/subjects/";
  private static final List<String> TYPES = List.of("AVRO", "JSON", "PROTOBUF");

  private final Registry registry;

  public SchemasPage(Registry registry) {
    this.registry = registry;
  }

  /// @param level of compatibility that counts for it
  public record Subject(String name, String address) {}

  public record Subjects(List<Subject> subjects, int total, String search, String level) {}

  /// @param diff to the version before; empty for the first
  public record Version(
      String subject,
      String address,
      List<Integer> versions,
      int version,
      int id,
      String type,
      String schema,
      List<LineDiff.Line> diff,
      String level) {}

  /// @param verdict of the check; empty as long as nothing was checked
  public record Edit(
      String subject,
      String type,
      String schema,
      String verdict,
      List<String> reasons,
      boolean good) {}

  @Override
  public void addTo(RoutesConfig routes, Pages pages) {
    routes.get("/schemas", context -> list(context, pages));
    routes.get("/schemas/new", context -> edit(context, pages, "", List.of(), false));
    routes.post("/schemas/new", context -> checkOrRegister(context, pages));
    routes.get("/schemas/ids/{id}", this::byId);
    routes.get("/schemas/subjects/{subject}", context -> version(context, pages));
    routes.post("/schemas/subjects/{subject}/delete", this::delete);
    routes.post("/schemas/subjects/{subject}/level", this::level);
  }

  private static String address(String subject) {
    return "/schemas/subjects/" + Registry.segment(subject);
  }

  private void list(Context context, Pages pages) {
    String search = Asked.text(context, "q");
    List<Subject> found = new ArrayList<>();
    int total = 0;
    for (JsonNode name : ask(context, "GET", "/subjects", null)) {
      total++;
      if (name.asText().toLowerCase(Locale.ROOT).contains(search.toLowerCase(Locale.ROOT))) {
        found.add(new Subject(name.asText(), address(name.asText())));
      }
    }
    String level = levelOfAll(context);
    pages.render(
        context, "schemas", "schemas", "Schemas", new Subjects(found, total, search, level));
  }

  private JsonNode ask(Context context, String method, String path, @Nullable JsonNode body) {
    return registry.ask(Doors.session(context).client(), method, path, body);
  }

  /// What counts where nothing nearer does; empty for those who may not know.
  private String levelOfAll(Context context) {
    try {
      return ask(context, "GET", "/config", null).path("compatibilityLevel").asText();
    } catch (ConsoleFailure e) {
      if (e.status() == 403) {
        return "";
      }
      throw e;
    }
  }

  private void version(Context context, Pages pages) {
    String subject = context.pathParam("subject");
    String path = SUBJECTS + Registry.segment(subject) + "/versions";
    List<Integer> versions = new ArrayList<>();
    ask(context, "GET", path, null).forEach(version -> versions.add(version.asInt()));
    int shown = (int) Asked.number(context, "version", versions.getLast(), 1, Integer.MAX_VALUE);
    JsonNode schema = ask(context, "GET", path + "/" + shown, null);
    String text = readable(schema.path("schema").asText());
    int at = versions.indexOf(shown);
    List<LineDiff.Line> diff =
        at <= 0
            ? List.of()
            : LineDiff.of(
                readable(
                    ask(context, "GET", path + "/" + versions.get(at - 1), null)
                        .path("schema")
                        .asText()),
                text);
    String level =
        ask(context, "GET", "/config/" + Registry.segment(subject) + "?defaultToGlobal=true", null)
            .path("compatibilityLevel")
            .asText();
    pages.render(
        context,
        "schema",
        "schemas",
        subject,
        new Version(
            subject,
            address(subject),
            versions,
            shown,
            schema.path("id").asInt(),
            schema.path("schemaType").asText("AVRO"),
            text,
            diff,
            level));
  }

  /// JSON with one field a line; other texts as they are.
  private static String readable(String schema) {
    try {
      return MAPPER.readTree(schema).toPrettyString();
    } catch (JsonProcessingException e) {
      return schema;
    }
  }

  private void byId(Context context) {
    String id = context.pathParam("id");
    if (!id.matches("\\d{1,10}")) {
      throw new ConsoleFailure(404, "'" + id + "' is no schema's id.");
    }
    JsonNode first = ask(context, "GET", "/schemas/ids/" + id + "/versions", null).path(0);
    if (first.isMissingNode()) {
      throw new ConsoleFailure(404, "No subject has the schema with the id " + id + ".");
    }
    context.redirect(
        address(first.path("subject").asText()) + "?version=" + first.path("version").asInt(),
        HttpStatus.SEE_OTHER);
  }

  private static void edit(
      Context context, Pages pages, String verdict, List<String> reasons, boolean good) {
    String schema = context.formParam("schema");
    String type = Asked.text(context, "type");
    pages.render(
        context,
        "edit-schema",
        "schemas",
        "New schema",
        new Edit(
            Asked.text(context, "subject"),
            type.isEmpty() ? "AVRO" : type,
            schema == null ? "" : schema,
            verdict,
            reasons,
            good));
  }

  private void checkOrRegister(Context context, Pages pages) {
    String subject = Asked.text(context, "subject");
    String schema = context.formParam("schema");
    String type = Asked.text(context, "type");
    try {
      if (subject.isEmpty()) {
        throw new ConsoleFailure(400, "subject: a schema needs one, such as orders-value.");
      }
      if (!TYPES.contains(type)) {
        throw new ConsoleFailure(400, "type: '" + type + "' is none of " + TYPES + ".");
      }
      ObjectNode body = MAPPER.createObjectNode();
      body.put("schema", schema == null ? "" : schema).put("schemaType", type);
      if (Asked.text(context, "do").equals("register")) {
        JsonNode done =
            ask(context, "POST", SUBJECTS + Registry.segment(subject) + "/versions", body);
        Pages.done(
            context, address(subject), "Registered with the id " + done.path("id").asInt() + ".");
        return;
      }
      check(context, pages, subject, body);
    } catch (ConsoleFailure e) {
      context.status(e.status());
      edit(context, pages, String.valueOf(e.getMessage()), List.of(), false);
    }
  }

  private void check(Context context, Pages pages, String subject, ObjectNode body) {
    String path = "/compatibility/subjects/" + Registry.segment(subject) + "/versions?verbose=true";
    JsonNode verdict;
    try {
      verdict = ask(context, "POST", path, body);
    } catch (ConsoleFailure e) {
      if (e.status() != 404) {
        throw e;
      }
      edit(context, pages, "The subject is new, so anything may be its first.", List.of(), true);
      return;
    }
    boolean good = verdict.path("is_compatible").asBoolean();
    List<String> reasons = new ArrayList<>();
    verdict.path("messages").forEach(message -> reasons.add(message.asText()));
    edit(
        context,
        pages,
        good
            ? "It goes with the versions that are there."
            : "It does not go with the versions that are there.",
        reasons,
        good);
  }

  private void delete(Context context) {
    String subject = context.pathParam("subject");
    Asked.confirmed(context, subject);
    ask(context, "DELETE", SUBJECTS + Registry.segment(subject), null);
    Pages.done(context, "/schemas", "Subject " + subject + " is deleted; it can be brought back.");
  }

  private void level(Context context) {
    String subject = context.pathParam("subject");
    String level = Asked.text(context, "level");
    ask(
        context,
        "PUT",
        "/config/" + Registry.segment(subject),
        MAPPER.createObjectNode().put("compatibility", level));
    Pages.done(context, address(subject), "New versions are now checked by " + level + ".");
  }
}
