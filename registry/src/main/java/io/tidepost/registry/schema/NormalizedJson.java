package io.tidepost.registry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.TreeSet;

/// Prints JSON so that documents which differ in the order of their properties or in how numbers
/// are written look the same.
final class NormalizedJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

  private NormalizedJson() {}

  static String print(JsonNode node) {
    return sorted(node).toString();
  }

  private static JsonNode sorted(JsonNode node) {
    if (node.isObject()) {
      var names = new TreeSet<String>();
      node.fieldNames().forEachRemaining(names::add);
      ObjectNode result = NODES.objectNode();
      names.forEach(name -> result.set(name, sorted(node.get(name))));
      return result;
    }
    if (node.isArray()) {
      ArrayNode result = NODES.arrayNode();
      node.forEach(element -> result.add(sorted(element)));
      return result;
    }
    return node.isNumber() ? number(node.decimalValue()) : node;
  }

  private static JsonNode number(BigDecimal value) {
    BigDecimal plain = value.stripTrailingZeros();
    return DecimalNode.valueOf(
        plain.scale() < 0 && plain.scale() > -20 ? plain.setScale(0) : plain);
  }
}
