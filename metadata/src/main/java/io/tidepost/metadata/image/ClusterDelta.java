package io.tidepost.metadata.image;

import io.tidepost.base.Uuid;
import io.tidepost.wire.record.BrokerRegistrationChangeRecord;
import io.tidepost.wire.record.RegisterBrokerRecord;
import io.tidepost.wire.record.RegisterControllerRecord;
import io.tidepost.wire.record.UnregisterBrokerRecord;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Registered brokers and controllers while records are applied.
final class ClusterDelta {

  private SortedMap<Integer, Broker> brokers;
  private SortedMap<Integer, ControllerRegistration> controllers;
  private final Set<Integer> changedBrokers = new LinkedHashSet<>();

  ClusterDelta(
      SortedMap<Integer, Broker> brokers, SortedMap<Integer, ControllerRegistration> controllers) {
    this.brokers = brokers;
    this.controllers = controllers;
  }

  void replay(RegisterBrokerRecord record) {
    put(
        new Broker(
            record.brokerId,
            record.brokerEpoch,
            record.incarnationId,
            record.endPoints.stream()
                .map(e -> new Endpoint(e.name, e.host, e.port, e.securityProtocol))
                .toList(),
            record.features.stream()
                .collect(
                    Collectors.toUnmodifiableMap(
                        f -> f.name,
                        f -> new VersionRange(f.minSupportedVersion, f.maxSupportedVersion))),
            record.rack,
            record.fenced,
            record.inControlledShutdown,
            List.copyOf(record.logDirs),
            copyOrNull(record.cordonedLogDirs)));
  }

  void replay(BrokerRegistrationChangeRecord record) {
    Broker old = broker(record.brokerId, record.brokerEpoch);
    put(
        new Broker(
            old.id(),
            old.epoch(),
            old.incarnationId(),
            old.endpoints(),
            old.features(),
            old.rack(),
            record.fenced == 0 ? old.fenced() : record.fenced > 0,
            record.inControlledShutdown == 0
                ? old.inControlledShutdown()
                : record.inControlledShutdown > 0,
            record.logDirs.isEmpty() ? old.directories() : List.copyOf(record.logDirs),
            record.cordonedLogDirs == null
                ? old.cordonedDirectories()
                : List.copyOf(record.cordonedLogDirs)));
  }

  /// The form that fencing had before 3.3.
  void setFenced(int id, long epoch, boolean fenced) {
    var change = new BrokerRegistrationChangeRecord();
    change.brokerId = id;
    change.brokerEpoch = epoch;
    change.fenced = (byte) (fenced ? 1 : -1);
    replay(change);
  }

  void replay(UnregisterBrokerRecord record) {
    Broker old = broker(record.brokerId, record.brokerEpoch);
    var copy = new TreeMap<>(brokers);
    copy.remove(old.id());
    brokers = Collections.unmodifiableSortedMap(copy);
    changedBrokers.add(old.id());
  }

  void replay(RegisterControllerRecord record) {
    var copy = new TreeMap<>(controllers);
    copy.put(
        record.controllerId,
        new ControllerRegistration(
            record.controllerId,
            record.incarnationId,
            record.zkMigrationReady,
            record.endPoints.stream()
                .map(e -> new Endpoint(e.name, e.host, e.port, e.securityProtocol))
                .toList(),
            record.features.stream()
                .collect(
                    Collectors.toUnmodifiableMap(
                        f -> f.name,
                        f -> new VersionRange(f.minSupportedVersion, f.maxSupportedVersion)))));
    controllers = Collections.unmodifiableSortedMap(copy);
  }

  private Broker broker(int id, long epoch) {
    Broker found = brokers.get(id);
    if (found == null || found.epoch() != epoch) {
      throw new IllegalStateException(
          "the metadata changes broker "
              + id
              + " of the broker epoch "
              + epoch
              + (found == null ? ", which is not registered" : ", but it is at " + found.epoch()));
    }
    return found;
  }

  private void put(Broker broker) {
    var copy = new TreeMap<>(brokers);
    copy.put(broker.id(), broker);
    brokers = Collections.unmodifiableSortedMap(copy);
    changedBrokers.add(broker.id());
  }

  private static @Nullable List<Uuid> copyOrNull(@Nullable List<Uuid> list) {
    return list == null ? null : List.copyOf(list);
  }

  SortedMap<Integer, Broker> brokers() {
    return brokers;
  }

  SortedMap<Integer, ControllerRegistration> controllers() {
    return controllers;
  }

  Set<Integer> changedBrokers() {
    return Collections.unmodifiableSet(changedBrokers);
  }
}
