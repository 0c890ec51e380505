package io.tidepost.console.fact;

import java.util.Comparator;
import java.util.List;

/// Who has written?
///
/// @param topic to which one; empty for all
/// @param most so many are told of, those that did last
public record WritersFact(String topic, int most) implements Fact<WritersFact.Answer> {

  public record Answer(List<NodeFacts.Writer> writers) {}

  @Override
  public Class<Answer> answer() {
    return Answer.class;
  }

  @Override
  public Answer of(NodeFacts node) {
    return new Answer(
        node.writers().stream()
            .filter(writer -> topic.isEmpty() || writer.topic().equals(topic))
            .sorted(Comparator.comparingLong(NodeFacts.Writer::lastMillis).reversed())
            .limit(most)
            .toList());
  }
}
