package io.tidepost.broker.cluster;

import io.tidepost.broker.net.client.NodeAddress;
import io.tidepost.broker.net.client.NodeConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Whether a voter that starts has forgotten what it acknowledged: its metadata directory is an
/// older copy of itself, as after going back to a snapshot of the machine. It would never catch up
/// with a leader that remembers, and it may have promised its vote to somebody.
public final class OwnPast {

  private static final int ANSWER_MILLIS_MAX = 2000;

  private final NodeConnection.Shared shared;
  private final ControllerNodes nodes;
  private final int nodeId;

  public OwnPast(NodeConnection.Shared shared, ControllerNodes nodes, int nodeId) {
    this.shared = shared;
    this.nodes = nodes;
    this.nodeId = nodeId;
  }

  /// Asks whoever leads, if anybody does, what it knows this node to have. Blocks.
  ///
  /// @param end offset behind the last record that this node has
  /// @param directory where its metadata is, for the sentence
  /// @return why it must not start, or `null`
  public @Nullable String whyNot(long end, Object directory) throws InterruptedException {
    List<NodeConnection> connections = new ArrayList<>();
    List<CompletableFuture<ControllerReport>> asked = new ArrayList<>();
    try {
      for (NodeAddress address : nodes.all()) {
        // Voters are known by id here; an address alone could be this node's own.
        if (address.id() >= 0 && address.id() != nodeId) {
          var connection =
              new NodeConnection(
                  shared, shared.loops().get(0), address, NodeConnection.Listener.NONE);
          connections.add(connection);
          asked.add(ControllerQuestion.ask(connection, address, ANSWER_MILLIS_MAX));
        }
      }
      for (CompletableFuture<ControllerReport> each : asked) {
        ControllerReport report = answer(each);
        Long known = report == null ? null : report.endOffsetOf(nodeId);
        if (known != null && known > end) {
          return sentence(known, end, directory);
        }
      }
      return null;
    } finally {
      connections.forEach(NodeConnection::close);
    }
  }

  private String sentence(long known, long end, Object directory) {
    return "node "
        + nodeId
        + " had acknowledged the metadata of the cluster up to the offset "
        + known
        + ", but its log in "
        + directory
        + " ends at the offset "
        + end
        + ": the directory is an older copy; bring the newest one back; or remove the voter with"
        + " kafka-metadata-quorum remove-controller, empty the directory, start this node, and let"
        + " it vote again with kafka-metadata-quorum add-controller";
  }

  /// `null` when it does not answer: then it is not the leader that would keep this node behind.
  private static @Nullable ControllerReport answer(CompletableFuture<ControllerReport> asked)
      throws InterruptedException {
    try {
      return asked.get(2L * ANSWER_MILLIS_MAX, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return null;
    }
  }
}
