package io.tidepost.console.fact;

/// Asks every node of the cluster for what only a node knows. Any thread. Whoever shows it looks
/// first whether the person may see it: nodes ask each other as nodes.
public interface ClusterFacts {

  /// Number of the node whose console this is.
  int node();

  /// Asks all nodes at once. Blocks for some seconds at most: nodes that do not answer in time are
  /// named, not waited for.
  <A> Told<A> ask(Fact<A> fact);
}
