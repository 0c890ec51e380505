package io.tidepost.console.fact;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/// What the nodes of the cluster answered, in the order of their numbers.
///
/// @param all those that did
/// @param silent those that did not
public record Told<A>(List<Of<A>> all, List<Silent> silent) {

  /// One node's answer.
  public record Of<A>(int node, A answer) {}

  /// A node without an answer.
  ///
  /// @param why behind its number in a sentence, such as `is not there`
  public record Silent(int node, String why) {}

  /// What one node alone says.
  public static <A> Told<A> by(int node, A answer) {
    return new Told<>(List.of(new Of<>(node, answer)), List.of());
  }

  /// What all said, behind each other.
  public <R> List<R> flat(Function<A, Collection<R>> parts) {
    return all.stream().flatMap(one -> parts.apply(one.answer()).stream()).toList();
  }
}
