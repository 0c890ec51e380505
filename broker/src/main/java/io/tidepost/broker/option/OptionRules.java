package io.tidepost.broker.option;

import io.tidepost.base.option.Option;
import io.tidepost.base.option.Options;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Which options do not go together. Used at start, and before a change at run time.
final class OptionRules {

  private final Options options;
  private final List<Violation> errors = new ArrayList<>();

  private OptionRules(Options options) {
    this.options = options;
  }

  /// Something impossible.
  ///
  /// @param option the option that is wrong
  /// @param what the rest of a sentence that begins with the option's name
  record Violation(Option<?> option, String what) {}

  /// All impossible combinations.
  static List<Violation> check(Options options) {
    OptionRules rules = new OptionRules(options);
    rules.checkNode();
    rules.checkQuorum();
    rules.checkRetention();
    rules.checkBounds();
    rules.checkConnections();
    rules.checkReplication();
    return rules.errors;
  }

  private void checkReplication() {
    require(
        ReplicationOptions.knowsSelector(options),
        ReplicationOptions.REPLICA_SELECTOR_CLASS,
        "must be LeaderSelector or RackAwareReplicaSelector of org.apache.kafka.common.replica:"
            + " other selectors are not loaded");
  }

  private void checkNode() {
    Option<Integer> brokerId = NodeOptions.BROKER_ID;
    if (options.isSet(brokerId) && options.isSet(NodeOptions.NODE_ID)) {
      require(
          options.get(brokerId) < 0
              || options.get(brokerId).equals(options.get(NodeOptions.NODE_ID)),
          brokerId,
          "must be the same as " + NodeOptions.NODE_ID + "=" + options.get(NodeOptions.NODE_ID));
    }
  }

  private void checkQuorum() {
    Option<List<String>> votersOption = QuorumOptions.CONTROLLER_QUORUM_VOTERS;
    Set<String> ids = new HashSet<>();
    for (String voter : options.get(votersOption)) {
      int at = voter.indexOf('@');
      boolean wellFormed =
          at > 0 && isNodeId(voter.substring(0, at)) && isHostAndPort(voter.substring(at + 1));
      require(wellFormed, votersOption, "'" + voter + "' is not id@host:port");
      require(
          !wellFormed || ids.add(voter.substring(0, at).trim()),
          votersOption,
          "node " + voter.substring(0, Math.max(0, at)) + " is there twice");
    }
    Option<List<String>> serversOption = QuorumOptions.CONTROLLER_QUORUM_BOOTSTRAP_SERVERS;
    for (String server : options.get(serversOption)) {
      require(isHostAndPort(server), serversOption, "'" + server + "' is not host:port");
    }
    checkRoles(ids);
  }

  private void checkRoles(Set<String> voterIds) {
    List<String> roles = options.get(NodeOptions.PROCESS_ROLES);
    String nodeId = String.valueOf(ServerOptions.nodeId(options));
    boolean runsController = roles.contains("controller");
    require(
        !runsController || voterIds.isEmpty() || voterIds.contains(nodeId),
        QuorumOptions.CONTROLLER_QUORUM_VOTERS,
        "node "
            + nodeId
            + " runs a controller, so it must be among the voters; to let it join by itself, give"
            + " "
            + QuorumOptions.CONTROLLER_QUORUM_BOOTSTRAP_SERVERS
            + " instead");
    require(
        runsController || !voterIds.contains(nodeId),
        QuorumOptions.CONTROLLER_QUORUM_VOTERS,
        "node " + nodeId + " runs no controller, so it must not be among the voters");
    boolean others =
        voterIds.size() > 1
            || !options.get(QuorumOptions.CONTROLLER_QUORUM_BOOTSTRAP_SERVERS).isEmpty();
    require(
        !options.get(ListenerOptions.CONTROLLER_LISTENER_NAMES).isEmpty()
            || runsController && !others,
        ListenerOptions.CONTROLLER_LISTENER_NAMES,
        "must name the listener at which controllers are reached");
    require(
        runsController
            || !voterIds.isEmpty()
            || !options.get(QuorumOptions.CONTROLLER_QUORUM_BOOTSTRAP_SERVERS).isEmpty(),
        NodeOptions.PROCESS_ROLES,
        "a broker without a controller needs "
            + QuorumOptions.CONTROLLER_QUORUM_BOOTSTRAP_SERVERS
            + " or "
            + QuorumOptions.CONTROLLER_QUORUM_VOTERS);
  }

  private static boolean isNodeId(String text) {
    try {
      return Integer.parseInt(text.trim()) >= 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isHostAndPort(String text) {
    int colon = text.lastIndexOf(':');
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      return colon > 0 && port > 0 && port <= 65535;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private void checkRetention() {
    checkForEverOrPositive(TopicDefaultOptions.LOG_RETENTION_MS);
    checkForEverOrPositive(TopicDefaultOptions.LOG_RETENTION_MINUTES);
    checkForEverOrPositive(TopicDefaultOptions.LOG_RETENTION_HOURS);
    Long rollMs = options.find(TopicDefaultOptions.LOG_ROLL_MS);
    require(
        rollMs == null || rollMs >= 1,
        TopicDefaultOptions.LOG_ROLL_MS,
        "must be greater than or equal to 1");
    Long jitterMs = options.find(TopicDefaultOptions.LOG_ROLL_JITTER_MS);
    require(
        jitterMs == null || jitterMs >= 0,
        TopicDefaultOptions.LOG_ROLL_JITTER_MS,
        "must be greater than or equal to 0");
  }

  private void checkForEverOrPositive(Option<? extends Number> option) {
    Number value = options.find(option);
    require(
        value == null || value.longValue() == -1 || value.longValue() >= 1,
        option,
        "must be unlimited (-1) or, greater than or equal to 1");
  }

  private void checkBounds() {
    int shortest = options.get(ClassicGroupOptions.GROUP_MIN_SESSION_TIMEOUT_MS);
    int longest = options.get(ClassicGroupOptions.GROUP_MAX_SESSION_TIMEOUT_MS);
    require(
        shortest <= longest,
        ClassicGroupOptions.GROUP_MIN_SESSION_TIMEOUT_MS,
        shortest
            + " is more than "
            + ClassicGroupOptions.GROUP_MAX_SESSION_TIMEOUT_MS
            + "="
            + longest);
    long queued = options.get(SocketOptions.QUEUED_MAX_REQUEST_BYTES);
    int largest = options.get(SocketOptions.SOCKET_REQUEST_MAX_BYTES);
    require(
        queued <= 0 || queued >= largest,
        SocketOptions.QUEUED_MAX_REQUEST_BYTES,
        queued
            + " must be larger or equal to "
            + SocketOptions.SOCKET_REQUEST_MAX_BYTES
            + "="
            + largest);
  }

  private void checkConnections() {
    Option<String> option = SocketOptions.MAX_CONNECTIONS_PER_IP_OVERRIDES;
    String overrides = options.get(option);
    try {
      ConnectionLimits.overrides(overrides);
    } catch (IllegalArgumentException e) {
      require(false, option, String.valueOf(e.getMessage()));
    }
    require(
        options.get(SocketOptions.MAX_CONNECTIONS_PER_IP) > 0 || !overrides.isBlank(),
        SocketOptions.MAX_CONNECTIONS_PER_IP,
        "can be set to zero only if " + option + " is set");
  }

  private void require(boolean holds, Option<?> option, String what) {
    if (!holds) {
      errors.add(new Violation(option, what));
    }
  }
}
