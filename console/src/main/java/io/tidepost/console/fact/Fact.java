package io.tidepost.console.fact;

/// A question about what only a node knows. A record: its parts travel to other nodes as JSON, and
/// so does the answer, another record.
///
/// @param <A> the answer
public interface Fact<A> {

  /// The answer's class.
  Class<A> answer();

  /// Answers for one node. Any thread; blocks for some seconds at most.
  ///
  /// @throws io.tidepost.console.cluster.ConsoleFailure when the node cannot say now
  A of(NodeFacts node);
}
