package io.tidepost.metadata.image;

import io.tidepost.metadata.ConfigResource;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.wire.record.AccessControlEntryRecord;
import io.tidepost.wire.record.ConfigRecord;
import io.tidepost.wire.record.FeatureLevelRecord;
import io.tidepost.wire.record.ProducerIdsRecord;
import io.tidepost.wire.record.RegisterBrokerRecord;
import io.tidepost.wire.record.RegisterControllerRecord;
import io.tidepost.wire.record.TopicRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Turns an image into the records that make it, in an order that is the same for equal images:
/// features (the metadata version first, as readers need it), brokers and controllers, topics,
/// configurations, producer ids, access control entries, kept records.
public final class SnapshotRecords {

  private final MetadataImage image;
  private final Consumer<MetadataRecord> target;
  private final short metadataVersion;

  private SnapshotRecords(MetadataImage image, Consumer<MetadataRecord> target) {
    this.image = image;
    this.target = target;
    this.metadataVersion = image.features().metadataVersion();
  }

  /// Hands all records of `image` to `target`.
  public static void write(MetadataImage image, Consumer<MetadataRecord> target) {
    var writer = new SnapshotRecords(image, target);
    writer.features();
    image.brokers().values().forEach(writer::broker);
    if (RecordVersions.hasControllerRegistration(writer.metadataVersion)) {
      image.controllers().values().forEach(writer::controller);
    }
    image.topics().sorted().forEach(writer::topic);
    writer.configs();
    writer.producerIds();
    writer.acls();
    image.kept().sorted().forEach(message -> target.accept(MetadataRecord.of(message)));
  }

  private void features() {
    Map<String, Short> others = new TreeMap<>(image.features().levels());
    if (others.remove(Features.METADATA_VERSION) != null) {
      feature(Features.METADATA_VERSION, metadataVersion);
    }
    others.forEach(this::feature);
  }

  private void feature(String name, short level) {
    var record = new FeatureLevelRecord();
    record.name = name;
    record.featureLevel = level;
    target.accept(MetadataRecord.of(record));
  }

  private void broker(Broker broker) {
    short version = RecordVersions.registerBroker(metadataVersion);
    var record = new RegisterBrokerRecord();
    record.brokerId = broker.id();
    record.brokerEpoch = broker.epoch();
    record.incarnationId = broker.incarnationId();
    record.rack = broker.rack();
    record.fenced = broker.fenced();
    record.inControlledShutdown = broker.inControlledShutdown();
    for (Endpoint endpoint : broker.endpoints()) {
      var copy = new RegisterBrokerRecord.BrokerEndpoint();
      copy.name = endpoint.listener();
      copy.host = endpoint.host();
      copy.port = endpoint.port();
      copy.securityProtocol = endpoint.securityProtocol();
      record.endPoints.add(copy);
    }
    new TreeMap<>(broker.features())
        .forEach((name, range) -> {
          var copy = new RegisterBrokerRecord.BrokerFeature();
          copy.name = name;
          copy.minSupportedVersion = range.min();
          copy.maxSupportedVersion = range.max();
          record.features.add(copy);
        });
    if (version >= 3) {
      record.logDirs = broker.directories();
    }
    if (version >= 4) {
      record.cordonedLogDirs = broker.cordonedDirectories();
    }
    target.accept(new MetadataRecord(record, version));
  }

  private void controller(ControllerRegistration controller) {
    var record = new RegisterControllerRecord();
    record.controllerId = controller.id();
    record.incarnationId = controller.incarnationId();
    record.zkMigrationReady = controller.zkMigrationReady();
    for (Endpoint endpoint : controller.endpoints()) {
      var copy = new RegisterControllerRecord.ControllerEndpoint();
      copy.name = endpoint.listener();
      copy.host = endpoint.host();
      copy.port = endpoint.port();
      copy.securityProtocol = endpoint.securityProtocol();
      record.endPoints.add(copy);
    }
    new TreeMap<>(controller.features())
        .forEach((name, range) -> {
          var copy = new RegisterControllerRecord.ControllerFeature();
          copy.name = name;
          copy.minSupportedVersion = range.min();
          copy.maxSupportedVersion = range.max();
          record.features.add(copy);
        });
    target.accept(MetadataRecord.of(record));
  }

  private void topic(Topic topic) {
    var record = new TopicRecord();
    record.name = topic.name();
    record.topicId = topic.id();
    target.accept(MetadataRecord.of(record));
    short version = RecordVersions.partitionRecord(metadataVersion);
    for (int i = 0; i < topic.partitions().size(); i++) {
      target.accept(
          new MetadataRecord(
              PartitionRecords.record(topic.id(), i, topic.partitions().get(i), version), version));
    }
  }

  private void configs() {
    List<ConfigResource> resources = new ArrayList<>();
    image.configs().forEach((resource, options) -> resources.add(resource));
    resources.sort((a, b) -> {
      int byType = a.type().compareTo(b.type());
      return byType != 0 ? byType : a.name().compareTo(b.name());
    });
    for (ConfigResource resource : resources) {
      image
          .configs()
          .of(resource)
          .forEach((option, value) -> {
            var record = new ConfigRecord();
            record.resourceType = resource.type().code();
            record.resourceName = resource.name();
            record.name = option;
            record.value = value;
            target.accept(MetadataRecord.of(record));
          });
    }
  }

  /// Which broker got the last block is not part of the state.
  private void producerIds() {
    if (image.nextProducerId() > 0) {
      var record = new ProducerIdsRecord();
      record.brokerId = -1;
      record.brokerEpoch = -1;
      record.nextProducerId = image.nextProducerId();
      target.accept(MetadataRecord.of(record));
    }
  }

  private void acls() {
    List<AccessControlEntryRecord> records = new ArrayList<>();
    image.acls().forEach((id, acl) -> records.add(acl.record(id)));
    records.sort((a, b) -> a.id.compareTo(b.id));
    records.forEach(record -> target.accept(MetadataRecord.of(record)));
  }
}
