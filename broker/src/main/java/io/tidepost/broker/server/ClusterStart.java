package io.tidepost.broker.server;

import io.tidepost.base.Clock;
import io.tidepost.base.Disk;
import io.tidepost.base.Randomness;
import io.tidepost.base.Uuid;
import io.tidepost.base.option.Options;
import io.tidepost.broker.Log;
import io.tidepost.broker.cluster.BrokerConnections;
import io.tidepost.broker.cluster.BrokerLifecycle;
import io.tidepost.broker.cluster.BrokerProbe;
import io.tidepost.broker.cluster.BrokerPulse;
import io.tidepost.broker.cluster.ControllerChannel;
import io.tidepost.broker.cluster.ControllerNodes;
import io.tidepost.broker.cluster.Formation;
import io.tidepost.broker.cluster.LeaderPulse;
import io.tidepost.broker.cluster.LocalController;
import io.tidepost.broker.cluster.MetadataFollower;
import io.tidepost.broker.cluster.OwnPast;
import io.tidepost.broker.net.Loops;
import io.tidepost.broker.net.RequestService;
import io.tidepost.broker.net.client.ClientSettings;
import io.tidepost.broker.net.client.NodeConnection;
import io.tidepost.broker.option.ClusterOptions;
import io.tidepost.broker.option.Listener;
import io.tidepost.broker.option.NodeOptions;
import io.tidepost.broker.option.QuorumOptions;
import io.tidepost.broker.option.ServerOptions;
import io.tidepost.broker.security.ListenerGuards;
import io.tidepost.broker.storage.LogManager;
import io.tidepost.metadata.image.Endpoint;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.quorum.FetchedMetadata;
import io.tidepost.quorum.FollowedLog;
import io.tidepost.quorum.NodeStorage;
import io.tidepost.quorum.OneVoterHandover;
import io.tidepost.quorum.QuorumVoter;
import io.tidepost.quorum.RatisConfig;
import io.tidepost.quorum.RatisMetadataLog;
import io.tidepost.quorum.RatisSetup;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The steps of a start that concern the other nodes, on a node that has others: find the cluster,
/// follow its metadata, register, and at the end take leave.
final class ClusterStart {

  private static final Log LOG = Log.of(ClusterStart.class);
  private static final long LEAVE_SECONDS_MAX = 20;
  private static final int CHANNEL_MILLIS_MAX = 10_000;

  private final ServerOptions server;
  private final ClusterOptions cluster;
  private final Options options;
  private final Loops loops;
  private final LogManager logs;
  private final Disk disk;
  private final Clock clock;
  private final Randomness randomness;
  private final NodeStorage.Identity identity;
  private final ListenerGuards guards;
  private final NodeConnection.Shared connections;
  private final NodeConnection.Shared controllers;
  private final ControllerNodes nodes;
  private final @Nullable QuorumVoter self;
  private List<QuorumVoter> founders = List.of();
  private @Nullable ControllerChannel channel;
  private @Nullable MetadataFollower follower;
  private @Nullable BrokerLifecycle lifecycle;
  private @Nullable BrokerConnections brokers;
  private @Nullable BrokerConnections questions;
  private @Nullable LeaderPulse leaderPulse;

  /// @param controllerPort port of this node's first controller listener
  private ClusterStart(
      ServerOptions server,
      Loops loops,
      LogManager logs,
      Disk disk,
      Clock clock,
      Randomness randomness,
      NodeStorage.Identity identity,
      int controllerPort,
      ListenerGuards guards)
      throws StartException {
    this.guards = guards;
    this.server = server;
    this.cluster = server.cluster();
    this.options = server.options();
    this.loops = loops;
    this.logs = logs;
    this.disk = disk;
    this.clock = clock;
    this.randomness = randomness;
    this.identity = identity;
    this.nodes = new ControllerNodes(cluster);
    NodeLinks links =
        NodeLinks.of(
            cluster,
            guards,
            security ->
                new NodeConnection.Shared(
                    loops,
                    logs.pool()::execute,
                    randomness,
                    security,
                    ClientSettings.of(
                        ClientSettings.NODE_CLIENT_ID + server.nodeId(), CHANNEL_MILLIS_MAX)));
    this.controllers = links.controllers();
    this.connections = links.brokers();
    this.self = cluster.runsController() ? self(controllerPort) : null;
  }

  /// What a node needs for others; `null` when it has none and can have none. A node that is well
  /// alone is so when its options do not suffice to reach others.
  ///
  /// @throws StartException naming the option when others cannot be reached that the node needs
  static @Nullable ClusterStart of(
      ServerOptions server,
      Loops loops,
      LogManager logs,
      Disk disk,
      Clock clock,
      Randomness randomness,
      NodeStorage.Identity identity,
      int controllerPort,
      ListenerGuards guards)
      throws StartException {
    if (!isNeeded(server, identity)) {
      return null;
    }
    try {
      return new ClusterStart(
          server, loops, logs, disk, clock, randomness, identity, controllerPort, guards);
    } catch (StartException e) {
      if (keepsLogAlone(server, identity) && server.cluster().runsBroker()) {
        LOG.info("no other node can join this one: {}", e.getMessage());
        return null;
      }
      throw e;
    }
  }

  /// Whether a node has others, or may have: because it names them, because it holds no partitions
  /// itself, or because its controller has a listener where brokers can register.
  private static boolean isNeeded(ServerOptions server, NodeStorage.Identity identity)
      throws StartException {
    ClusterOptions cluster = server.cluster();
    String why = NodeProtocols.whyNot(server);
    if (keepsLogAlone(server, identity) && cluster.runsBroker()) {
      boolean isKnown = !identity.votesAlone() || identity.clusterId() != null;
      return isKnown && why == null && !cluster.controllerListeners().isEmpty();
    }
    if (why != null) {
      throw new StartException(why);
    }
    if (identity.votesAlone() && (!cluster.runsController() || identity.clusterId() == null)) {
      throw new StartException(
          "the metadata of this node has one voter, this node, and "
              + (cluster.runsController()
                  ? "no meta.properties says which cluster it is of: bring the file back"
                  : "process.roles leaves the controller out, so that nobody could read it: keep"
                      + " the role until other voters have joined (kafka-metadata-quorum"
                      + " add-controller) and this one was removed (remove-controller)"));
    }
    if (cluster.runsController() && cluster.controllerListeners().isEmpty()) {
      throw new StartException(
          "a controller with others needs a listener: set controller.listener.names and name it in"
              + " listeners");
    }
    return true;
  }

  private static boolean keepsLogAlone(ServerOptions server, NodeStorage.Identity identity) {
    return !server.cluster().namesOthers(server.nodeId()) && !identity.followsQuorum();
  }

  /// Whether this controller is the only one, and keeps the metadata log without the consensus
  /// library; brokers follow it.
  boolean votesAlone() {
    return keepsLogAlone(server, identity);
  }

  private QuorumVoter self(int port) {
    Listener listener = cluster.controllerListeners().getFirst();
    String host =
        listener.host().isEmpty() || listener.host().equals("0.0.0.0")
            ? server.advertised().isEmpty() ? "localhost" : server.advertised().getFirst().host()
            : listener.host();
    return Formation.self(cluster, server.nodeId(), identity.metadataDirectoryId(), host, port);
  }

  /// Finds the cluster, or founds it. Blocks.
  ///
  /// @param serve given what the controller's listener says meanwhile
  /// @param stopped whether the node is to stop
  /// @return the cluster's id
  String find(Consumer<RequestService> serve, BooleanSupplier stopped) throws StartException {
    String known = identity.clusterId();
    if (identity.votesAlone() && known != null && self != null) {
      founders = List.of(self);
      nodes.learn(founders);
      return known;
    }
    if (identity.followsQuorum() && known != null && cluster.runsController()) {
      return known; // the voters are written down with the metadata
    }
    var formation =
        new Formation(
            controllers, cluster, server.nodeId(), identity.clusterId(), self, randomness);
    RequestService service = formation.service();
    if (service != null) {
      serve.accept(service);
    }
    try {
      Formation.Found found = formation.find(stopped);
      if (found == null) {
        throw new StartException("the node was stopped before it found its cluster");
      }
      nodes.learn(found.voters());
      boolean votes = found.voters().stream().anyMatch(voter -> voter.id() == server.nodeId());
      founders = votes ? found.voters() : List.of();
      return found.clusterId();
    } catch (Formation.RefusedException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartException("interrupted", e);
    }
  }

  /// Opens this node's metadata log.
  ///
  /// @param listening told the port of the consensus library
  MetadataEngine.Opening opening(NodeStorage storage, IntConsumer listening) {
    if (!cluster.runsController()) {
      return (loop, listener) -> {
        FollowedLog.mark(disk, storage.metadataDirectory());
        return new FollowedEngine(new FollowedLog(listener));
      };
    }
    var config =
        new RatisConfig(
            server.nodeId(),
            options.get(QuorumOptions.METADATA_LOG_MAX_RECORD_BYTES_BETWEEN_SNAPSHOTS),
            options.get(QuorumOptions.METADATA_LOG_MAX_SNAPSHOT_INTERVAL_MS),
            Math.max(50, options.get(QuorumOptions.CONTROLLER_QUORUM_ELECTION_TIMEOUT_MS) / 2),
            options.get(QuorumOptions.CONTROLLER_QUORUM_REQUEST_TIMEOUT_MS),
            0);
    return (loop, listener) -> {
      var setup =
          new RatisSetup(
              config,
              storage.clusterId(),
              founders,
              disk,
              storage.metadataDirectory(),
              storage::bootstrap,
              logs.pool()::execute,
              loop,
              clock.wallMillis(),
              notice -> LOG.info("{}", notice),
              NodeLinks.ofVoters(cluster, guards));
      if (identity.votesAlone()) {
        OneVoterHandover.run(setup, BrokerStart.oneVoter(server), logs::makeRoomForMetadata);
      }
      RatisMetadataLog log = RatisMetadataLog.open(setup, listener);
      nodes.learn(log.voters());
      return new RatisEngine(log, listening);
    };
  }

  /// Follows the metadata, and offers the way to the controllers.
  ///
  /// @param image the newest metadata that is acted upon here
  /// @param local serves this node's own requests while its controller is the active one
  void join(
      ControllerRole role,
      ClusterServices services,
      NodeStorage storage,
      Supplier<MetadataImage> image,
      LocalController local) {
    ControllerChannel way =
        new ControllerChannel(controllers, loops.get(0), nodes, role::leadership, local);
    channel = way;
    BrokerConnections others =
        new BrokerConnections(connections, loops.get(0), cluster.interBrokerListener(), image);
    brokers = others;
    questions =
        new BrokerConnections(connections, loops.get(0), cluster.interBrokerListener(), image);
    services.questions().asking(questions);
    services.join(
        way,
        new BrokerProbe(connections, cluster::interBrokerListener),
        new BrokerPulse(connections, loops.get(0), cluster::interBrokerListener),
        others);
    if (cluster.runsController()) {
      watchLeader(role);
    }
    FetchedMetadata fetched = role.engine().fetched();
    if (fetched != null) {
      MetadataFollower following =
          new MetadataFollower(
              controllers,
              loops.get(loops.size() - 1),
              role.loop(),
              nodes,
              role::leadership,
              fetched,
              server.nodeId(),
              storage.metadataDirectoryId());
      follower = following;
      following.wake();
      if (cluster.runsController()) {
        following.watch();
      }
    }
    if (cluster.runsController()) {
      new ControllerPresence(way, loops.get(0), server, self, Uuid.random(randomness)).announce();
      if (self != null && options.get(QuorumOptions.CONTROLLER_QUORUM_AUTO_JOIN_ENABLE)) {
        String listener = cluster.controllerListeners().getFirst().name();
        new AutoJoin(way, loops.get(0), role, self, listener, storage.clusterId()).start();
      }
    }
    role.engine()
        .followVoters(voters -> {
          nodes.learn(voters);
          MetadataFollower following = follower;
          if (following != null) {
            following.wake();
          }
        });
  }

  private void watchLeader(ControllerRole role) {
    var pulse =
        new LeaderPulse(
            controllers,
            loops.get(0),
            nodes,
            clock,
            new BrokerProbe(controllers, cluster::interBrokerListener),
            server.nodeId(),
            new LeaderPulse.Listener() {
              @Override
              public void gone(int leaderId) {
                role.loop().execute(() -> role.engine().stand(leaderId));
              }

              @Override
              public void leftUnanswered(int leaderId, long millis) {
                role.silentBefore(leaderId, millis);
              }
            });
    leaderPulse = pulse;
    role.followLeadership(now -> pulse.leaderIs(now, voterIds(role.engine().voters())));
    role.loop().execute(() -> pulse.leaderIs(role.leadership(), voterIds(role.engine().voters())));
  }

  private static List<Integer> voterIds(List<QuorumVoter> voters) {
    return voters.stream().map(QuorumVoter::id).toList();
  }

  /// Refuses to take part in a quorum with a log that has forgotten what it acknowledged. Blocks.
  void checkOwnPast(ControllerRole role, NodeStorage storage) throws StartException {
    PastCheck.run(new OwnPast(controllers, nodes, server.nodeId()), role.engine(), storage);
  }

  /// Registers this broker. Blocks until the metadata here holds the registration.
  ///
  /// @return the broker epoch
  long register(BrokerServices broker, NodeStorage storage, List<Endpoint> endpoints)
      throws StartException {
    var identityOfBroker =
        new BrokerLifecycle.Identity(
            server.nodeId(),
            storage.clusterId(),
            Uuid.random(randomness),
            endpoints,
            NodeFeatures.SUPPORTED,
            options.find(NodeOptions.BROKER_RACK),
            List.copyOf(storage.directoryIds().values()),
            logs.previousBrokerEpoch());
    var times =
        new BrokerLifecycle.Times(
            options.get(NodeOptions.BROKER_HEARTBEAT_INTERVAL_MS),
            options.get(NodeOptions.BROKER_SESSION_TIMEOUT_MS));
    BrokerLifecycle life =
        new BrokerLifecycle(
            identityOfBroker, times, way(), loops.get(0), broker::image, broker::brokerEpoch);
    lifecycle = life;
    return await(life.register(), "registered");
  }

  /// Lets this broker lead. Blocks until the controller does so.
  void unfence() throws StartException {
    await(life().ready(), "unfenced");
  }

  private <T extends @Nullable Object> T await(CompletableFuture<T> future, String what)
      throws StartException {
    int millis = options.get(NodeOptions.INITIAL_BROKER_REGISTRATION_TIMEOUT_MS);
    try {
      return future.get(millis, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw new StartException(
          cause == null ? "the broker was not " + what : String.valueOf(cause.getMessage()), e);
    } catch (TimeoutException e) {
      throw new StartException(
          "the broker was not "
              + what
              + " within "
              + millis
              + " ms (initial.broker.registration.timeout.ms): is a majority of the controllers"
              + " up?",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartException("interrupted", e);
    }
  }

  private ControllerChannel way() {
    ControllerChannel known = channel;
    if (known == null) {
      throw new IllegalStateException("the cluster is not joined yet");
    }
    return known;
  }

  private BrokerLifecycle life() {
    BrokerLifecycle known = lifecycle;
    if (known == null) {
      throw new IllegalStateException("the broker is not registered yet");
    }
    return known;
  }

  /// Takes leave: leaders move to other brokers, the lead of the controllers to another one.
  /// Blocks.
  void leave(ControllerRole role) {
    BrokerLifecycle life = lifecycle;
    if (life != null && options.get(NodeOptions.CONTROLLED_SHUTDOWN_ENABLE)) {
      try {
        life.leave().get(LEAVE_SECONDS_MAX, TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        LOG.warn("this broker goes without the controller's leave: {}", e.toString());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    if (life != null) {
      life.stop();
    }
    role.engine().resign();
  }

  /// Closes its connections.
  void close() {
    BrokerLifecycle life = lifecycle;
    if (life != null) {
      life.stop();
    }
    MetadataFollower following = follower;
    if (following != null) {
      following.close();
    }
    LeaderPulse pulse = leaderPulse;
    if (pulse != null) {
      pulse.close();
    }
    close(brokers);
    close(questions);
    ControllerChannel way = channel;
    if (way != null) {
      way.close();
    }
  }

  private static void close(@Nullable BrokerConnections connections) {
    if (connections != null) {
      connections.close();
    }
  }

  /// What connections to other brokers share.
  NodeConnection.Shared connections() {
    return connections;
  }
}
