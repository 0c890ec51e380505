package io.tidepost.metadata.controller;

/// Something that the controller is asked to do. One command is one small class in a file of its
/// own, with everything it needs handed to it, so it decides the same wherever it runs.
///
/// @param <R> the answer
public interface Command<R> {

  /// Looks at the state and decides. Changes nothing.
  Decision<R> decide(ControllerContext context);
}
