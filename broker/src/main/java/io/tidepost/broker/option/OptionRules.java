package io.tidepost.broker.option;

import io.tidepost.base.option.Option;
import io.tidepost.base.option.Options;
import java.util.ArrayList;
import java.util.List;

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
    return rules.errors;
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
    List<String> roles = options.get(NodeOptions.PROCESS_ROLES);
    require(
        roles.contains("broker"),
        NodeOptions.PROCESS_ROLES,
        "a controller without a broker is not supported by this version, so 'broker' must be among"
            + " the roles");
  }

  private void checkQuorum() {
    int nodeId = ServerOptions.nodeId(options);
    List<String> voters = options.get(QuorumOptions.CONTROLLER_QUORUM_VOTERS);
    for (String voter : voters) {
      int at = voter.indexOf('@');
      require(
          at > 0
              && voter.substring(0, at).trim().equals(String.valueOf(nodeId))
              && isHostAndPort(voter.substring(at + 1)),
          QuorumOptions.CONTROLLER_QUORUM_VOTERS,
          "'"
              + voter
              + "': this version keeps metadata with one voter, so the only one can be "
              + nodeId
              + "@host:port, this node");
    }
    for (String server : options.get(QuorumOptions.CONTROLLER_QUORUM_BOOTSTRAP_SERVERS)) {
      require(
          isHostAndPort(server),
          QuorumOptions.CONTROLLER_QUORUM_BOOTSTRAP_SERVERS,
          "'" + server + "' is not host:port");
    }
    require(
        options.get(QuorumOptions.CONTROLLER_QUORUM_BOOTSTRAP_SERVERS).size() <= 1,
        QuorumOptions.CONTROLLER_QUORUM_BOOTSTRAP_SERVERS,
        "this version keeps metadata with one voter, so only this node's address can be given");
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
