package io.tidepost.broker.server;

import io.tidepost.base.Clock;
import io.tidepost.base.Disk;
import io.tidepost.base.Randomness;
import io.tidepost.base.Uuid;
import io.tidepost.base.option.Options;
import io.tidepost.broker.Log;
import io.tidepost.broker.cluster.Formation;
import io.tidepost.broker.option.BrokerConfigRules;
import io.tidepost.broker.option.DynamicOptions;
import io.tidepost.broker.option.NodeOptions;
import io.tidepost.broker.option.QuorumOptions;
import io.tidepost.broker.option.ReplicationOptions;
import io.tidepost.broker.option.ServerOptions;
import io.tidepost.broker.option.TidepostOptions;
import io.tidepost.broker.option.TopicDefaultOptions;
import io.tidepost.broker.plugin.PolicyPlugins;
import io.tidepost.broker.security.FirstUsers;
import io.tidepost.broker.security.ListenerGuards;
import io.tidepost.broker.security.SecurityConfigException;
import io.tidepost.broker.storage.LogManager;
import io.tidepost.metadata.controller.Command;
import io.tidepost.metadata.controller.Controller;
import io.tidepost.metadata.controller.ControllerPolicy;
import io.tidepost.metadata.controller.ControllerRules;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.metadata.controller.RegisterBroker;
import io.tidepost.metadata.controller.ReplicationRules;
import io.tidepost.metadata.controller.UnfenceBroker;
import io.tidepost.metadata.image.Endpoint;
import io.tidepost.quorum.NodeStorage;
import io.tidepost.quorum.OneVoterConfig;
import io.tidepost.quorum.OneVoterLog;
import io.tidepost.quorum.OneVoterLogOpening;
import io.tidepost.quorum.QuorumVoter;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The steps of a start that concern the metadata: format and check the directories, open the
/// metadata log, register this broker.
final class BrokerStart {

  private static final Log LOG = Log.of(BrokerStart.class);
  private static final long REGISTRATION_SECONDS_MAX = 60;
  private static final long MILLIS_PER_SECOND = 1_000;

  private final ServerOptions server;
  private final Options options;
  private final Disk disk;
  private final Clock clock;
  private final Randomness randomness;

  BrokerStart(ServerOptions server, Disk disk, Clock clock, Randomness randomness) {
    this.server = server;
    this.options = server.options();
    this.disk = disk;
    this.clock = clock;
    this.randomness = randomness;
  }

  private FirstUsers firstUsers() throws StartException {
    try {
      return FirstUsers.of(options.find(TidepostOptions.TIDEPOST_BOOTSTRAP_SCRAM));
    } catch (SecurityConfigException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  private NodeStorage.Settings settings(@Nullable String clusterId) throws StartException {
    FirstUsers users = firstUsers();
    return new NodeStorage.Settings(
        server.nodeId(),
        clusterId,
        server.logDirs(),
        server.metadataLogDir(),
        NodeFeatures.INITIAL,
        () -> FirstRecords.of(users, options));
  }

  /// Looks who this node is, before its cluster is known.
  NodeStorage.Identity identity() throws IOException, StartException {
    return NodeStorage.identify(disk, settings(null), randomness);
  }

  /// Checks and formats the directories.
  ///
  /// @param clusterId the cluster; `null` for what the directories say, or a new one
  NodeStorage storage(@Nullable String clusterId) throws IOException, StartException {
    NodeStorage.Settings settings = settings(clusterId);
    return NodeStorage.open(
        disk, settings, randomness, clock.wallMillis(), notice -> LOG.info("{}", notice));
  }

  ControllerRole controller(
      DynamicOptions dynamic,
      ListenerGuards guards,
      Controller.Observer observer,
      MetadataEngine.Opening opening)
      throws IOException {
    var rules =
        new ControllerRules(
            options.get(TopicDefaultOptions.NUM_PARTITIONS),
            options.get(TopicDefaultOptions.DEFAULT_REPLICATION_FACTOR).shortValue(),
            new BrokerConfigRules(dynamic, guards::whyNot),
            policy(),
            NodeFeatures.SUPPORTED,
            new ReplicationRules(
                options.get(NodeOptions.BROKER_SESSION_TIMEOUT_MS),
                options.get(NodeOptions.TIDEPOST_BROKER_RESPONSE_TIMEOUT_MS),
                options.get(ReplicationOptions.AUTO_LEADER_REBALANCE_ENABLE)
                    ? MILLIS_PER_SECOND
                        * options.get(ReplicationOptions.LEADER_IMBALANCE_CHECK_INTERVAL_SECONDS)
                    : 0,
                options.get(TopicDefaultOptions.UNCLEAN_LEADER_ELECTION_INTERVAL_MS)));
    return new ControllerRole(server.nodeId(), rules, observer, clock, randomness, opening);
  }

  /// Opens the metadata log that this node alone votes on.
  ///
  /// @param logs gives up room that was kept for a full disk; its pool is for what blocks
  /// @param controllerPort port of the controller's listener; 0 when there is none
  MetadataEngine.Opening alone(NodeStorage storage, LogManager logs, int controllerPort) {
    OneVoterConfig config = oneVoter(server);
    return (loop, listener) -> {
      OneVoterLog log =
          new OneVoterLogOpening(
                  disk,
                  storage.metadataDirectory(),
                  config,
                  notice -> LOG.info("{}", notice),
                  logs::makeRoomForMetadata)
              .open(storage::bootstrap, clock.wallMillis(), logs.pool()::execute, loop, listener);
      return new OneVoterEngine(self(storage, controllerPort), log, listener);
    };
  }

  /// The options of a metadata log that this node alone votes on.
  static OneVoterConfig oneVoter(ServerOptions server) {
    Options options = server.options();
    return new OneVoterConfig(
        server.nodeId(),
        options.get(QuorumOptions.METADATA_LOG_SEGMENT_BYTES),
        options.get(QuorumOptions.METADATA_LOG_MAX_RECORD_BYTES_BETWEEN_SNAPSHOTS),
        options.get(QuorumOptions.METADATA_LOG_MAX_SNAPSHOT_INTERVAL_MS));
  }

  private QuorumVoter self(NodeStorage storage, int controllerPort) {
    return controllerPort == 0
        ? new QuorumVoter(server.nodeId(), storage.metadataDirectoryId(), "", 0)
        : Formation.self(
            server.cluster(),
            server.nodeId(),
            storage.metadataDirectoryId(),
            server.advertised().isEmpty() ? "localhost" : server.advertised().getFirst().host(),
            controllerPort);
  }

  private ControllerPolicy policy() {
    String creation = options.find(NodeOptions.CREATE_TOPIC_POLICY_CLASS_NAME);
    String configs = options.find(NodeOptions.ALTER_CONFIG_POLICY_CLASS_NAME);
    return creation == null && configs == null
        ? ControllerPolicy.NONE
        : PolicyPlugins.of(creation, configs, server.originals());
  }

  /// Registers this broker and lets it lead.
  ///
  /// @return the broker epoch
  long register(
      ControllerRole controller,
      NodeStorage storage,
      Uuid incarnation,
      List<Endpoint> endpoints,
      boolean cleanStart)
      throws StartException {
    var registered =
        await(
            controller,
            new RegisterBroker(
                server.nodeId(),
                incarnation,
                endpoints,
                NodeFeatures.SUPPORTED,
                options.find(NodeOptions.BROKER_RACK),
                List.copyOf(storage.directoryIds().values())));
    check("registered", registered.failure());
    var unfenced =
        await(controller, new UnfenceBroker(server.nodeId(), registered.brokerEpoch(), cleanStart));
    check("unfenced", unfenced.failure());
    return registered.brokerEpoch();
  }

  private static void check(String what, @Nullable Failure failure) throws StartException {
    if (failure != null) {
      throw new StartException(
          "the broker could not be "
              + what
              + ": "
              + failure.message()
              + " ("
              + failure.error()
              + ")");
    }
  }

  private static <R> R await(ControllerRole controller, Command<R> command) throws StartException {
    CompletableFuture<R> result = new CompletableFuture<>();
    controller.submit(
        command,
        (answer, failure) -> {
          if (answer != null) {
            result.complete(answer);
          } else {
            result.completeExceptionally(
                new IOException(failure == null ? "no answer" : failure.message()));
          }
        });
    try {
      return result.get(REGISTRATION_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new StartException("the metadata log could not be written: " + e.getMessage(), e);
    } catch (TimeoutException e) {
      throw new StartException("the metadata log did not commit anything for a minute", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartException("interrupted", e);
    }
  }
}
