package io.tidepost.console.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which records of a topic, as people write it: `0:15`, `0:20-30`, `1:*`, separated by commas;
/// nothing means all.
///
/// @param ranges none for all records
public record Picks(List<Range> ranges) {

  /// @param partition of the records
  /// @param first offset
  /// @param last offset, which is one of them
  public record Range(int partition, long first, long last) {}

  private static final Pattern ONE =
      Pattern.compile("(\\d{1,9}):(\\*|(\\d{1,18})(?:-(\\d{1,18}))?)");

  /// Reads it.
  ///
  /// @throws ConsoleFailure that names what is no such thing
  public static Picks parse(String text) {
    List<Range> ranges = new ArrayList<>();
    for (String word : text.split("[,\\s]+")) {
      if (word.isEmpty()) {
        continue;
      }
      Matcher one = ONE.matcher(word);
      if (!one.matches()) {
        throw new ConsoleFailure(
            400,
            "records: '" + word + "' is no place such as 0:15, 0:20-30 or 1:* (partition:offset).");
      }
      int partition = Integer.parseInt(one.group(1));
      if (one.group(2).equals("*")) {
        ranges.add(new Range(partition, 0, Long.MAX_VALUE - 1));
        continue;
      }
      long first = Long.parseLong(one.group(3));
      long last = one.group(4) == null ? first : Long.parseLong(one.group(4));
      if (last < first) {
        throw new ConsoleFailure(400, "records: '" + word + "' ends before it begins.");
      }
      ranges.add(new Range(partition, first, last));
    }
    return new Picks(merged(ranges));
  }

  /// In order, without what is named twice.
  private static List<Range> merged(List<Range> ranges) {
    ranges.sort(Comparator.comparingInt(Range::partition).thenComparingLong(Range::first));
    List<Range> merged = new ArrayList<>();
    for (Range range : ranges) {
      Range before = merged.isEmpty() ? null : merged.getLast();
      if (before != null
          && before.partition() == range.partition()
          && range.first() <= before.last() + 1) {
        merged.removeLast();
        merged.add(
            new Range(range.partition(), before.first(), Math.max(before.last(), range.last())));
      } else {
        merged.add(range);
      }
    }
    return List.copyOf(merged);
  }

  /// As people write it.
  public String text() {
    List<String> words = new ArrayList<>();
    for (Range range : ranges) {
      words.add(
          range.partition()
              + ":"
              + (range.last() == Long.MAX_VALUE - 1 && range.first() == 0
                  ? "*"
                  : range.first() == range.last()
                      ? String.valueOf(range.first())
                      : range.first() + "-" + range.last()));
    }
    return String.join(", ", words);
  }
}
