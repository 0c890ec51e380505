package io.tidepost.broker.server;

import io.tidepost.base.Clock;
import io.tidepost.base.Randomness;
import io.tidepost.base.Uuid;
import io.tidepost.broker.Log;
import io.tidepost.broker.contract.RecordContracts;
import io.tidepost.broker.group.GroupCoordinators;
import io.tidepost.broker.metric.BrokerMetrics;
import io.tidepost.broker.metric.SlowRequests;
import io.tidepost.broker.net.AddressRates;
import io.tidepost.broker.net.ConnectionInfo;
import io.tidepost.broker.net.Loops;
import io.tidepost.broker.option.DynamicOptions;
import io.tidepost.broker.option.MetricsOptions;
import io.tidepost.broker.option.MonitorOptions;
import io.tidepost.broker.option.QuotaOptions;
import io.tidepost.broker.plugin.TelemetryPlugins;
import io.tidepost.broker.question.NodeQuestions;
import io.tidepost.broker.quota.AddressQuotas;
import io.tidepost.broker.quota.ByteThrottle;
import io.tidepost.broker.quota.ClientQuotaMeters;
import io.tidepost.broker.quota.Quotas;
import io.tidepost.broker.security.RevokedUsers;
import io.tidepost.broker.security.authorize.Authorizations;
import io.tidepost.broker.security.authorize.Authorizers;
import io.tidepost.broker.security.inside.InsideListener;
import io.tidepost.broker.share.ShareCoordinators;
import io.tidepost.broker.share.SharePartitions;
import io.tidepost.broker.share.StatePruning;
import io.tidepost.broker.storage.LogManager;
import io.tidepost.broker.storage.MetadataApplier;
import io.tidepost.broker.storage.Partitions;
import io.tidepost.broker.telemetry.ClientTelemetry;
import io.tidepost.broker.transaction.TransactionCoordinators;
import io.tidepost.metadata.ConfigResource;
import io.tidepost.metadata.controller.Controller;
import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.Endpoint;
import io.tidepost.metadata.image.MetadataChanges;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.image.Topic;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What handlers use, held together; follows the metadata: a new image is published once the broker
/// is ready for what it says.
final class BrokerServices implements BrokerContext, Controller.Observer {

  private static final Log LOG = Log.of(BrokerServices.class);
  private static final long MILLIS_PER_SECOND = 1_000;

  private final int nodeId;
  private final String clusterId;
  private final Clock clock;
  private final Randomness randomness;
  private final DynamicOptions options;
  private final ClientQuotaMeters quotas;
  private final AddressQuotas addressQuotas;
  private final ClientTelemetry telemetry;
  private final Loops loops;
  private final BrokerMetrics metrics;
  private final LogManager logs;
  private final MetadataApplier applier;
  private final GroupCoordinators groups;
  private final TransactionCoordinators transactions;
  private final ShareCoordinators shareCoordinators;
  private final SharePartitions sharePartitions;
  private final Authorizations authorizations;
  private final Consumer<Throwable> fatal;
  private final CompletableFuture<@Nullable Void> opened = new CompletableFuture<>();
  private volatile MetadataImage image = MetadataImage.EMPTY;
  private volatile Consumer<Predicate<ConnectionInfo>> closing = connections -> {};
  private volatile Consumer<AddressRates> limiting = rates -> {};
  private volatile RecordContracts contracts = RecordContracts.NOBODY;
  private volatile @Nullable Endpoint inside;
  private volatile long brokerEpoch = -1;

  /// Whether the partitions are being opened or open; what changes before is in the image then. On
  /// the metadata loop only.
  private boolean opening;

  private @Nullable ControllerRole controller;
  private @Nullable ClusterServices cluster;

  /// @param originals everything in the configuration, as it was written
  /// @param fatal told when the node cannot go on
  BrokerServices(
      int nodeId,
      String clusterId,
      Clock clock,
      Randomness randomness,
      DynamicOptions options,
      Map<String, String> originals,
      Loops loops,
      BrokerMetrics metrics,
      LogManager logs,
      Consumer<Throwable> fatal) {
    this.nodeId = nodeId;
    this.clusterId = clusterId;
    this.clock = clock;
    this.randomness = randomness;
    this.options = options;
    this.quotas = Quotas.of(options.current(), originals, clusterId, nodeId, clock);
    this.addressQuotas = new AddressQuotas(task -> logs.pool().execute(task), this::limit);
    this.loops = loops;
    this.metrics = metrics;
    this.logs = logs;
    this.fatal = fatal;
    watchSlowRequests();
    options.follow(changed -> watchSlowRequests());
    this.telemetry =
        new ClientTelemetry(
            this,
            options.current(),
            TelemetryPlugins.of(
                options.get(MetricsOptions.METRIC_REPORTERS), originals, clusterId, nodeId));
    this.authorizations = Authorizers.of(options.current(), originals, this, loops.size());
    this.groups = new GroupCoordinators(this, task -> logs.pool().execute(task));
    logs.addListener(groups.partitionListener());
    this.transactions = new TransactionCoordinators(this, task -> logs.pool().execute(task));
    logs.addListener(transactions.partitionListener());
    this.shareCoordinators = new ShareCoordinators(this, task -> logs.pool().execute(task));
    logs.addListener(shareCoordinators.partitionListener());
    logs.addListener(new StatePruning(this, shareCoordinators));
    this.sharePartitions =
        new SharePartitions(this, shareCoordinators, task -> logs.pool().execute(task));
    logs.addListener(sharePartitions);
    logs.addListener(new DirectoryAssignments(this));
    logs.moves()
        .throttle(
            new ByteThrottle(
                options.get(QuotaOptions.ALTER_LOG_DIRS_REPLICATION_QUOTA_WINDOW_NUM),
                MILLIS_PER_SECOND
                    * options.get(
                        QuotaOptions.ALTER_LOG_DIRS_REPLICATION_QUOTA_WINDOW_SIZE_SECONDS)),
            () ->
                options
                    .current()
                    .find(QuotaOptions.REPLICA_ALTER_LOG_DIRS_IO_MAX_BYTES_PER_SECOND));
    this.applier =
        new MetadataApplier(logs, nodeId, (of, topic) -> TypedOptions.topic(options, of, topic));
  }

  private void watchSlowRequests() {
    metrics
        .requests()
        .slow(new SlowRequests(options.current().get(MonitorOptions.TIDEPOST_SLOW_REQUEST_MS)));
  }

  void controller(ControllerRole role) {
    controller = role;
    cluster = new ClusterServices(role, clock, loops.get(0));
    follow(role.recoveredImage());
    publish(role.recoveredImage());
  }

  /// Whom to tell which connections are to be closed.
  void closing(Consumer<Predicate<ConnectionInfo>> target) {
    closing = target;
  }

  /// Whom to tell how fast connections may come from single addresses. To be called before
  /// [#controller].
  void limiting(Consumer<AddressRates> target) {
    limiting = target;
  }

  /// Who knows schemas from now on.
  void contracts(RecordContracts known) {
    contracts = known;
  }

  private void limit(AddressRates rates) {
    limiting.accept(rates);
  }

  void brokerEpoch(long epoch) {
    brokerEpoch = epoch;
  }

  /// Opens all partitions that the metadata names, behind the open port. Returns at once.
  void openPartitions() {
    Broker before = controllerRole().recoveredImage().brokers().get(nodeId);
    List<Uuid> directories = before == null ? List.of() : before.directories();
    controllerRole()
        .loop()
        .execute(() -> {
          opening = true;
          applier.applyAll(image, directories, () -> opened.complete(null));
        });
  }

  @Override
  public void changed(MetadataChanges changes, Runnable done) {
    boolean changed = follow(changes.after());
    if (!changed && changes.changedConfigs().contains(ConfigResource.broker(nodeId))) {
      options.repeat();
    }
    boolean topics =
        !changes.createdTopics().isEmpty()
            || !changes.deletedTopics().isEmpty()
            || !changes.changedTopics().isEmpty()
            || !changes.changedConfigs().isEmpty();
    Executor metadataLoop = controllerRole().loop();
    if (!topics || !opening) {
      publish(changes.after());
      done.run();
      return;
    }
    // Until everything that was there is open, a change could miss a partition.
    opened.thenRun(() ->
        applier.apply(
            changes,
            () ->
                metadataLoop.execute(() -> {
                  publish(changes.after());
                  changes.deletedTopics().forEach(t -> topicDeleted(t));
                  done.run();
                })));
  }

  private void topicDeleted(Topic topic) {
    groups.topicDeleted(topic.name(), topic.id());
    shareCoordinators.topicDeleted(topic.id());
  }

  @Override
  public void failed(IOException cause) {
    fatal.accept(cause);
  }

  /// Options that were changed at run time count before anybody acts on the image.
  private boolean follow(MetadataImage newest) {
    return options.update(newest.configs(), complaint -> LOG.warn("{}", complaint));
  }

  private void publish(MetadataImage newest) {
    Predicate<ConnectionInfo> revoked = RevokedUsers.between(image.kept(), newest.kept());
    quotas.update(newest);
    addressQuotas.update(newest.kept());
    telemetry.manager().update(newest.configs());
    image = newest;
    if (revoked != null) {
      closing.accept(revoked);
    }
  }

  private ControllerRole controllerRole() {
    ControllerRole role = controller;
    if (role == null) {
      throw new IllegalStateException("the controller is not started");
    }
    return role;
  }

  @Override
  public int nodeId() {
    return nodeId;
  }

  @Override
  public String clusterId() {
    return clusterId;
  }

  @Override
  public long brokerEpoch() {
    return brokerEpoch;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public Randomness randomness() {
    return randomness;
  }

  @Override
  public MetadataImage image() {
    return image;
  }

  @Override
  public @Nullable Endpoint endpoint(Broker broker, String listener) {
    if (!listener.equals(InsideListener.NAME)) {
      return broker.endpoint(listener);
    }
    return broker.id() == nodeId ? inside : null;
  }

  /// Where clients in this process come in from now on.
  void inside(Endpoint opened) {
    inside = opened;
  }

  @Override
  public Partitions partitions() {
    return logs.partitions();
  }

  @Override
  public ClusterServices cluster() {
    ClusterServices known = cluster;
    if (known == null) {
      throw new IllegalStateException("the controller is not started");
    }
    return known;
  }

  @Override
  public NodeQuestions questions() {
    return cluster().questions();
  }

  @Override
  public ControllerClient controller() {
    return controllerRole();
  }

  @Override
  public DynamicOptions options() {
    return options;
  }

  @Override
  public LogManager logs() {
    return logs;
  }

  @Override
  public Authorizations authorizations() {
    return authorizations;
  }

  @Override
  public ClientQuotaMeters quotas() {
    return quotas;
  }

  @Override
  public RecordContracts contracts() {
    return contracts;
  }

  @Override
  public ClientTelemetry telemetry() {
    return telemetry;
  }

  @Override
  public BrokerMetrics metrics() {
    return metrics;
  }

  @Override
  public Loops loops() {
    return loops;
  }

  @Override
  public TransactionCoordinators transactions() {
    return transactions;
  }

  @Override
  public GroupCoordinators groups() {
    return groups;
  }

  @Override
  public ShareCoordinators shareCoordinators() {
    return shareCoordinators;
  }

  @Override
  public SharePartitions sharePartitions() {
    return sharePartitions;
  }
}
