package io.tidepost.registry.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds what a `$ref` stands for: a pointer or an anchor into its own document, an embedded
/// resource by its `$id`, or one of the named references. Nothing is fetched.
public final class JsonPointers {

  /// A schema with the document it stands in.
  ///
  /// @param node the schema
  /// @param document root of its document
  public record Target(JsonNode node, JsonNode document) {}

  private final Map<String, JsonNode> documents = new LinkedHashMap<>();
  private final Map<String, Target> named = new HashMap<>();

  public JsonPointers(JsonSchema schema) {
    schema
        .references()
        .forEach((name, document) -> {
          documents.put(name, document);
          index(document, document, "");
        });
    index(schema.root(), schema.root(), "");
  }

  /// Remembers every `$id`, `id` and anchor in `node`.
  private void index(JsonNode node, JsonNode document, String base) {
    String inner = base;
    if (node.isObject()) {
      JsonNode id = node.has("$id") ? node.get("$id") : node.path("id");
      if (id.isTextual()) {
        inner = resolve(base, id.asText());
        named.putIfAbsent(inner, new Target(node, inner.contains("#") ? document : node));
        named.putIfAbsent(id.asText(), new Target(node, document));
      }
      for (String keyword : new String[] {"$anchor", "$dynamicAnchor"}) {
        if (node.path(keyword).isTextual()) {
          named.putIfAbsent(inner + "#" + node.get(keyword).asText(), new Target(node, document));
        }
      }
    }
    for (JsonNode child : node) {
      if (child.isContainerNode()) {
        index(child, document, inner);
      }
    }
  }

  private static String resolve(String base, String id) {
    try {
      return base.isEmpty() ? id : URI.create(base).resolve(id).toString();
    } catch (IllegalArgumentException e) {
      return id; // no URI: it can only be named as it is written
    }
  }

  /// @param reference value of a `$ref`
  /// @param document the document that says so
  /// @return `null` when there is no such schema
  public @Nullable Target find(String reference, JsonNode document) {
    int hash = reference.indexOf('#');
    String resource = hash < 0 ? reference : reference.substring(0, hash);
    String fragment = hash < 0 ? "" : reference.substring(hash + 1);
    JsonNode root = document;
    if (!resource.isEmpty()) {
      Target target = named.get(reference);
      if (target != null) {
        return target;
      }
      root = resource(resource, document);
      if (root == null) {
        return null;
      }
    }
    if (fragment.isEmpty()) {
      return new Target(root, root);
    }
    if (!fragment.startsWith("/")) {
      return anchor(root, fragment);
    }
    return at(root, fragment);
  }

  private @Nullable JsonNode resource(String resource, JsonNode document) {
    JsonNode known = documents.get(resource);
    if (known != null) {
      return known;
    }
    Target target = named.get(resource);
    if (target == null) {
      String base = document.path("$id").asText(document.path("id").asText(""));
      String resolved = resolve(base, resource);
      target = named.get(resolved);
      known = documents.get(resolved);
      if (known != null) {
        return known;
      }
    }
    return target == null ? null : target.node();
  }

  private @Nullable Target anchor(JsonNode root, String anchor) {
    String base = root.path("$id").asText(root.path("id").asText(""));
    Target target = named.get(base + "#" + anchor);
    return target != null ? target : named.get("#" + anchor);
  }

  private static @Nullable Target at(JsonNode root, String fragment) {
    try {
      String pointer = URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8);
      JsonNode node = root.at(JsonPointer.compile(pointer));
      return node.isMissingNode() ? null : new Target(node, root);
    } catch (IllegalArgumentException e) {
      return null; // no pointer: nothing is there
    }
  }
}
