package io.tidepost.console.fact;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Who is connected?
///
/// @param holds text in whatever is known of a connection; empty for all
/// @param most so many are told of, by client id
public record ConnectionsFact(String holds, int most) implements Fact<ConnectionsFact.Answer> {

  /// @param total open connections
  /// @param found those that hold the text
  public record Answer(int total, int found, List<NodeFacts.Connected> rows) {}

  @Override
  public Class<Answer> answer() {
    return Answer.class;
  }

  @Override
  public Answer of(NodeFacts node) {
    String wanted = holds.toLowerCase(Locale.ROOT);
    List<NodeFacts.Connected> all = node.connections();
    List<NodeFacts.Connected> found =
        all.stream()
            .filter(one -> one.toString().toLowerCase(Locale.ROOT).contains(wanted))
            .sorted(ORDER)
            .toList();
    return new Answer(all.size(), found.size(), found.stream().limit(most).toList());
  }

  /// Clients by name; each one's connections, the newest first.
  public static final Comparator<NodeFacts.Connected> ORDER =
      Comparator.comparing(NodeFacts.Connected::clientId)
          .thenComparing(NodeFacts.Connected::address)
          .thenComparing(NodeFacts.Connected::openMillis);
}
