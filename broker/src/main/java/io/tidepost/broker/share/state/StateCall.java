package io.tidepost.broker.share.state;

import io.tidepost.base.Uuid;
import io.tidepost.broker.net.client.NodeConnection;
import io.tidepost.coordinator.runtime.Command;
import io.tidepost.coordinator.share.ShareCoordinatorShard;
import io.tidepost.coordinator.share.SharePartitionKey;
import io.tidepost.replica.share.SharedTopicPartition;
import io.tidepost.wire.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/// One thing that a share coordinator is asked about one share partition. All of them may be asked
/// twice: an answer can be lost.
///
/// @param <R> the answer
abstract class StateCall<R> {

  /// How long another broker may take.
  static final int ANSWER_MILLIS_MAX = 10_000;

  private final SharePartitionKey key;
  private final Consumer<R> done;
  private int tries;

  StateCall(SharePartitionKey key, Consumer<R> done) {
    this.key = key;
    this.done = done;
  }

  final SharePartitionKey key() {
    return key;
  }

  /// Tells whoever asked.
  final void finish(R answer) {
    done.accept(answer);
  }

  /// Counts the tries.
  final int tryAgain() {
    return ++tries;
  }

  /// The same for a coordinator that is here.
  abstract Command<ShareCoordinatorShard> command(Consumer<R> answer);

  /// The answer that says no.
  abstract R refused(ErrorCode error);

  abstract ErrorCode errorOf(R answer);

  /// Asks another broker, together with others of the same class and group.
  ///
  /// @param calls this one and the others
  /// @param answered told what came of each of them, on the connection's loop
  abstract void send(NodeConnection to, List<StateCall<R>> calls, Answered<R> answered);

  /// @param <R> the answer
  @FunctionalInterface
  interface Answered<R> {
    void accept(StateCall<R> call, R answer);
  }

  /// The calls by topic, as requests have them.
  static <C extends StateCall<?>> Map<Uuid, List<C>> byTopic(List<C> calls) {
    Map<Uuid, List<C>> topics = new LinkedHashMap<>();
    for (C call : calls) {
      topics.computeIfAbsent(call.key().topicId(), id -> new ArrayList<>()).add(call);
    }
    return topics;
  }

  /// Hands each call its part of an answer.
  ///
  /// @param results what came, none when there was no answer
  /// @param read brings a part into form
  static <R, P> void tell(
      List<StateCall<R>> calls,
      Map<SharedTopicPartition, P> results,
      Function<P, R> read,
      Answered<R> answered) {
    for (StateCall<R> call : calls) {
      P part = results.get(new SharedTopicPartition(call.key.topicId(), call.key.partition()));
      answered.accept(
          call,
          part == null ? call.refused(ErrorCode.COORDINATOR_NOT_AVAILABLE) : read.apply(part));
    }
  }
}
