package io.tidepost.registry.service;

import io.tidepost.registry.decide.Command;
import io.tidepost.registry.decide.RegistryException;
import io.tidepost.registry.decide.Round;
import org.jspecify.annotations.Nullable;

/// A command whose caller waits. Only touched by whoever holds the right to write, until it is
/// answered.
final class Waiting<R> {

  private final Command<R> command;
  private Round.@Nullable Outcome<R> outcome;

  Waiting(Command<R> command) {
    this.command = command;
  }

  Command<R> command() {
    return command;
  }

  boolean isAnswered() {
    return outcome != null;
  }

  /// @param result of this command
  @SuppressWarnings("unchecked")
  void answer(Round.Outcome<?> result) {
    outcome = (Round.Outcome<R>) result;
  }

  void failUnlessAnswered(RegistryException failure) {
    if (outcome == null) {
      outcome = new Round.Outcome<>(null, failure);
    }
  }

  /// The answer, once there is one.
  R answer() throws RegistryException {
    Round.Outcome<R> answered = outcome;
    if (answered == null) {
      throw new IllegalStateException("not answered yet");
    }
    if (answered.refusal() instanceof RegistryException e) {
      throw new RegistryException(e.status(), e.code(), String.valueOf(e.getMessage()));
    }
    if (answered.refusal() instanceof RuntimeException e) {
      throw e;
    }
    R result = answered.result();
    if (result == null) {
      throw new IllegalStateException("no result of " + command);
    }
    return result;
  }
}
