package io.tidepost.monitor.prometheus;

import java.util.Locale;

/// The table of the node's own metrics in `docs/METRICS.md`, made of the declarations.
final class MetricsTable {

  /// The line that it begins behind.
  static final String BEGIN = "<!-- made of the declarations: begin -->";

  /// The line that it ends before.
  static final String END = "<!-- made of the declarations: end -->";

  private MetricsTable() {}

  /// The table in Markdown.
  static String text() {
    StringBuilder text = new StringBuilder();
    text.append("| metric | type | labels | what it is |\n|---|---|---|---|\n");
    for (Metric metric : Metric.values()) {
      text.append("| `").append(metric.sample()).append("` | ");
      text.append(metric.kind().name().toLowerCase(Locale.ROOT)).append(" | ");
      text.append(String.join(", ", metric.labels())).append(" | ");
      text.append(metric.help()).append(" |\n");
    }
    return text.toString();
  }
}
