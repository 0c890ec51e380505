package io.tidepost.console.cluster;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A place in a JSON value: `$.order.items[0].name`, or `$['a b']`.
record JsonPath(JsonPointer pointer) {

  private static final Pattern STEP =
      Pattern.compile("\\.([^.\\[\\]\\s]+)|\\[(\\d+)]|\\['([^']*)']|\\[\"([^\"]*)\"]");

  /// @throws ConsoleFailure when the text is no such path
  static JsonPath parse(String text) {
    String path = text.strip();
    String steps =
        path.startsWith("$") ? path.substring(1) : path.startsWith(".") ? path : "." + path;
    StringBuilder pointer = new StringBuilder();
    Matcher step = STEP.matcher(steps);
    int at = 0;
    while (at < steps.length()) {
      if (!step.find(at) || step.start() != at) {
        throw new ConsoleFailure(
            400, "'" + text + "' is no path such as $.order.total or $.items[0].name.");
      }
      for (int group = 1; group <= step.groupCount(); group++) {
        if (step.group(group) != null) {
          pointer.append('/').append(step.group(group).replace("~", "~0").replace("/", "~1"));
        }
      }
      at = step.end();
    }
    return new JsonPath(JsonPointer.compile(pointer.toString()));
  }

  JsonNode find(JsonNode value) {
    return value.at(pointer);
  }
}
