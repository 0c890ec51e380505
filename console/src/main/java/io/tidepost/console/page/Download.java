package io.tidepost.console.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidepost.console.cluster.Shown;
import io.tidepost.console.cluster.ShownRecord;
import java.time.Instant;
import java.util.List;

/// Records as a file.
final class Download {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Download() {}

  static String json(List<ShownRecord> records) {
    ArrayNode all = MAPPER.createArrayNode();
    for (ShownRecord record : records) {
      ObjectNode one = all.addObject();
      one.put("topic", record.topic());
      one.put("partition", record.partition());
      one.put("offset", record.offset());
      one.put("timestamp", Instant.ofEpochMilli(record.timeMillis()).toString());
      put(one, "key", record.key());
      put(one, "value", record.value());
      ArrayNode headers = one.putArray("headers");
      record
          .headers()
          .forEach(header ->
              put(headers.addObject().put("name", header.name()), "value", header.value()));
    }
    return all.toPrettyString() + "\n";
  }

  private static void put(ObjectNode object, String name, Shown shown) {
    if (shown.json() != null) {
      object.set(name, shown.json());
    } else if (shown.kind().equals("null")) {
      object.putNull(name);
    } else if (shown.kind().equals("hex")) {
      object.put(name + "_hex", shown.text());
    } else {
      object.put(name, shown.text());
    }
  }
}
