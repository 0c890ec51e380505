package io.tidepost.broker.cluster;

import io.tidepost.broker.net.client.NodeAddress;
import io.tidepost.broker.option.ClusterOptions;
import io.tidepost.broker.option.ClusterOptions.ControllerAddress;
import io.tidepost.quorum.QuorumVoter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Where the controllers are, as far as it is known: from the options at first, from the voters
/// themselves later. Any thread.
public final class ControllerNodes {

  private final Map<Integer, NodeAddress> byId = new TreeMap<>();
  private final List<NodeAddress> unnamed = new ArrayList<>();
  private int turn;

  public ControllerNodes(ClusterOptions options) {
    for (ControllerAddress voter : options.voters()) {
      byId.put(voter.id(), new NodeAddress(voter.id(), voter.host(), voter.port()));
    }
    for (ControllerAddress server : options.bootstrapServers()) {
      unnamed.add(new NodeAddress(-1, server.host(), server.port()));
    }
  }

  /// Takes note of who votes and where they are.
  public synchronized void learn(List<QuorumVoter> voters) {
    if (!voters.isEmpty()) {
      byId.clear();
      voters.forEach(
          voter -> byId.put(voter.id(), new NodeAddress(voter.id(), voter.host(), voter.port())));
    }
  }

  /// Where the controller of this node id is, `null` when that is not known.
  public synchronized @Nullable NodeAddress find(int id) {
    return byId.get(id);
  }

  /// The controllers one after the other, for when it is not known which is active.
  public synchronized @Nullable NodeAddress next() {
    List<NodeAddress> all = new ArrayList<>(byId.values());
    if (all.isEmpty()) {
      all.addAll(unnamed);
    }
    if (all.isEmpty()) {
      return null;
    }
    turn = (turn + 1) % all.size();
    return all.get(turn);
  }

  /// All addresses that are known.
  public synchronized List<NodeAddress> all() {
    List<NodeAddress> all = new ArrayList<>(byId.values());
    all.addAll(unnamed);
    return all;
  }
}
