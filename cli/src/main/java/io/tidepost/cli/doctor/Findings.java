package io.tidepost.cli.doctor;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the doctor found, in the order of looking. Lines are printed as they come, since some looks
/// take seconds.
final class Findings {

  /// How bad it is.
  enum Level {
    ok,
    note,
    problem
  }

  private final @Nullable PrintStream out;
  private final List<Map<String, @Nullable Object>> all = new ArrayList<>();
  private int problems;

  /// @param out where to tell people; `null` when programs read the result
  Findings(@Nullable PrintStream out) {
    this.out = out;
  }

  /// Everything is as it should be with this.
  void ok(String sentence) {
    add(Level.ok, sentence, null);
  }

  /// Worth knowing.
  void note(String sentence, @Nullable String advice) {
    add(Level.note, sentence, advice);
  }

  /// This is why it does not work.
  void problem(String sentence, String advice) {
    problems++;
    add(Level.problem, sentence, advice);
  }

  /// How many problems there are.
  int problems() {
    return problems;
  }

  /// What programs read.
  List<Map<String, @Nullable Object>> tree() {
    return all;
  }

  private void add(Level level, String sentence, @Nullable String advice) {
    Map<String, @Nullable Object> finding = new LinkedHashMap<>();
    finding.put("level", level);
    finding.put("finding", sentence);
    finding.put("advice", advice);
    all.add(finding);
    if (out != null) {
      out.printf("%-8s %s%n", level, sentence);
      if (advice != null) {
        out.printf("%-8s   -> %s%n", "", advice);
      }
      out.flush();
    }
  }
}
