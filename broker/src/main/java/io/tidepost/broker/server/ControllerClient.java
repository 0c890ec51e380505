package io.tidepost.broker.server;

import io.tidepost.metadata.controller.Command;
import io.tidepost.metadata.controller.Failure;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The way to the active controller, here or elsewhere, from any thread.
public interface ControllerClient {

  /// Has the controller decide a command.
  ///
  /// @param answer told the result once everything the decision rests on is committed and this
  ///   broker acts on it (a created topic's partitions accept writes), or why there is none; called
  ///   on any thread
  <R> void submit(Command<R> command, BiConsumer<@Nullable R, @Nullable Failure> answer);

  /// As [#submit], of this node's own controller: refused with `NOT_CONTROLLER` while another one
  /// is active.
  <R> void submitHere(Command<R> command, BiConsumer<@Nullable R, @Nullable Failure> answer);

  /// Asks who votes on the metadata log and how far they are.
  ///
  /// @param answer called on the metadata loop
  void describeQuorum(Consumer<QuorumDescription> answer);
}
