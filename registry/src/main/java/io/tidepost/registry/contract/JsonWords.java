package io.tidepost.registry.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/// JSON values in messages.
public final class JsonWords {

  private static final int LENGTH_MAX = 60;

  private JsonWords() {}

  /// The kind of a value and its beginning.
  public static String of(JsonNode value) {
    String kind =
        value.isIntegralNumber() ? "integer" : value.getNodeType().name().toLowerCase(Locale.ROOT);
    if (value.isNull() || value.isMissingNode()) {
      return "null";
    }
    if (value.isContainerNode()) {
      return "an " + kind + (value.isEmpty() ? " without elements" : "");
    }
    String text = value.toString();
    return kind + " " + (text.length() <= LENGTH_MAX ? text : text.substring(0, LENGTH_MAX) + "…");
  }
}
