package io.tidepost.cli.desired;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tidepost.cli.Failure;
import io.tidepost.cli.schema.RegistryClient;
import io.tidepost.cli.yaml.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// `schemas`: the newest version of each subject, and how new ones are checked.
final class SchemasSection implements Section<SchemasSection.Subject> {

  private static final int NOT_FOUND = 404;
  private static final List<String> TYPES = List.of("AVRO", "JSON", "PROTOBUF");

  /// @param compatibility empty when it is as the registry says
  record Subject(String type, String schema, String compatibility) {}

  @Override
  public String name() {
    return "schemas";
  }

  @Override
  public Map<String, Subject> read(Item item) {
    Map<String, Subject> subjects = new LinkedHashMap<>();
    item.fields()
        .forEach((name, subject) -> {
          Map<String, Item> fields = subject.fields("type", "schema", "file", "compatibility");
          String type = text(fields.get("type"), "AVRO");
          if (!TYPES.contains(type)) {
            subject.problem("type: should be one of " + String.join(", ", TYPES));
          }
          String schema = "";
          if (fields.containsKey("schema") == fields.containsKey("file")) {
            subject.problem("should have either schema, with the text, or file, with its path");
          } else if (fields.containsKey("schema")) {
            schema = text(fields.get("schema"), "");
          } else {
            String path = text(fields.get("file"), "");
            try {
              schema = Files.readString(item.file().resolveSibling(path));
            } catch (IOException e) {
              subject.problem("file: " + path + " cannot be read");
            }
          }
          subjects.put(name, new Subject(type, schema, text(fields.get("compatibility"), "")));
        });
    return subjects;
  }

  private static String text(@Nullable Item item, String otherwise) {
    String text = item == null ? otherwise : item.text();
    return text == null ? otherwise : text;
  }

  @Override
  public Map<String, Subject> actual(Cluster cluster, @Nullable Set<String> names) {
    Map<String, Subject> subjects = new TreeMap<>();
    RegistryClient registry = cluster.schemas();
    List<String> asked = new ArrayList<>();
    if (names == null) {
      registry.ask("GET", "/subjects", null).forEach(name -> asked.add(name.asText()));
    } else {
      asked.addAll(names);
    }
    for (String name : asked) {
      String segment = RegistryClient.part(name);
      JsonNode newest = known(registry, "/subjects/" + segment + "/versions/latest");
      if (newest != null) {
        JsonNode own = known(registry, "/config/" + segment);
        subjects.put(
            name,
            new Subject(
                newest.path("schemaType").asText("AVRO"),
                newest.path("schema").asText(),
                own == null ? "" : own.path("compatibilityLevel").asText()));
      }
    }
    return subjects;
  }

  /// @return `null` when there is no such thing
  private static @Nullable JsonNode known(RegistryClient registry, String path) {
    try {
      return registry.tryAsk("GET", path, null);
    } catch (RegistryClient.RefusedException e) {
      if (e.code() / 100 == NOT_FOUND || e.code() == NOT_FOUND) {
        return null;
      }
      throw new Failure("the registry says: " + e.getMessage(), e);
    }
  }

  /// A schema's text without the white space that means nothing.
  private static String plain(String type, String schema) {
    if (type.equals("PROTOBUF")) {
      return schema.strip();
    }
    try {
      return RegistryClient.json().readTree(schema).toString();
    } catch (JsonProcessingException e) {
      return schema.strip();
    }
  }

  @Override
  public List<Change> steps(
      Cluster cluster, String name, Subject wanted, @Nullable Subject actual, boolean removals) {
    List<Change> steps = new ArrayList<>();
    if (!wanted.compatibility.isEmpty()
        && (actual == null || !wanted.compatibility.equals(actual.compatibility))) {
      steps.add(
          new Change(
              name(),
              name,
              actual == null ? Change.Verb.CREATE : Change.Verb.UPDATE,
              List.of(
                  "compatibility: "
                      + (actual == null || actual.compatibility.isEmpty()
                          ? ""
                          : actual.compatibility + " → ")
                      + wanted.compatibility),
              List.of(),
              c ->
                  c.schemas()
                      .ask(
                          "PUT",
                          "/config/" + RegistryClient.part(name),
                          RegistryClient.json()
                              .createObjectNode()
                              .put("compatibility", wanted.compatibility))));
    }
    boolean same =
        actual != null
            && actual.type.equals(wanted.type)
            && plain(wanted.type, actual.schema).equals(plain(wanted.type, wanted.schema));
    if (!same) {
      if (actual != null) {
        requireCompatible(cluster, name, wanted);
      }
      steps.add(
          new Change(
              name(),
              name,
              actual == null ? Change.Verb.CREATE : Change.Verb.UPDATE,
              List.of(actual == null ? wanted.type : "a new version"),
              List.of(),
              c ->
                  c.schemas()
                      .ask(
                          "POST",
                          "/subjects/" + RegistryClient.part(name) + "/versions",
                          body(wanted))));
    }
    return steps;
  }

  private static JsonNode body(Subject subject) {
    return RegistryClient.json()
        .createObjectNode()
        .put("schema", subject.schema)
        .put("schemaType", subject.type);
  }

  private static void requireCompatible(Cluster cluster, String name, Subject wanted) {
    JsonNode verdict =
        cluster
            .schemas()
            .ask(
                "POST",
                "/compatibility/subjects/"
                    + RegistryClient.part(name)
                    + "/versions/latest?verbose=true",
                body(wanted));
    if (!verdict.path("is_compatible").asBoolean(true)) {
      List<String> reasons = new ArrayList<>();
      verdict.path("messages").forEach(message -> reasons.add(message.asText()));
      throw new Failure(
          "schemas."
              + name
              + ": the new version does not go with the newest one: "
              + String.join("; ", reasons));
    }
  }

  @Override
  public List<String> leftAlone(String name, Subject wanted, @Nullable Subject actual) {
    return List.of();
  }

  @Override
  public Change removal(Cluster cluster, String name, Subject actual) {
    return new Change(
        name(),
        name,
        Change.Verb.DELETE,
        List.of(),
        List.of("it can be brought back by registering it again"),
        c -> c.schemas().ask("DELETE", "/subjects/" + RegistryClient.part(name), null));
  }

  @Override
  public Object written(String name, Subject subject) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("type", subject.type);
    if (!subject.compatibility.isEmpty()) {
      tree.put("compatibility", subject.compatibility);
    }
    tree.put("schema", subject.schema);
    return tree;
  }
}
