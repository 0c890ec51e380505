package io.tidepost.monitor.figures;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.share.SharePartitions;
import io.tidepost.coordinator.group.DescribeHistory;
import io.tidepost.coordinator.group.GroupHistory;
import io.tidepost.coordinator.runtime.Reply;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// What only this node knows of a group. Calls block; they fail with an [IllegalStateException]
/// when an event loop does not answer.
public final class GroupLook {

  private final BrokerContext context;

  public GroupLook(BrokerContext context) {
    this.context = context;
  }

  /// It shared its work out anew.
  ///
  /// @param generation that began, or epoch
  public record Rebalance(long millis, int generation, String reason) {}

  /// In flight in a partition of a topic that is led here.
  ///
  /// @param acquired records that a member holds
  /// @param again records that wait to be delivered once more
  /// @param givenUp records on their way to the dead-letter topic
  public record InFlight(
      String topic, int partition, long acquired, long again, long givenUp, int deliveriesMax) {}

  /// Why it did so the last times; nothing where another node coordinates it.
  public List<Rebalance> rebalances(String group) {
    CompletableFuture<List<GroupHistory.Event>> answer = new CompletableFuture<>();
    context.groups().submit(new DescribeHistory(group, new Reply<>(answer::complete)));
    return Waiting.await(answer).stream()
        .map(event -> new Rebalance(event.millis(), event.generation(), event.reason()))
        .toList();
  }

  /// What a share group has in flight here.
  public List<InFlight> inFlight(String group) {
    CompletableFuture<List<SharePartitions.InFlight>> answer = new CompletableFuture<>();
    context.sharePartitions().inFlight(group, answer::complete);
    return Waiting.await(answer).stream()
        .map(one ->
            new InFlight(
                one.partition().topic(),
                one.partition().partition(),
                one.standing().acquired(),
                one.standing().again(),
                one.standing().givenUp(),
                one.standing().deliveriesMax()))
        .toList();
  }
}
