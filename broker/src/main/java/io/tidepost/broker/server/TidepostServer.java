package io.tidepost.broker.server;

import io.tidepost.base.Clock;
import io.tidepost.base.Disk;
import io.tidepost.base.Randomness;
import io.tidepost.base.Uuid;
import io.tidepost.base.option.Secret;
import io.tidepost.broker.Log;
import io.tidepost.broker.api.ApiRegistry;
import io.tidepost.broker.api.Dispatcher;
import io.tidepost.broker.api.controller.ControllerApis;
import io.tidepost.broker.contract.RecordContracts;
import io.tidepost.broker.metric.BrokerMetrics;
import io.tidepost.broker.net.Loops;
import io.tidepost.broker.net.NetServer;
import io.tidepost.broker.option.DynamicOptions;
import io.tidepost.broker.option.QuotaOptions;
import io.tidepost.broker.option.SecurityOptions;
import io.tidepost.broker.option.ServerOptions;
import io.tidepost.broker.replication.ReplicationService;
import io.tidepost.broker.security.ListenerGuards;
import io.tidepost.broker.security.SecurityConfigException;
import io.tidepost.broker.security.authorize.Judge;
import io.tidepost.broker.security.tls.JdkTls;
import io.tidepost.broker.storage.Housekeeping;
import io.tidepost.broker.storage.LogCleaner;
import io.tidepost.broker.storage.LogManager;
import io.tidepost.quorum.NodeStorage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A whole node in this process. Everything it has is started by [#start] and ended by [#close]; it
/// can be embedded, several of them in one process.
///
/// The ports are bound first; connections are let in as soon as the metadata is known; partitions
/// open behind that, and are named in Metadata one by one as they accept writes.
public final class TidepostServer implements AutoCloseable {

  private static final Log LOG = Log.of(TidepostServer.class);

  /// How long requests in flight may take at a stop, which goes on as soon as they are answered,
  /// milliseconds.
  private static final long DRAIN_MILLIS = 30_000;

  private final ServerOptions options;
  private final Disk disk;
  private final Clock clock;
  private final Randomness randomness;
  private final DirectoryLocks locks = new DirectoryLocks();
  private final Loops loops;
  private final BrokerMetrics metrics;
  private final LogManager logs;
  private final DynamicOptions dynamic;
  private final Housekeeping housekeeping;
  private final LogCleaner cleaner;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicBoolean following = new AtomicBoolean();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private @Nullable NetServer net;
  private @Nullable Ports ports;
  private @Nullable ControllerRole controller;
  private @Nullable ClusterStart cluster;
  private @Nullable ReplicationService replication;
  private volatile @Nullable BrokerServices services;
  private @Nullable ListenerGuards guards;
  private volatile @Nullable NodeClients clients;
  private volatile @Nullable Throwable failure;
  private volatile Phase phase = Phase.BINDING;

  private TidepostServer(ServerOptions options, World world) {
    this.options = options;
    this.disk = world.disk();
    this.clock = world.clock();
    this.randomness = world.randomness();
    this.dynamic = new DynamicOptions(options.options(), options.prefixed(), options.nodeId());
    this.loops = new Loops(TypedOptions.loops(options.options()));
    this.metrics = new BrokerMetrics(loops.size());
    this.logs = new LogManager(TypedOptions.storage(options), disk, clock, randomness, loops);
    this.housekeeping = new Housekeeping(logs);
    this.cleaner = new LogCleaner(logs, () -> TypedOptions.cleaner(dynamic.current()), randomness);
  }

  /// Starts a node and returns when it serves clients. Blocks.
  ///
  /// @throws StartException with one sentence that names the culprit; nothing is left running then
  public static TidepostServer start(ServerOptions options) throws StartException {
    return start(options, World.MACHINE);
  }

  /// As [#start(ServerOptions)], in a world that the caller has in its hands.
  public static TidepostServer start(ServerOptions options, World world) throws StartException {
    return start(options, world, starting -> {});
  }

  /// As [#start(ServerOptions)].
  ///
  /// @param whenBound called once the ports are bound
  public static TidepostServer start(ServerOptions options, WhenBound whenBound)
      throws StartException {
    return start(options, World.MACHINE, whenBound);
  }

  private static TidepostServer start(ServerOptions options, World world, WhenBound whenBound)
      throws StartException {
    TidepostServer server = new TidepostServer(options, world);
    try {
      server.run(whenBound);
      return server;
    } catch (StartException e) {
      server.abort();
      throw e;
    } catch (IOException | RuntimeException e) {
      server.abort();
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  private void run(WhenBound whenBound) throws IOException, StartException {
    options.notices().forEach(notice -> LOG.warn("{}", notice));
    LateService requests = new LateService(Ports.controllerListeners(options));
    NetServer server =
        new NetServer(
            loops,
            TypedOptions.net(options.options()),
            requests,
            metrics.requests(),
            options.options().get(QuotaOptions.QUOTA_WINDOW_NUM),
            TypedOptions.quotaWindowMillis(options.options()));
    net = server;
    metrics.connections(server::count);
    Ports bound = new Ports(options, server);
    ports = bound;
    bound.limit(dynamic);
    dynamic.follow(changed -> bound.limit(dynamic));
    ListenerGuards guarding = guards();
    bound.bind(guarding);
    phase = Phase.JOINING;
    whenBound.bound(this);
    if (disk.isShared()) {
      locks.lock(options.logDirs());
    }
    logs.makeRoomForStart();
    BrokerStart start = new BrokerStart(options, disk, clock, randomness);
    NodeStorage.Identity identity = start.identity();
    ClusterStart others =
        ClusterStart.of(
            options,
            loops,
            logs,
            disk,
            clock,
            randomness,
            identity,
            bound.ofController(),
            guarding);
    cluster = others;
    String clusterId = null;
    if (others != null) {
      clusterId =
          others.find(
              service -> {
                requests.serveController(service);
                bound.acceptController();
              },
              closed::get);
    }
    phase = Phase.REGISTERING;
    NodeStorage storage = start.storage(clusterId);
    BrokerServices broker =
        new BrokerServices(
            options.nodeId(),
            storage.clusterId(),
            clock,
            randomness,
            dynamic,
            options.originals(),
            loops,
            metrics,
            logs,
            this::fail);
    services = broker;
    bound.admitting(broker);
    broker.limiting(server::limit);
    broker.closing(who -> server.closeOf(who, "its credentials were removed"));
    ControllerRole role =
        start.controller(
            dynamic,
            guarding,
            broker,
            others == null || others.votesAlone()
                ? start.alone(storage, logs, bound.ofController())
                : others.opening(storage, bound::quorumPort));
    controller = role;
    broker.controller(role);
    guarding.credentials().follow(broker::image);
    guarding.credentials().decoys().agree(secrets(storage.clusterId()));
    guarding.logins(broker.authorizations()::login);
    ApiRegistry served = new ApiRegistry(broker, ApiGroups.ALL);
    if (!options.cluster().controllerListeners().isEmpty()) {
      ApiRegistry controllers = new ApiRegistry(broker, List.of(new ControllerApis(served)));
      requests.serveController(new Dispatcher(controllers, false));
    }
    if (others != null) {
      others.join(role, broker.cluster(), storage, broker::image, new LocalApis(broker, served));
    }
    role.start();
    if (others != null) {
      others.checkOwnPast(role, storage);
    }
    if (options.options().find(SecurityOptions.DELEGATION_TOKEN_SECRET_KEY) != null) {
      new EndedTokens(role, loops.get(0), clock, options, closed::get).forgetNowAndThen();
    }
    bound.acceptController();
    if (options.cluster().runsBroker()) {
      startBroker(start, others, broker, role, storage);
    }
    broker
        .authorizations()
        .start(new Judge.ServerFacts(options.nodeId(), storage.clusterId(), bound.endpoints()));
    if (others != null && options.cluster().runsBroker()) {
      others.unfence();
    }
    requests.serve(new Dispatcher(served));
    server.accept();
    boolean alone = others == null || others.votesAlone() && options.cluster().runsBroker();
    clients = new NodeClients(options, dynamic, bound, server, broker, guarding, alone);
    phase = Phase.SERVING;
    housekeeping.start();
    cleaner.start();
  }

  private void startBroker(
      BrokerStart start,
      @Nullable ClusterStart others,
      BrokerServices broker,
      ControllerRole role,
      NodeStorage storage)
      throws IOException, StartException {
    logs.openDirectories(storage.directoryIds());
    if (others == null) {
      Uuid incarnation = Uuid.random(randomness);
      broker.brokerEpoch(
          start.register(
              role, storage, incarnation, bound().endpoints(), logs.wereStoppedCleanly()));
    } else {
      others.register(broker, storage, bound().endpoints());
      replicate(others, broker);
    }
    broker.openPartitions();
  }

  private void replicate(ClusterStart others, BrokerServices broker) {
    ReplicationService service =
        new ReplicationService(
            broker, others.connections(), options.cluster().interBrokerListener());
    replication = service;
    logs.replicate(service);
    service.start();
  }

  private ListenerGuards guards() throws StartException {
    try {
      ListenerGuards made =
          new ListenerGuards(
              Ports.guarded(options), options.cluster().controllerListeners(), dynamic, clock);
      guards = made;
      if (!made.isEmpty()) {
        follow(made);
      }
      return made;
    } catch (SecurityConfigException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  /// What all nodes of the cluster know, and strangers do not.
  private List<String> secrets(String clusterId) {
    Secret tokens = options.options().find(SecurityOptions.DELEGATION_TOKEN_SECRET_KEY);
    return tokens == null ? List.of(clusterId) : List.of(clusterId, tokens.reveal());
  }

  private void follow(ListenerGuards guarding) {
    if (following.compareAndSet(false, true)) {
      dynamic.follow(changed -> guarding.optionsChanged());
      new FileWatch(guarding, loops.get(0), logs.pool()::execute, closed::get).start();
    }
  }

  /// TLS for another protocol, see [ListenerGuards#other].
  ///
  /// @throws SecurityConfigException when the options do not suffice; the message names the
  ///   listener
  public JdkTls tls(String name) throws SecurityConfigException {
    ListenerGuards guarding = guards;
    if (guarding == null) {
      throw new IllegalStateException("the ports are not bound yet");
    }
    JdkTls made = guarding.other(name);
    follow(guarding);
    return made;
  }

  /// The bound ports by listener name.
  public Map<String, Integer> ports() {
    return bound().ofClients();
  }

  private Ports bound() {
    Ports bound = ports;
    if (bound == null) {
      throw new IllegalStateException("the ports are not bound yet");
    }
    return bound;
  }

  /// The port of the first listener for clients, or else of the controller's.
  public int port() {
    return bound().first();
  }

  /// Bytes of memory in use for requests that are being received or served.
  public long frameBytes() {
    NetServer server = net;
    return server == null ? 0 : server.frameBytes();
  }

  /// What handlers see; for tests and tools in the same process.
  public BrokerContext context() {
    BrokerServices known = services;
    if (known == null) {
      throw new IllegalStateException("the node is not started");
    }
    return known;
  }

  /// Who knows the schemas that topics ask of their records. Until somebody does, such topics take
  /// nothing.
  public void contracts(RecordContracts known) {
    BrokerServices broker = services;
    if (broker == null) {
      throw new IllegalStateException("the node is not started");
    }
    broker.contracts(known);
  }

  /// Kafka clients in this process: how they come to the cluster. To be asked once the node serves
  /// clients.
  public NodeClients clients() {
    NodeClients known = clients;
    if (known == null) {
      throw new IllegalStateException("the node is not started");
    }
    return known;
  }

  /// The line that says that and where the node is ready.
  public String readyLine() {
    return bound().readyLine(context().clusterId());
  }

  /// `node.id`.
  public int nodeId() {
    return options.nodeId();
  }

  /// How far it is. Any thread.
  public Phase phase() {
    return phase;
  }

  /// Blocks until the node has stopped.
  ///
  /// @return what made it stop, `null` when it was asked to
  public @Nullable Throwable awaitStopped() throws InterruptedException {
    stopped.await();
    return failure;
  }

  private void fail(Throwable cause) {
    LOG.error("the node stops: {}", cause.toString());
    failure = cause;
    Thread.ofPlatform().name("tidepost-stop").start(this::close);
  }

  /// Stops in good order: no new connections, requests in flight are answered, everything is synced
  /// and marked as cleanly stopped. Blocks; harmless when repeated.
  @Override
  public void close() {
    end(true);
  }

  private void abort() {
    closed.set(true);
    stop(false);
  }

  /// Stops as a process does that is killed: connections break, nothing more is answered, nothing
  /// is marked as cleanly stopped. What was written is on the disk. Blocks; harmless when repeated.
  public void kill() {
    end(false);
  }

  private void end(boolean cleanly) {
    if (closed.compareAndSet(false, true)) {
      stop(cleanly);
      return;
    }
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Lets this node stand still as a process does that is stopped (SIGSTOP): no event loop turns,
  /// so it takes connections, which the operating system does, and answers nothing. Returns when it
  /// stands; blocks until then.
  ///
  /// @return lets it go on, from any thread; without that, [#close] does not return
  public Runnable pause() {
    return Pause.of(loops);
  }

  private void stop(boolean cleanly) {
    phase = Phase.STOPPING;
    housekeeping.stop();
    ClusterStart others = cluster;
    ControllerRole leading = controller;
    if (cleanly && others != null && leading != null) {
      others.leave(leading);
    }
    NetServer server = net;
    if (server != null) {
      server.stop(cleanly ? DRAIN_MILLIS : 0);
    }
    cleaner.stop();
    ReplicationService replicating = replication;
    if (replicating != null) {
      replicating.close();
    }
    BrokerServices broker = services;
    if (broker != null) {
      closeAuthorizations(broker);
      broker.quotas().close();
      broker.telemetry().close();
    }
    if (cleanly && broker != null) {
      logs.close(broker.brokerEpoch());
    } else {
      logs.abandon();
    }
    if (others != null) {
      others.close();
    }
    if (leading != null) {
      leading.close();
    }
    logs.pool().close();
    loops.close();
    ListenerGuards guarding = guards;
    if (guarding != null) {
      guarding.close();
    }
    locks.close();
    phase = Phase.STOPPED;
    stopped.countDown();
  }

  private static void closeAuthorizations(BrokerServices broker) {
    try {
      broker.authorizations().close();
    } catch (IOException e) {
      LOG.warn("the authorizer could not be closed: {}", String.valueOf(e.getMessage()));
    }
  }
}
