package io.tidepost.cli.load;

import io.tidepost.cli.Table;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What faults did to a load, for people and programs.
record ChaosReport(List<ChaosRun.Happened> happened, Report load) {

  boolean sound() {
    return load.sound() && happened.stream().allMatch(each -> each.trouble() == null);
  }

  private Table table() {
    var table =
        new Table("fault", "round", "startMs", "silentMs", "silentPartition", "healMs", "trouble");
    for (ChaosRun.Happened each : happened) {
      table.row(
          each.fault(),
          each.round(),
          each.startMillis(),
          each.silence().millis(),
          each.silence().partition(),
          each.healMillis(),
          each.trouble());
    }
    return table;
  }

  /// See docs/formats/cli-json.md.
  Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("faults", table().rows());
    tree.put("load", load.tree());
    tree.put("sound", sound());
    return tree;
  }

  void print(PrintStream out) {
    table().print(out);
    out.println(
        "Silent: the longest time without an acknowledgement in any partition, from the fault's"
            + " beginning until all replicas were in sync; heal: from its end until then.");
    out.println();
    load.print(out);
    if (load.sound() && !sound()) {
      out.println("NOT SOUND: a fault could not be made, mended or healed");
    }
  }
}
