package io.tidepost.metadata.controller;

import io.tidepost.base.Uuid;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.Broker;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.record.BrokerRegistrationChangeRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a broker comes and goes: the records, and what they mean for its partitions. Whoever goes
/// leaves the in-sync replicas first, whoever comes is announced first, so that a fenced broker is
/// never in sync, whatever part of the records is committed (KIP-841).
final class Registrations {

  private static final byte YES = 1;
  private static final byte NO = -1;
  private static final short WITH_SHUTDOWN = 1;
  private static final short WITH_DIRECTORIES = 2;
  private static final short WITH_CORDONED_DIRECTORIES = 3;

  private Registrations() {}

  /// Why a broker with this id and epoch is not listened to, or `null`.
  static @Nullable Failure check(ControllerContext context, int brokerId, long brokerEpoch) {
    Broker broker = context.image().brokers().get(brokerId);
    if (broker == null) {
      return new Failure(
          ErrorCode.BROKER_ID_NOT_REGISTERED,
          "No broker registration found for broker id " + brokerId);
    }
    return broker.epoch() == brokerEpoch
        ? null
        : new Failure(
            ErrorCode.STALE_BROKER_EPOCH,
            "Expected broker epoch " + broker.epoch() + ", but got broker epoch " + brokerEpoch);
  }

  static void fence(ControllerContext context, Broker broker, List<MetadataRecord> records) {
    new PartitionChanges(context, records).leave(broker.id());
    BrokerRegistrationChangeRecord change = change(broker);
    change.fenced = YES;
    records.add(new MetadataRecord(change, (short) 0));
    context.sessions().end(broker.id());
  }

  static void unfence(ControllerContext context, Broker broker, List<MetadataRecord> records) {
    if (!broker.isActive()) {
      BrokerRegistrationChangeRecord change = change(broker);
      change.fenced = NO;
      change.inControlledShutdown = broker.inControlledShutdown() ? NO : 0;
      records.add(
          new MetadataRecord(change, broker.inControlledShutdown() ? WITH_SHUTDOWN : (short) 0));
    }
    new PartitionChanges(context, records).join(broker.id());
  }

  /// The broker gives its leaders away and is in sync nowhere, but is not fenced yet: clients that
  /// do not know the new leaders are told by it.
  static void shutDown(ControllerContext context, Broker broker, List<MetadataRecord> records) {
    if (!broker.inControlledShutdown()) {
      BrokerRegistrationChangeRecord change = change(broker);
      change.inControlledShutdown = YES;
      records.add(new MetadataRecord(change, WITH_SHUTDOWN));
    }
    new PartitionChanges(context, records).leave(broker.id());
  }

  /// What was in the directories that the broker lost is in sync no more.
  static void loseDirectories(
      ControllerContext context, Broker broker, List<Uuid> offline, List<MetadataRecord> records) {
    List<Uuid> lost = offline.stream().distinct().filter(broker.directories()::contains).toList();
    if (lost.isEmpty()) {
      return;
    }
    var changes = new PartitionChanges(context, records);
    lost.forEach(directory -> changes.leaveDirectory(broker.id(), directory));
    BrokerRegistrationChangeRecord change = change(broker);
    change.logDirs = broker.directories().stream().filter(id -> !lost.contains(id)).toList();
    records.add(new MetadataRecord(change, WITH_DIRECTORIES));
  }

  /// New partitions are kept away from these directories (KIP-1066).
  static MetadataRecord cordon(Broker broker, List<Uuid> directories) {
    BrokerRegistrationChangeRecord change = change(broker);
    change.cordonedLogDirs = List.copyOf(directories);
    return new MetadataRecord(change, WITH_CORDONED_DIRECTORIES);
  }

  private static BrokerRegistrationChangeRecord change(Broker broker) {
    var change = new BrokerRegistrationChangeRecord();
    change.brokerId = broker.id();
    change.brokerEpoch = broker.epoch();
    return change;
  }
}
