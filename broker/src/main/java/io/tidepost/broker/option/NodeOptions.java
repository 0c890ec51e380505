package io.tidepost.broker.option;

import io.tidepost.base.option.Check;
import io.tidepost.base.option.Option;
import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.Scope;
import java.util.List;

/// The node: who this node is, which roles it runs and how long it waits at start.
public final class NodeOptions {

  /// Everything declared here.
  public static final OptionGroup GROUP = new OptionGroup("The node", Scope.READ_ONLY);

  /// Number of this node, the same for all roles it runs; unique in the cluster.
  public static final Option<Integer> NODE_ID =
      GROUP
          .ofInt("node.id", 1)
          .atLeast(0)
          .says("Number of this node, the same for all roles it runs; unique in the cluster.");

  /// The older name of `node.id`; when both are given they must be the same.
  public static final Option<Integer> BROKER_ID =
      GROUP
          .ofInt("broker.id", -1)
          .says("The older name of `node.id`; when both are given they must be the same.");

  /// Roles this process runs: `broker`, `controller`, or both.
  public static final Option<List<String>> PROCESS_ROLES =
      GROUP
          .ofList("process.roles", List.of("broker", "controller"))
          .where(new Check.Elements(List.of("broker", "controller"), false))
          .says("Roles this process runs: `broker`, `controller`, or both.");

  /// Rack or zone of this node, told to clients in the metadata.
  public static final Option<String> BROKER_RACK =
      GROUP
          .ofString("broker.rack", null)
          .says("Rack or zone of this node, told to clients in the metadata.");

  /// Time between two heartbeats of a broker to the controller, in milliseconds.
  public static final Option<Integer> BROKER_HEARTBEAT_INTERVAL_MS =
      GROUP
          .ofInt("broker.heartbeat.interval.ms", 2000)
          .says("Time between two heartbeats of a broker to the controller, in milliseconds.");

  /// How long a broker's lease lasts without a heartbeat, in milliseconds.
  public static final Option<Integer> BROKER_SESSION_TIMEOUT_MS =
      GROUP
          .ofInt("broker.session.timeout.ms", 9000)
          .says("How long a broker's lease lasts without a heartbeat, in milliseconds.");

  /// How long a broker may leave unanswered whether it is there before it is fenced.
  public static final Option<Integer> TIDEPOST_BROKER_RESPONSE_TIMEOUT_MS =
      GROUP
          .ofInt("tidepost.broker.response.timeout.ms", 1500)
          .atLeast(0)
          .says(
              "How long a broker may leave unanswered whether it is there, in milliseconds, before"
                  + " the controller fences it without waiting for `broker.session.timeout.ms`; 0"
                  + " waits for that.");

  /// Whether leaders are moved to other brokers before this one stops.
  public static final Option<Boolean> CONTROLLED_SHUTDOWN_ENABLE =
      GROUP
          .ofBoolean("controlled.shutdown.enable", true)
          .says("Whether leaders are moved to other brokers before this one stops.");

  /// How long a starting broker may take to register with the controller, in milliseconds.
  public static final Option<Integer> INITIAL_BROKER_REGISTRATION_TIMEOUT_MS =
      GROUP
          .ofInt("initial.broker.registration.timeout.ms", 60000)
          .says(
              "How long a starting broker may take to register with the controller, in"
                  + " milliseconds.");

  /// How long the broker waits for another node's answer before it retries or gives up, in
  /// milliseconds.
  public static final Option<Integer> REQUEST_TIMEOUT_MS =
      GROUP
          .ofInt("request.timeout.ms", 30000)
          .says(
              "How long the broker waits for another node's answer before it retries or gives up,"
                  + " in milliseconds.");

  static {
    GROUP
        .ofInt("background.threads", 10)
        .atLeast(1)
        .clusterWide()
        .noEffect(Reasons.NO_POOL)
        .says("Threads for background jobs.");
    GROUP
        .ofInt("controller.socket.timeout.ms", 30000)
        .noEffect(Reasons.ONE_NODE)
        .says("How long the controller's connection to a broker may stay silent, in milliseconds.");
    GROUP
        .ofLong("controller.performance.always.log.threshold.ms", 2000L)
        .atLeast(0)
        .internal()
        .noEffect(Reasons.NO_SUCH_PART)
        .says("Controller events slower than this are logged, in milliseconds.");
    GROUP
        .ofLong("controller.performance.sample.period.ms", 60000L)
        .atLeast(100)
        .internal()
        .noEffect(Reasons.NO_SUCH_PART)
        .says("How often the controller logs its slowest event, in milliseconds.");
    GROUP
        .ofLong("server.max.startup.time.ms", Long.MAX_VALUE)
        .atLeast(0)
        .internal()
        .noEffect(Reasons.NO_SUCH_PART)
        .says("How long a start may take before it is given up, in milliseconds.");
    GROUP
        .ofBoolean("unstable.api.versions.enable", false)
        .internal()
        .refused(Reasons.NOTHING_UNSTABLE)
        .says("Whether API versions still under development are advertised.");
    GROUP
        .ofBoolean("unstable.feature.versions.enable", false)
        .internal()
        .refused(Reasons.NOTHING_UNSTABLE)
        .says("Whether feature versions still under development may be used.");
  }

  /// Providers of values.
  public static final Option<List<String>> CONFIG_PROVIDERS =
      GROUP
          .ofList("config.providers", List.of())
          .where(new Check.Elements(List.of(), true))
          .says("Names of the providers that replace `${provider:path:key}` in values.");

  /// Policy for configurations.
  public static final Option<String> ALTER_CONFIG_POLICY_CLASS_NAME =
      GROUP
          .ofClass("alter.config.policy.class.name", null)
          .says("Class that may veto changes of configs.");

  /// Policy for new topics.
  public static final Option<String> CREATE_TOPIC_POLICY_CLASS_NAME =
      GROUP
          .ofClass("create.topic.policy.class.name", null)
          .says("Class that may veto the creation of topics.");

  private NodeOptions() {}
}
