package io.tidepost.metadata.controller;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.tidepost.base.Uuid;
import io.tidepost.metadata.ConfigResource;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.Endpoint;
import io.tidepost.metadata.image.Features;
import io.tidepost.metadata.image.Partition;
import io.tidepost.metadata.image.VersionRange;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.record.FeatureLevelRecord;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/// A controller with the brokers 1 to 4, all of them unfenced, for tests of what it decides.
abstract class ClusterTest {

  static final int BROKERS = 4;

  static final Map<String, VersionRange> FEATURES =
      Map.of("metadata.version", new VersionRange((short) 7, (short) 31));

  final ControllerTester controller = new ControllerTester(5);

  /// Broker epochs by node id.
  final long[] epochs = new long[BROKERS + 1];

  @BeforeEach
  final void startBrokers() {
    for (int id = 1; id <= BROKERS; id++) {
      epochs[id] = start(id, 1, -1);
    }
  }

  final RegisterBroker registration(int id, long incarnation, long previousEpoch) {
    return registration(id, incarnation, previousEpoch, FEATURES, List.of(new Uuid(100, id)));
  }

  final RegisterBroker registration(
      int id,
      long incarnation,
      long previousEpoch,
      Map<String, VersionRange> features,
      List<Uuid> directories) {
    return new RegisterBroker(
        id,
        new Uuid(id, incarnation),
        List.of(new Endpoint("PLAINTEXT", "host" + id, 9092, (short) 0)),
        features,
        null,
        directories,
        previousEpoch,
        false);
  }

  final long start(int id, long incarnation, long previousEpoch) {
    var outcome = controller.call(registration(id, incarnation, previousEpoch));
    assertNull(outcome.failure());
    assertFalse(beat(id, outcome.brokerEpoch()).isFenced());
    return outcome.brokerEpoch();
  }

  final BrokerHeartbeat.Outcome beat(int id, long epoch) {
    return beat(id, epoch, false);
  }

  final BrokerHeartbeat.Outcome beat(int id, long epoch, boolean wantShutDown) {
    return controller.call(
        new BrokerHeartbeat(
            id,
            epoch,
            controller.image.provenance().lastOffset(),
            false,
            wantShutDown,
            List.of(),
            null));
  }

  final @Nullable Failure fence(int id) {
    return controller.call(new FenceBroker(id, epochs[id])).failure();
  }

  final Broker broker(int id) {
    return Objects.requireNonNull(controller.image.brokers().get(id));
  }

  /// Creates a topic with one partition on these brokers.
  final void topic(String name, Integer... replicas) {
    var outcome =
        controller.create(
            new NewTopic(
                name,
                -1,
                (short) -1,
                List.of(new NewTopic.Assignment(0, List.of(replicas))),
                Map.of()));
    assertNull(outcome.failure());
  }

  final Uuid topicId(String topic) {
    return Objects.requireNonNull(controller.image.topics().byName(topic)).id();
  }

  final Partition partition(String topic) {
    return Objects.requireNonNull(controller.image.topics().partition(topic, 0));
  }

  final void set(ConfigResource resource, String option, String value) {
    controller.call(
        new IncrementalAlterConfigs(
            Map.of(
                resource,
                List.of(
                    new IncrementalAlterConfigs.Change(
                        IncrementalAlterConfigs.Operation.SET, option, value))),
            false));
  }

  /// Turns eligible leader replicas on.
  final void enableElr() {
    var feature = new FeatureLevelRecord();
    feature.name = Features.ELR_VERSION;
    feature.featureLevel = 1;
    controller.apply(List.of(MetadataRecord.of(feature)));
  }

  /// The leader asks for these in-sync replicas, as it sees partition and brokers now.
  final AlterPartition.PartitionOutcome alterIsr(String topic, Integer... isr) {
    Partition partition = partition(topic);
    return alter(
        partition.leader(),
        new AlterPartition.Change(
            topicId(topic),
            0,
            partition.leaderEpoch(),
            partition.partitionEpoch(),
            List.of(isr).stream()
                .map(id -> new AlterPartition.Member(id, id > BROKERS ? -1 : epochs[id]))
                .toList(),
            (byte) 0));
  }

  final AlterPartition.PartitionOutcome alter(int asker, AlterPartition.Change change) {
    var outcome = controller.call(new AlterPartition(asker, epochs[asker], List.of(change)));
    assertNull(outcome.failure());
    return outcome.partitions().get(0);
  }

  static ErrorCode error(@Nullable Failure failure) {
    return failure == null ? ErrorCode.NONE : failure.error();
  }
}
