package io.tidepost.monitor.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The page says of every metric what it is.
class MetricsTableTest {

  private static final Path PAGE = Path.of("..", "docs", "METRICS.md");

  @Test
  void isFresh() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(MetricsTable.BEGIN) + MetricsTable.BEGIN.length();
    int end = page.indexOf(MetricsTable.END);
    assertTrue(begin < end, "docs/METRICS.md has no place for the table");
    String wanted = "\n\n" + MetricsTable.text() + "\n";
    if (Boolean.getBoolean("tidepost.metrics.page")) {
      Files.writeString(PAGE, page.substring(0, begin) + wanted + page.substring(end));
      return;
    }
    assertEquals(
        wanted,
        page.substring(begin, end),
        "docs/METRICS.md is stale; rewrite it with: mvn -pl monitor -am test"
            + " -Dtest=MetricsTableTest -Dsurefire.failIfNoSpecifiedTests=false"
            + " -Dtest.jvm.extra=-Dtidepost.metrics.page=true");
  }

  @Test
  void namesAreToldApartAndHelpIsASentence() {
    Set<String> names = new HashSet<>();
    for (Metric metric : Metric.values()) {
      assertTrue(names.add(metric.sample()), metric.sample());
      assertTrue(metric.sample().matches("[a-z][a-z0-9_]*"), metric.sample());
      assertTrue(metric.help().endsWith("."), metric.help());
    }
  }
}
