package io.tidepost.cli.load;

import io.tidepost.cli.Progress;
import io.tidepost.cli.Table;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a run of load measured, for people and programs.
record Report(String topic, int size, Load.Outcome outcome) {

  private static final double[] PARTS = {0.5, 0.95, 0.99, 0.999, 1};

  private static final String[] NAMES = {"p50Ms", "p95Ms", "p99Ms", "p999Ms", "maxMs"};

  /// See docs/formats/cli-json.md.
  Map<String, Object> tree() {
    History.Verdict verdict = outcome.verdict();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("topic", topic);
    tree.put("valueBytes", size);
    tree.put("produce", side(outcome.produced(), verdict.acknowledged(), outcome.writeSeconds()));
    tree.put("consume", side(outcome.consumed(), outcome.readRecords(), outcome.readSeconds()));
    tree.put("acknowledged", verdict.acknowledged());
    tree.put("readBack", verdict.readBack());
    tree.put("lost", verdict.lost());
    tree.put("doubled", verdict.doubled());
    tree.put("outOfOrder", verdict.outOfOrder());
    tree.put("damaged", verdict.damaged());
    tree.put("refused", verdict.refusals());
    tree.put("sound", sound());
    return tree;
  }

  /// Whether everything that was acknowledged was read back, once, in order, as it was written.
  boolean sound() {
    return outcome.verdict().sound() && !outcome.behind() && outcome.verdict().acknowledged() > 0;
  }

  private Map<String, Object> side(Latencies latencies, long records, double seconds) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("records", records);
    tree.put("seconds", rounded(seconds));
    tree.put("recordsPerSecond", rounded(records / seconds));
    tree.put("bytesPerSecond", rounded(records / seconds * size));
    for (int i = 0; i < PARTS.length; i++) {
      tree.put(NAMES[i], latencies.percentile(PARTS[i]) / 1000.0);
    }
    return tree;
  }

  private static double rounded(double number) {
    return Math.round(number * 1000) / 1000.0;
  }

  void print(PrintStream out) {
    History.Verdict verdict = outcome.verdict();
    var table =
        new Table("side", "records", "records/s", "bytes/s", "p50", "p95", "p99", "p99.9", "max");
    row(table, "acknowledged", outcome.produced(), verdict.acknowledged(), outcome.writeSeconds());
    row(table, "read back", outcome.consumed(), outcome.readRecords(), outcome.readSeconds());
    table.print(out);
    out.println(
        "Milliseconds, from when a record was due to its acknowledgement or to its reader.");
    verdict.refusals().forEach((why, count) -> out.println("refused " + count + ": " + why));
    if (sound()) {
      out.printf(
          Locale.ROOT,
          "Everything that was acknowledged was read back, once and in order: %,d records.%n",
          verdict.acknowledged());
      return;
    }
    List<String> faults = new ArrayList<>();
    fault(faults, verdict.lost(), "lost");
    fault(faults, verdict.doubled(), "doubled");
    fault(faults, verdict.outOfOrder(), "out of order");
    fault(faults, verdict.damaged(), "damaged");
    if (outcome.behind()) {
      faults.add("not everything could be read in time");
    }
    if (verdict.acknowledged() == 0) {
      faults.add("nothing was acknowledged");
    }
    out.println("NOT SOUND: " + String.join(", ", faults));
    verdict.names().forEach(name -> out.println("  lost: " + name));
  }

  private static void fault(List<String> faults, long count, String what) {
    if (count > 0) {
      faults.add(count + " " + what);
    }
  }

  private void row(Table table, String side, Latencies latencies, long records, double seconds) {
    List<Object> row = new ArrayList<>();
    row.add(side);
    row.add(records);
    row.add(Math.round(records / seconds));
    row.add(Progress.size(Math.round(records / seconds * size)));
    for (double part : PARTS) {
      row.add(latencies.percentile(part) / 1000.0);
    }
    table.row(row.toArray());
  }
}
