package io.tidepost.cli;

import java.io.PrintStream;
import picocli.CommandLine.Option;

/// `-o`: for people or for programs.
public final class OutputOptions {

  /// Forms in which data can be printed.
  public enum Form {
    /// Columns for people.
    table,
    /// Documented and stable; see docs/formats/cli-json.md.
    json
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}. The JSON is stable.")
  Form form = Form.table;

  /// Whether programs read it.
  public boolean json() {
    return form == Form.json;
  }

  /// Prints a table's rows as aligned columns or as a JSON array of objects.
  public void print(PrintStream out, Table table) {
    if (json()) {
      Json.print(out, table.rows());
    } else {
      table.print(out);
    }
  }
}
