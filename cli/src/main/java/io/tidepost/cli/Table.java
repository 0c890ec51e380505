package io.tidepost.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Rows under named columns: aligned text for people, an array of objects for programs.
///
/// A column's name is its JSON key in camel case; the heading is made of it (`logEndOffset` → `LOG
/// END OFFSET`). Numbers are aligned to the right.
public final class Table {

  private final List<String> columns;
  private final List<List<@Nullable Object>> rows = new ArrayList<>();

  public Table(String... columns) {
    this.columns = List.of(columns);
  }

  /// Adds a row: one value per column; `null` is `-` for people and `null` for programs.
  public Table row(@Nullable Object... values) {
    if (values.length != columns.size()) {
      throw new IllegalArgumentException(values.length + " values for columns " + columns);
    }
    rows.add(Arrays.asList(values.clone()));
    return this;
  }

  /// Number of rows.
  public int size() {
    return rows.size();
  }

  /// The rows as objects, keyed by column.
  public List<Map<String, @Nullable Object>> rows() {
    List<Map<String, @Nullable Object>> all = new ArrayList<>();
    for (List<@Nullable Object> row : rows) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      for (int i = 0; i < columns.size(); i++) {
        object.put(columns.get(i), row.get(i));
      }
      all.add(object);
    }
    return all;
  }

  /// Prints headings and rows; nothing but the headings when there are no rows.
  public void print(PrintStream out) {
    List<String[]> cells = new ArrayList<>();
    cells.add(columns.stream().map(Table::heading).toArray(String[]::new));
    rows.forEach(row -> cells.add(row.stream().map(Table::cell).toArray(String[]::new)));
    int[] widths = new int[columns.size()];
    boolean[] numeric = new boolean[columns.size()];
    for (int c = 0; c < widths.length; c++) {
      int column = c;
      widths[c] = cells.stream().mapToInt(line -> line[column].length()).max().orElse(0);
      numeric[c] =
          rows.stream().map(r -> r.get(column)).anyMatch(Number.class::isInstance)
              && rows.stream()
                  .map(r -> r.get(column))
                  .allMatch(v -> v == null || v instanceof Number);
    }
    for (String[] line : cells) {
      out.println(line(line, widths, numeric));
    }
  }

  private static String line(String[] cells, int[] widths, boolean[] numeric) {
    var text = new StringBuilder();
    for (int c = 0; c < cells.length; c++) {
      String padding = " ".repeat(widths[c] - cells[c].length());
      text.append(c == 0 ? "" : "  ");
      text.append(numeric[c] ? padding + cells[c] : cells[c] + padding);
    }
    return text.toString().stripTrailing();
  }

  private static String heading(String column) {
    return column.replaceAll("([A-Z])", " $1").toUpperCase(Locale.ROOT);
  }

  private static String cell(@Nullable Object value) {
    return switch (value) {
      case null -> "-";
      case Collection<?> c -> c.stream().map(Table::cell).collect(Collectors.joining(","));
      case Map<?, ?> m ->
          m.entrySet().stream()
              .map(e -> e.getKey() + "=" + e.getValue())
              .collect(Collectors.joining(","));
      default -> value.toString();
    };
  }
}
