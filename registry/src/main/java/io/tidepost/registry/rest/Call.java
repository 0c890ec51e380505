package io.tidepost.registry.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.tidepost.http.Callers;
import io.tidepost.http.HttpFailure;
import io.tidepost.http.HttpService;
import io.tidepost.registry.decide.Command;
import io.tidepost.registry.decide.RegistryException;
import io.tidepost.registry.decide.SchemaRequest;
import io.tidepost.registry.schema.SchemaReference;
import io.tidepost.registry.schema.SchemaType;
import io.tidepost.registry.service.RegistryService;
import io.tidepost.registry.store.RegistryState;
import io.tidepost.registry.store.SubjectName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One request to the registry: its parameters understood, its caller asked for permission, its
/// answer given.
final class Call {

  static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
  static final ObjectMapper MAPPER = new ObjectMapper();

  private static final Set<String> SCHEMA_FIELDS =
      Set.of(
          "schema",
          "schemaType",
          "references",
          "metadata",
          "ruleSet",
          "id",
          "version",
          "subject",
          "guid",
          "timestamp",
          "deleted",
          "schemaTags");

  /// Kinds of resources that callers may do something to.
  private static final String SUBJECT = "Subject";

  private static final String WHOLE = "Registry";

  private final Context context;
  private final RegistryService registry;
  private final Callers callers;
  private final String clusterId;

  Call(Context context, RegistryApi.Source source) throws IOException {
    this.context = context;
    this.registry = source.registry();
    this.callers = source.callers();
    this.clusterId = source.clusterId();
  }

  /// Of the cluster that the registry belongs to.
  String clusterId() {
    return clusterId;
  }

  // ---- parameters

  /// The context that the path begins with; the default one when it begins with none.
  String contextName() {
    String name = context.pathParamMap().get("context");
    if (name == null) {
      return SubjectName.DEFAULT_CONTEXT;
    }
    String bare = name.startsWith(":") ? name.substring(1) : name;
    String trimmed = bare.endsWith(":") ? bare.substring(0, bare.length() - 1) : bare;
    return trimmed.startsWith(".") ? trimmed : "." + trimmed;
  }

  private boolean hasContext() {
    return context.pathParamMap().containsKey("context");
  }

  /// The subject in the path.
  SubjectName subject() {
    return qualify(context.pathParam("subject"));
  }

  SubjectName qualify(String name) {
    SubjectName subject = SubjectName.of(name);
    return name.startsWith(":.") || !hasContext()
        ? subject
        : new SubjectName(contextName(), subject.subject());
  }

  /// The subject that settings are about: everything, a whole context, or a subject.
  SubjectName scope() {
    if (context.pathParamMap().containsKey("subject")) {
      return subject();
    }
    return new SubjectName(contextName(), "");
  }

  /// The version in the path, -1 for `latest`.
  int version() throws RegistryException {
    String text = context.pathParam("version");
    if (text.equals("latest") || text.equals("-1")) {
      return -1;
    }
    try {
      int version = Integer.parseInt(text);
      if (version > 0) {
        return version;
      }
    } catch (NumberFormatException e) {
      throw RegistryException.invalidVersion(text);
    }
    throw RegistryException.invalidVersion(text);
  }

  int id() {
    String text = context.pathParam("id");
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new HttpFailure(404, 404, "HTTP 404 Not Found");
    }
  }

  String path(String name) {
    return context.pathParam(name);
  }

  boolean flag(String name) {
    return "true".equalsIgnoreCase(context.queryParam(name));
  }

  String text(String name, String otherwise) {
    String value = context.queryParam(name);
    return value == null ? otherwise : value;
  }

  @Nullable String text(String name) {
    return context.queryParam(name);
  }

  /// All values of a parameter that may be repeated.
  List<String> texts(String name) {
    return context.queryParams(name);
  }

  /// The part of a list that `offset` and `limit` ask for; a limit below 0 is none.
  <T> List<T> page(List<T> all) {
    int offset = Math.max(number("offset", 0), 0);
    int limit = number("limit", -1);
    if (offset >= all.size()) {
      return List.of();
    }
    int end = limit < 0 ? all.size() : (int) Math.min(all.size(), (long) offset + limit);
    return all.subList(offset, end);
  }

  private int number(String name, int otherwise) {
    String value = context.queryParam(name);
    try {
      return value == null ? otherwise : Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new HttpFailure(404, 404, "HTTP 404 Not Found");
    }
  }

  // ---- body

  ObjectNode body() {
    JsonNode node;
    try {
      node = MAPPER.readTree(context.body());
    } catch (JsonProcessingException e) {
      throw new HttpFailure(400, 400, "the body is no JSON: " + e.getOriginalMessage());
    }
    if (!(node instanceof ObjectNode object)) {
      throw new HttpFailure(422, 422, "the body is no JSON object");
    }
    return object;
  }

  /// The schema in the body.
  SchemaRequest schemaRequest() throws RegistryException {
    return schemaRequest(body());
  }

  static SchemaRequest schemaRequest(ObjectNode body) throws RegistryException {
    for (var field : body.properties()) {
      if (!SCHEMA_FIELDS.contains(field.getKey())) {
        throw new HttpFailure(422, 422, "Unrecognized field: " + field.getKey());
      }
    }
    String typeName = body.path("schemaType").asText(null);
    SchemaType type = SchemaType.of(typeName);
    if (type == null) {
      throw RegistryException.invalidSchema(
          "Invalid schema type " + typeName + ": possible are AVRO, JSON and PROTOBUF");
    }
    JsonNode schema = body.path("schema");
    if (!schema.isMissingNode() && !schema.isNull() && !schema.isTextual()) {
      throw new HttpFailure(422, 422, "Field schema is not a text");
    }
    List<SchemaReference> references = new ArrayList<>();
    for (JsonNode reference : body.path("references")) {
      references.add(
          new SchemaReference(
              reference.path("name").asText(""),
              reference.path("subject").asText(""),
              reference.path("version").asInt(0)));
    }
    return new SchemaRequest(
        type, schema.asText(""), references, object(body, "metadata"), object(body, "ruleSet"));
  }

  private static @Nullable ObjectNode object(ObjectNode body, String field) {
    JsonNode value = body.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (value instanceof ObjectNode object) {
      return object;
    }
    throw new HttpFailure(422, 422, "Field " + field + " is not an object");
  }

  // ---- asking

  /// Refuses unless the caller may.
  void demand(Callers.Operation operation, SubjectName subject) {
    if (!may(operation, subject, true)) {
      throw new HttpFailure(
          403,
          40301,
          "%s is denied operation %s on %s"
              .formatted(
                  HttpService.caller(context).principal(),
                  operation,
                  subject.isContext() ? "the registry" : "Subject: " + subject));
    }
  }

  /// Whether something of the subject may be shown to the caller.
  boolean may(Callers.Operation operation, SubjectName subject) {
    return may(operation, subject, false);
  }

  private boolean may(Callers.Operation operation, SubjectName subject, boolean attempted) {
    return callers.allows(
        HttpService.caller(context),
        operation,
        subject.isContext() ? WHOLE : SUBJECT,
        subject.toString(),
        attempted);
  }

  /// Refuses unless the caller may read what a schema refers to: its text would come with it.
  void demandReferences(SchemaRequest request, SubjectName subject) {
    for (SchemaReference reference : request.references()) {
      demand(Callers.Operation.READ, RegistryState.resolve(subject.context(), reference.subject()));
    }
  }

  <R> R ask(RegistryService.Question<R> question) throws RegistryException {
    return registry.ask(question);
  }

  <R> R look(RegistryService.Question<R> question) throws RegistryException {
    return registry.look(question);
  }

  <R> R execute(Command<R> command) throws RegistryException {
    return registry.execute(command);
  }

  // ---- answering

  void answer(JsonNode node) {
    context.contentType(CONTENT_TYPE).result(node.toString());
  }

  void answerNames(List<String> names) {
    var array = MAPPER.createArrayNode();
    names.forEach(array::add);
    answer(array);
  }

  void answerNumbers(List<Integer> numbers) {
    var array = MAPPER.createArrayNode();
    numbers.forEach(array::add);
    answer(array);
  }

  void answerText(String text) {
    context.contentType(CONTENT_TYPE).result(text);
  }

  void answerNothing() {
    context.status(204);
  }
}
