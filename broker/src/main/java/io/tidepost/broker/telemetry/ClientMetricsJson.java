package io.tidepost.broker.telemetry;

import io.tidepost.broker.JsonText;
import java.util.Map;

/// One push as the JSON of a record, see docs/formats/client-metrics.md.
final class ClientMetricsJson {

  private ClientMetricsJson() {}

  static String of(ClientMetrics.Client client, boolean terminating) {
    ClientIdentity identity = client.identity();
    var out = new StringBuilder(256 + 128 * client.series().size());
    out.append("{\"time\":").append(client.pushedMillis());
    text(out, "clientInstanceId", identity.instanceId().toString());
    text(out, "clientId", identity.clientId());
    text(out, "softwareName", identity.softwareName());
    text(out, "softwareVersion", identity.softwareVersion());
    text(out, "address", identity.address());
    text(out, "principal", identity.principal());
    out.append(",\"terminating\":").append(terminating);
    labels(out, client.labels());
    out.append(",\"metrics\":[");
    String separator = "";
    for (ClientMetrics.Series series : client.series()) {
      out.append(separator).append("{\"name\":");
      JsonText.quote(out, series.name());
      out.append(",\"type\":\"").append(series.counter() ? "counter" : "gauge").append('"');
      labels(out, series.labels());
      out.append(",\"value\":").append(series.value()).append('}');
      separator = ",";
    }
    return out.append("]}").toString();
  }

  private static void text(StringBuilder out, String name, String value) {
    out.append(",\"").append(name).append("\":");
    JsonText.quote(out, value);
  }

  private static void labels(StringBuilder out, Map<String, String> labels) {
    out.append(",\"labels\":{");
    String separator = "";
    for (Map.Entry<String, String> label : labels.entrySet()) {
      out.append(separator);
      JsonText.quote(out, label.getKey());
      out.append(':');
      JsonText.quote(out, label.getValue());
      separator = ",";
    }
    out.append('}');
  }
}
