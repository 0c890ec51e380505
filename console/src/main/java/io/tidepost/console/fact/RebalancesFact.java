package io.tidepost.console.fact;

import java.util.List;

/// Why did a group share its work out anew, the last times?
public record RebalancesFact(String group) implements Fact<RebalancesFact.Answer> {

  public record Answer(List<NodeFacts.Rebalance> times) {}

  @Override
  public Class<Answer> answer() {
    return Answer.class;
  }

  @Override
  public Answer of(NodeFacts node) {
    return new Answer(node.rebalances(group));
  }
}
