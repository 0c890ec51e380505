package io.tidepost.metadata.image;

import io.tidepost.base.Uuid;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.wire.Message;
import io.tidepost.wire.record.AccessControlEntryRecord;
import io.tidepost.wire.record.BrokerRegistrationChangeRecord;
import io.tidepost.wire.record.ClearElrRecord;
import io.tidepost.wire.record.ClientQuotaRecord;
import io.tidepost.wire.record.ConfigRecord;
import io.tidepost.wire.record.FeatureLevelRecord;
import io.tidepost.wire.record.PartitionChangeRecord;
import io.tidepost.wire.record.PartitionRecord;
import io.tidepost.wire.record.ProducerIdsRecord;
import io.tidepost.wire.record.RegisterBrokerRecord;
import io.tidepost.wire.record.RegisterControllerRecord;
import io.tidepost.wire.record.RemoveAccessControlEntryRecord;
import io.tidepost.wire.record.RemoveTopicRecord;
import io.tidepost.wire.record.RemoveUserScramCredentialRecord;
import io.tidepost.wire.record.TopicRecord;
import io.tidepost.wire.record.UnregisterBrokerRecord;
import io.tidepost.wire.record.UserScramCredentialRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Metadata records that fit one after the other, from a seed.
final class RandomRecords {

  private static final short METADATA_VERSION = 30;

  private final Random random;
  private final Map<Uuid, Integer> partitions = new LinkedHashMap<>();
  private final Map<Uuid, String> names = new HashMap<>();
  private final TreeMap<Integer, Long> brokers = new TreeMap<>();
  private final List<Uuid> acls = new ArrayList<>();
  private final Set<String> credentials = new HashSet<>();
  private long producerId;
  private int serial;
  private boolean started;

  RandomRecords(long seed) {
    random = new Random(seed);
  }

  List<MetadataRecord> next(int count) {
    List<MetadataRecord> records = new ArrayList<>();
    if (!started) {
      started = true;
      records.add(MetadataRecord.of(feature("metadata.version", METADATA_VERSION)));
    }
    while (records.size() < count) {
      step(records);
    }
    return records;
  }

  private void step(List<MetadataRecord> records) {
    switch (random.nextInt(14)) {
      case 0, 1 -> createTopic(records);
      case 2, 3, 4, 5 -> changePartition(records);
      case 6 -> growOrRemove(records);
      case 7, 8 -> records.add(MetadataRecord.of(config()));
      case 9 -> records.add(broker());
      case 10 -> changeBroker(records);
      case 11 -> records.add(MetadataRecord.of(quota()));
      case 12 -> security(records);
      default -> records.add(MetadataRecord.of(other()));
    }
  }

  private Uuid uuid() {
    return new Uuid(random.nextLong() | 1, random.nextLong());
  }

  private List<Integer> ids(int count) {
    List<Integer> ids = new ArrayList<>();
    int first = random.nextInt(5);
    for (int i = 0; i < count; i++) {
      ids.add(1 + (first + i) % 5);
    }
    return ids;
  }

  private List<Uuid> uuids(int count) {
    List<Uuid> uuids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      uuids.add(uuid());
    }
    return uuids;
  }

  private static FeatureLevelRecord feature(String name, short level) {
    var record = new FeatureLevelRecord();
    record.name = name;
    record.featureLevel = level;
    return record;
  }

  private void createTopic(List<MetadataRecord> records) {
    var topic = new TopicRecord();
    topic.name = "topic-" + serial++;
    topic.topicId = uuid();
    records.add(MetadataRecord.of(topic));
    names.put(topic.topicId, topic.name);
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      records.add(partition(topic.topicId, i));
    }
    partitions.put(topic.topicId, count);
  }

  private MetadataRecord partition(Uuid topicId, int number) {
    short version = (short) random.nextInt(3);
    int replicas = 1 + random.nextInt(4);
    var record = new PartitionRecord();
    record.topicId = topicId;
    record.partitionId = number;
    record.replicas = ids(replicas);
    record.isr = ids(1 + random.nextInt(replicas));
    record.leader = random.nextInt(5) - 1;
    record.leaderEpoch = random.nextInt(10);
    record.partitionEpoch = random.nextInt(10);
    record.addingReplicas = ids(random.nextInt(2));
    record.removingReplicas = ids(random.nextInt(2));
    record.leaderRecoveryState = (byte) random.nextInt(2);
    if (version >= 1) {
      record.directories = uuids(replicas);
    }
    if (version >= 2) {
      record.eligibleLeaderReplicas = random.nextBoolean() ? ids(random.nextInt(3)) : null;
      record.lastKnownElr = random.nextBoolean() ? ids(random.nextInt(3)) : null;
    }
    return new MetadataRecord(record, version);
  }

  private @Nullable Uuid anyTopic() {
    if (partitions.isEmpty()) {
      return null;
    }
    return new ArrayList<>(partitions.keySet()).get(random.nextInt(partitions.size()));
  }

  private void changePartition(List<MetadataRecord> records) {
    Uuid topic = anyTopic();
    if (topic == null) {
      return;
    }
    var record = new PartitionChangeRecord();
    record.topicId = topic;
    record.partitionId = random.nextInt(partitions.getOrDefault(topic, 1));
    if (random.nextBoolean()) {
      record.leader = random.nextInt(6) - 1;
    }
    if (random.nextBoolean()) {
      record.isr = ids(random.nextInt(4));
    }
    if (random.nextInt(3) == 0) {
      record.replicas = ids(1 + random.nextInt(4));
      record.directories = uuids(record.replicas.size());
    }
    if (random.nextBoolean()) {
      record.eligibleLeaderReplicas = ids(random.nextInt(3));
      record.lastKnownElr = ids(random.nextInt(3));
    }
    if (random.nextInt(3) == 0) {
      record.addingReplicas = ids(random.nextInt(3));
      record.removingReplicas = ids(random.nextInt(3));
      record.leaderRecoveryState = (byte) random.nextInt(2);
    }
    records.add(new MetadataRecord(record, (short) 2));
  }

  private void growOrRemove(List<MetadataRecord> records) {
    Uuid topic = anyTopic();
    if (topic == null) {
      return;
    }
    if (random.nextBoolean()) {
      int count = partitions.getOrDefault(topic, 1);
      records.add(partition(topic, count));
      partitions.put(topic, count + 1);
    } else {
      var record = new RemoveTopicRecord();
      record.topicId = topic;
      records.add(MetadataRecord.of(record));
      partitions.remove(topic);
      names.remove(topic);
    }
  }

  private ConfigRecord config() {
    var record = new ConfigRecord();
    Uuid topic = anyTopic();
    boolean ofTopic = topic != null && random.nextBoolean();
    record.resourceType = (byte) (ofTopic ? 2 : List.of(4, 16, 32).get(random.nextInt(3)));
    record.resourceName =
        ofTopic ? names.getOrDefault(topic, "") : record.resourceType == 4 ? "" : "r";
    record.name = "option-" + random.nextInt(4);
    record.value = random.nextInt(3) == 0 ? null : "value-" + random.nextInt(100);
    return record;
  }

  private MetadataRecord broker() {
    var record = new RegisterBrokerRecord();
    record.brokerId = 1 + random.nextInt(5);
    record.brokerEpoch = serial++;
    record.incarnationId = uuid();
    record.fenced = random.nextBoolean();
    record.inControlledShutdown = random.nextBoolean();
    record.rack = random.nextBoolean() ? "rack" : null;
    record.logDirs = uuids(random.nextInt(3)).stream().sorted().toList();
    record.cordonedLogDirs = random.nextBoolean() ? List.of() : null;
    var endpoint = new RegisterBrokerRecord.BrokerEndpoint();
    endpoint.name = "PLAINTEXT";
    endpoint.host = "host";
    endpoint.port = 65_000;
    record.endPoints = List.of(endpoint);
    var feature = new RegisterBrokerRecord.BrokerFeature();
    feature.name = "metadata.version";
    feature.minSupportedVersion = 7;
    feature.maxSupportedVersion = 31;
    record.features = List.of(feature);
    brokers.put(record.brokerId, record.brokerEpoch);
    return new MetadataRecord(record, (short) 4);
  }

  private void changeBroker(List<MetadataRecord> records) {
    var entry = brokers.firstEntry();
    if (entry == null) {
      return;
    }
    if (random.nextInt(4) == 0) {
      var record = new UnregisterBrokerRecord();
      record.brokerId = entry.getKey();
      record.brokerEpoch = entry.getValue();
      brokers.remove(entry.getKey());
      records.add(MetadataRecord.of(record));
      return;
    }
    var record = new BrokerRegistrationChangeRecord();
    record.brokerId = entry.getKey();
    record.brokerEpoch = entry.getValue();
    record.fenced = (byte) (random.nextInt(3) - 1);
    record.inControlledShutdown = (byte) random.nextInt(2);
    record.logDirs = uuids(random.nextInt(2));
    record.cordonedLogDirs = random.nextBoolean() ? List.of() : null;
    records.add(new MetadataRecord(record, (short) 3));
  }

  private ClientQuotaRecord quota() {
    var record = new ClientQuotaRecord();
    for (String type : List.of("user", "client-id").subList(0, 1 + random.nextInt(2))) {
      var part = new ClientQuotaRecord.EntityData();
      part.entityType = type;
      part.entityName = random.nextInt(3) == 0 ? null : "name-" + random.nextInt(2);
      record.entity.add(part);
    }
    record.key = random.nextBoolean() ? "producer_byte_rate" : "consumer_byte_rate";
    record.value = random.nextInt(1000);
    record.remove = random.nextInt(3) == 0;
    return record;
  }

  private void security(List<MetadataRecord> records) {
    String user = "user-" + random.nextInt(3);
    if (random.nextInt(3) == 0 && !acls.isEmpty()) {
      var record = new RemoveAccessControlEntryRecord();
      record.id = acls.remove(random.nextInt(acls.size()));
      records.add(MetadataRecord.of(record));
    } else if (random.nextBoolean()) {
      var record = new AccessControlEntryRecord();
      record.id = uuid();
      record.resourceType = 2;
      record.resourceName = "topic";
      record.patternType = 3;
      record.principal = "User:" + user;
      record.host = "*";
      record.operation = 3;
      record.permissionType = 3;
      acls.add(record.id);
      records.add(MetadataRecord.of(record));
    } else if (credentials.remove(user)) {
      var record = new RemoveUserScramCredentialRecord();
      record.name = user;
      record.mechanism = 1;
      records.add(MetadataRecord.of(record));
    } else {
      credentials.add(user);
      records.add(MetadataRecord.of(credential(user)));
    }
  }

  private UserScramCredentialRecord credential(String user) {
    var record = new UserScramCredentialRecord();
    record.name = user;
    record.mechanism = 1;
    byte[] bytes = new byte[8];
    random.nextBytes(bytes);
    record.salt = ByteBuffer.wrap(bytes);
    record.storedKey = ByteBuffer.wrap(bytes);
    record.serverKey = ByteBuffer.wrap(bytes);
    record.iterations = 4096;
    return record;
  }

  private Message other() {
    return switch (random.nextInt(4)) {
      case 0 -> {
        var record = new ProducerIdsRecord();
        producerId += 1000;
        record.brokerId = 1;
        record.brokerEpoch = 1;
        record.nextProducerId = producerId;
        yield record;
      }
      case 1 -> feature("transaction.version", (short) random.nextInt(3));
      case 2 -> {
        var record = new ClearElrRecord();
        Uuid topic = anyTopic();
        record.topicName = topic == null ? "" : names.getOrDefault(topic, "");
        yield record;
      }
      default -> {
        var record = new RegisterControllerRecord();
        record.controllerId = random.nextInt(2);
        record.incarnationId = uuid();
        yield record;
      }
    };
  }
}
