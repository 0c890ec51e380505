package io.tidepost.broker.server;

import io.tidepost.base.Clock;
import io.tidepost.base.Randomness;
import io.tidepost.broker.cluster.ClusterView;
import io.tidepost.broker.contract.RecordContracts;
import io.tidepost.broker.group.GroupCoordinators;
import io.tidepost.broker.metric.BrokerMetrics;
import io.tidepost.broker.net.Loops;
import io.tidepost.broker.option.DynamicOptions;
import io.tidepost.broker.question.NodeQuestions;
import io.tidepost.broker.quota.ClientQuotaMeters;
import io.tidepost.broker.security.authorize.Authorizations;
import io.tidepost.broker.share.ShareCoordinators;
import io.tidepost.broker.share.SharePartitions;
import io.tidepost.broker.storage.LogManager;
import io.tidepost.broker.storage.Partitions;
import io.tidepost.broker.telemetry.ClientTelemetry;
import io.tidepost.broker.transaction.TransactionCoordinators;
import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.Endpoint;
import io.tidepost.metadata.image.MetadataImage;
import org.jspecify.annotations.Nullable;

/// What handlers may use of the broker they run in. Any thread, unless said otherwise.
public interface BrokerContext {

  /// `node.id`.
  int nodeId();

  String clusterId();

  /// The epoch under which this broker is registered; -1 while it starts.
  long brokerEpoch();

  Clock clock();

  Randomness randomness();

  /// The newest metadata that is committed and applied.
  MetadataImage image();

  /// Where a broker is reached by those who came in by a listener; `null` when it is not by that
  /// one.
  @Nullable Endpoint endpoint(Broker broker, String listener);

  /// The partitions that are led here.
  Partitions partitions();

  /// The way to the controller.
  ControllerClient controller();

  /// This node among the others.
  ClusterView cluster();

  /// What brokers ask each other beyond Kafka's protocol.
  NodeQuestions questions();

  /// The broker's options, with what was changed at run time.
  DynamicOptions options();

  /// The log directories with what is in them.
  LogManager logs();

  /// Who may do what. Every handler asks here before it acts.
  Authorizations authorizations();

  /// What limited clients have used.
  ClientQuotaMeters quotas();

  /// Whoever knows the schemas that topics ask of their records.
  RecordContracts contracts();

  /// Client metrics: who is to push what, and what was pushed (KIP-714).
  ClientTelemetry telemetry();

  /// What is counted.
  BrokerMetrics metrics();

  /// The event loops.
  Loops loops();

  /// The transaction coordinator's shards that are led here.
  TransactionCoordinators transactions();

  /// The group coordinator's shards that are led here.
  GroupCoordinators groups();

  /// The share coordinator's shards that are led here.
  ShareCoordinators shareCoordinators();

  /// The share partitions at work here.
  SharePartitions sharePartitions();
}
