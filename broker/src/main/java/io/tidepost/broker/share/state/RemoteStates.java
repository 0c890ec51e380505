package io.tidepost.broker.share.state;

import io.tidepost.broker.cluster.BrokerConnections;
import io.tidepost.broker.net.client.NodeConnection;
import io.tidepost.broker.share.state.StateCall.Answered;
import io.tidepost.wire.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Asks share coordinators at other brokers. What one turn of the loop brings for a broker, of one
/// kind and for one group, goes in one request. Any thread.
final class RemoteStates {

  private record Target(int brokerId, Class<?> kind, String groupId) {}

  /// What goes in one request.
  private record Batch<R>(List<StateCall<R>> calls, Answered<R> answered) {

    void send(BrokerConnections brokers, int brokerId) {
      NodeConnection connection = brokers.to(brokerId);
      if (connection == null) {
        calls.forEach(
            call -> answered.accept(call, call.refused(ErrorCode.COORDINATOR_NOT_AVAILABLE)));
      } else {
        calls.getFirst().send(connection, calls, answered);
      }
    }
  }

  private final BrokerConnections brokers;

  /// On the loop of the connections.
  private final Map<Target, Batch<?>> waiting = new LinkedHashMap<>();

  RemoteStates(BrokerConnections brokers) {
    this.brokers = brokers;
  }

  /// @param answered told what came of it, on the loop of the connections
  <R> void ask(int brokerId, StateCall<R> call, Answered<R> answered) {
    brokers
        .loop()
        .execute(() -> {
          if (waiting.isEmpty()) {
            brokers.loop().atEndOfTurn(this::sendAll);
          }
          batch(new Target(brokerId, call.getClass(), call.key().groupId()), answered)
              .calls()
              .add(call);
        });
  }

  /// Calls of one kind have answers of one type.
  @SuppressWarnings("unchecked")
  private <R> Batch<R> batch(Target target, Answered<R> answered) {
    return (Batch<R>)
        waiting.computeIfAbsent(target, t -> new Batch<R>(new ArrayList<>(), answered));
  }

  private void sendAll() {
    Map<Target, Batch<?>> all = new LinkedHashMap<>(waiting);
    waiting.clear();
    all.forEach((target, batch) -> batch.send(brokers, target.brokerId()));
  }
}
