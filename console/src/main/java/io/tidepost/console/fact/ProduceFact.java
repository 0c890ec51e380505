package io.tidepost.console.fact;

/// How does writing fare?
public record ProduceFact() implements Fact<NodeFacts.Produce> {

  @Override
  public Class<NodeFacts.Produce> answer() {
    return NodeFacts.Produce.class;
  }

  @Override
  public NodeFacts.Produce of(NodeFacts node) {
    return node.produce();
  }
}
