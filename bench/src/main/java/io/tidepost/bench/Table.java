package io.tidepost.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Collects figures over the alternations and prints medians, with ratios to Kafka's, as a Markdown
/// table.
final class Table {
  private final List<Contestant> contestants;
  private final Map<String, Map<Contestant, List<Figure>>> rows = new LinkedHashMap<>();

  Table(List<Contestant> contestants) {
    this.contestants = contestants;
  }

  void add(Contestant contestant, Figure figure) {
    rows.computeIfAbsent(figure.row(), _ -> new EnumMap<>(Contestant.class))
        .computeIfAbsent(contestant, _ -> new ArrayList<>())
        .add(figure);
  }

  String markdown() {
    StringBuilder text = new StringBuilder("| what | limit |");
    contestants.forEach(contestant -> text.append(' ').append(contestant.label()).append(" |"));
    text.append("\n|---|---|").append("---|".repeat(contestants.size())).append('\n');
    rows.forEach((row, figures) -> text.append(line(row, figures)));
    return text.toString();
  }

  private String line(String row, Map<Contestant, List<Figure>> figures) {
    Figure any = figures.values().iterator().next().getFirst();
    StringBuilder text = new StringBuilder("| ").append(row).append(" | ");
    text.append(any.limit() == 0 ? "" : String.format(Locale.ROOT, "× %.2f", any.limit()))
        .append(" |");
    double kafka = median(figures.get(Contestant.KAFKA));
    for (Contestant contestant : contestants) {
      double value = median(figures.get(contestant));
      text.append(' ').append(Double.isNaN(value) ? "–" : number(value));
      if (contestant != Contestant.KAFKA && !Double.isNaN(kafka) && !Double.isNaN(value)) {
        text.append(
            String.format(Locale.ROOT, " (× %.2f%s)", value / kafka, miss(any, value, kafka)));
      }
      text.append(" |");
    }
    return text.append('\n').toString();
  }

  /// What is said of a ratio beyond its limit.
  private static String miss(Figure any, double value, double kafka) {
    double bound = kafka * any.limit();
    if (any.limit() == 0) {
      return "";
    }
    if (any.moreIsBetter()) {
      return value >= bound ? "" : ", short";
    }
    return value <= bound ? "" : ", over";
  }

  private static double median(@Nullable List<Figure> figures) {
    if (figures == null) {
      return Double.NaN;
    }
    double[] values = figures.stream().mapToDouble(Figure::value).sorted().toArray();
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }

  private static String number(double value) {
    return String.format(
        Locale.ROOT, value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.3f", value);
  }
}
