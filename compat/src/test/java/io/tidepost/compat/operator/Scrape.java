package io.tidepost.compat.operator;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// A page in Prometheus' text format, taken apart.
///
/// @param samples values by name with labels as they stand on the page
/// @param described names that have a help line
record Scrape(Map<String, Double> samples, Set<String> described) {

  static Scrape of(String page) {
    Map<String, Double> samples = new LinkedHashMap<>();
    Set<String> described = new LinkedHashSet<>();
    for (String line : page.lines().toList()) {
      if (line.startsWith("# HELP ")) {
        described.add(line.split(" ")[2]);
      } else if (!line.startsWith("#")) {
        int space = line.lastIndexOf(' ');
        samples.put(line.substring(0, space), Double.parseDouble(line.substring(space + 1)));
      }
    }
    return new Scrape(samples, described);
  }

  /// The value of a sample, -1 when there is none.
  double value(String sample) {
    return samples.getOrDefault(sample, -1.0);
  }
}
