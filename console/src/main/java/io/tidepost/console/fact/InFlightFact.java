package io.tidepost.console.fact;

import java.util.List;

/// What has a share group in flight in the partitions that a node leads?
public record InFlightFact(String group) implements Fact<InFlightFact.Answer> {

  public record Answer(List<NodeFacts.InFlight> partitions) {}

  @Override
  public Class<Answer> answer() {
    return Answer.class;
  }

  @Override
  public Answer of(NodeFacts node) {
    return new Answer(node.inFlight(group));
  }
}
