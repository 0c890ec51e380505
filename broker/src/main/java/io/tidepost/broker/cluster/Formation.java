package io.tidepost.broker.cluster;

import io.tidepost.base.Randomness;
import io.tidepost.base.Uuid;
import io.tidepost.broker.Log;
import io.tidepost.broker.net.RequestService;
import io.tidepost.broker.net.client.NodeAddress;
import io.tidepost.broker.net.client.NodeConnection;
import io.tidepost.broker.option.ClusterOptions;
import io.tidepost.broker.option.ClusterOptions.ControllerAddress;
import io.tidepost.quorum.QuorumVoter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// How a node that has no metadata yet learns which cluster it belongs to, and who votes there.
///
/// Every controller says at once who it is. The one with the lowest node id among those that the
/// options name founds the cluster, once it has heard of all others that they have none either;
/// they take over what it says. So one cluster comes about however the nodes are started, and a
/// voter that comes back with an empty directory finds that there is a cluster already, which knows
/// another directory of it.
///
/// Blocks the thread that starts the node.
public final class Formation {

  private static final Log LOG = Log.of(Formation.class);
  private static final int ANSWER_MILLIS_MAX = 3000;
  private static final long PAUSE_MILLIS = 100;
  private static final long COMPLAINT_MILLIS = 10_000;

  /// The cluster.
  ///
  /// @param clusterId its id
  /// @param voters who votes on its metadata, with their addresses
  public record Found(String clusterId, List<QuorumVoter> voters) {}

  /// A node that must not take part as it is.
  public static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String sentence) {
      super(sentence);
    }
  }

  private final NodeConnection.Shared shared;
  private final ClusterOptions options;
  private final int nodeId;
  private final @Nullable String ownClusterId;
  private final @Nullable QuorumVoter self;
  private final @Nullable FormingService service;
  private final Randomness randomness;
  private final Map<ControllerAddress, NodeConnection> connections = new LinkedHashMap<>();
  private final Map<ControllerAddress, String> failures = new LinkedHashMap<>();
  private long complainedNanos = System.nanoTime();

  /// @param ownClusterId the cluster that the directories are formatted for, `null` for none
  /// @param self this node as a voter, `null` when it runs no controller
  public Formation(
      NodeConnection.Shared shared,
      ClusterOptions options,
      int nodeId,
      @Nullable String ownClusterId,
      @Nullable QuorumVoter self,
      Randomness randomness) {
    this.shared = shared;
    this.options = options;
    this.nodeId = nodeId;
    this.ownClusterId = ownClusterId;
    this.self = self;
    this.randomness = randomness;
    this.service =
        self == null
            ? null
            : new FormingService(
                self,
                String.valueOf(options.controllerListener()),
                ownClusterId == null ? "" : ownClusterId);
  }

  /// What this node's controller listener says meanwhile; `null` when it has none.
  public @Nullable RequestService service() {
    return service;
  }

  /// Finds the cluster, or founds it. Blocks until that is decided.
  ///
  /// @param stopped whether the node is to stop; then there is no answer
  /// @throws RefusedException with a sentence when this node must not take part as it is
  public @Nullable Found find(BooleanSupplier stopped)
      throws RefusedException, InterruptedException {
    List<ControllerAddress> others = others();
    try {
      while (!stopped.getAsBoolean()) {
        Map<ControllerAddress, ControllerReport> reports = askAll(others);
        Found found = decide(reports, others);
        if (found != null) {
          if (service != null) {
            service.formed(found.clusterId(), found.voters());
          }
          return found;
        }
        complain(reports, others);
        Thread.sleep(PAUSE_MILLIS);
      }
      return null;
    } finally {
      connections.values().forEach(NodeConnection::close);
    }
  }

  private List<ControllerAddress> others() {
    List<ControllerAddress> named = new ArrayList<>(options.voters());
    named.addAll(options.bootstrapServers());
    named.removeIf(address -> address.id() == nodeId || address.id() < 0 && isSelf(address));
    return named;
  }

  private boolean isSelf(ControllerAddress address) {
    return self != null && options.isOwn(address);
  }

  private @Nullable Found decide(
      Map<ControllerAddress, ControllerReport> reports, List<ControllerAddress> others)
      throws RefusedException {
    for (ControllerReport report : reports.values()) {
      if (ownClusterId != null
          && !report.clusterId().isEmpty()
          && !ownClusterId.equals(report.clusterId())) {
        throw new RefusedException(
            "node "
                + nodeId
                + " belongs to the cluster "
                + ownClusterId
                + ", but the controller at "
                + report.from()
                + " to the cluster "
                + report.clusterId()
                + ": correct controller.quorum.voters or controller.quorum.bootstrap.servers, or"
                + " start with empty log directories");
      }
      if (report.formed()) {
        return join(report);
      }
    }
    return self == null ? null : found(self, reports, others);
  }

  private Found join(ControllerReport report) throws RefusedException {
    Uuid directory = report.directoryOf(nodeId);
    if (self != null && directory != null && !directory.equals(self.directoryId())) {
      throw new RefusedException(
          "node "
              + nodeId
              + " votes in the cluster "
              + report.clusterId()
              + " from the directory "
              + directory
              + ", but it was started with an empty metadata log (directory "
              + self.directoryId()
              + "): bring the old directory back; or remove the voter with kafka-metadata-quorum"
              + " remove-controller, start this node, and let it vote again with"
              + " kafka-metadata-quorum add-controller");
    }
    return new Found(report.clusterId(), report.voters());
  }

  /// The lowest of all that are named founds the cluster, when all have been heard of.
  private @Nullable Found found(
      QuorumVoter founder,
      Map<ControllerAddress, ControllerReport> reports,
      List<ControllerAddress> others)
      throws RefusedException {
    boolean named =
        options.voters().stream().anyMatch(voter -> voter.id() == nodeId)
            || options.bootstrapServers().stream().anyMatch(this::isSelf);
    if (!named || reports.size() < others.size()) {
      return null;
    }
    List<QuorumVoter> voters = new ArrayList<>(List.of(founder));
    String clusterId = ownClusterId;
    for (Map.Entry<ControllerAddress, ControllerReport> each : reports.entrySet()) {
      QuorumVoter voter = each.getValue().voters().getFirst();
      ControllerAddress address = each.getKey();
      if (address.id() >= 0 && address.id() != voter.id()
          || voters.stream().anyMatch(known -> known.id() == voter.id())) {
        throw new RefusedException(
            "the controller at "
                + address
                + " says that it is node "
                + voter.id()
                + ": each node needs a node.id of its own, the one that"
                + " controller.quorum.voters gives it");
      }
      voters.add(new QuorumVoter(voter.id(), voter.directoryId(), address.host(), address.port()));
      if (clusterId == null && !each.getValue().clusterId().isEmpty()) {
        clusterId = each.getValue().clusterId();
      }
    }
    voters.sort(Comparator.comparingInt(QuorumVoter::id));
    if (voters.getFirst().id() != nodeId) {
      return null;
    }
    String id = clusterId == null ? Uuid.random(randomness).toString() : clusterId;
    LOG.info("founding the cluster {} with the voters {}", id, voters);
    return new Found(id, voters);
  }

  private Map<ControllerAddress, ControllerReport> askAll(List<ControllerAddress> others)
      throws InterruptedException {
    Map<ControllerAddress, CompletableFuture<ControllerReport>> asked = new LinkedHashMap<>();
    for (ControllerAddress address : others) {
      NodeAddress at = new NodeAddress(address.id(), address.host(), address.port());
      NodeConnection connection =
          connections.computeIfAbsent(
              address,
              each ->
                  new NodeConnection(
                      shared, shared.loops().get(0), at, NodeConnection.Listener.NONE));
      asked.put(address, ControllerQuestion.ask(connection, at, ANSWER_MILLIS_MAX));
    }
    Map<ControllerAddress, ControllerReport> answered = new LinkedHashMap<>();
    for (Map.Entry<ControllerAddress, CompletableFuture<ControllerReport>> each :
        asked.entrySet()) {
      try {
        answered.put(
            each.getKey(),
            Objects.requireNonNull(
                each.getValue().get(2L * ANSWER_MILLIS_MAX, TimeUnit.MILLISECONDS), "no report"));
      } catch (ExecutionException e) {
        failures.put(each.getKey(), each.getKey() + ": " + e.getMessage());
      } catch (TimeoutException e) {
        failures.put(each.getKey(), each.getKey() + " did not answer");
      }
    }
    return answered;
  }

  private void complain(
      Map<ControllerAddress, ControllerReport> reports, List<ControllerAddress> others) {
    if (System.nanoTime() - complainedNanos < TimeUnit.MILLISECONDS.toNanos(COMPLAINT_MILLIS)) {
      return;
    }
    complainedNanos = System.nanoTime();
    List<String> silent =
        others.stream()
            .filter(address -> !reports.containsKey(address))
            .map(address -> failures.getOrDefault(address, address.toString()))
            .toList();
    LOG.info(
        "waiting for the controllers to form a cluster or to say which one there is: {}",
        silent.isEmpty() ? "all answer, none has decided" : String.join("; ", silent));
  }

  /// The address at which others reach this node's controller: the one the options give it, else
  /// its listener's.
  public static QuorumVoter self(
      ClusterOptions options, int nodeId, Uuid directoryId, String host, int port) {
    for (ControllerAddress voter : options.voters()) {
      if (voter.id() == nodeId) {
        return new QuorumVoter(nodeId, directoryId, voter.host(), voter.port());
      }
    }
    for (ControllerAddress server : options.bootstrapServers()) {
      if (options.isOwn(server)) {
        return new QuorumVoter(nodeId, directoryId, server.host(), server.port());
      }
    }
    return new QuorumVoter(nodeId, directoryId, host, port);
  }
}
