package io.tidepost.metadata.controller;

import io.tidepost.base.Uuid;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.Endpoint;
import io.tidepost.metadata.image.Features;
import io.tidepost.metadata.image.RecordVersions;
import io.tidepost.metadata.image.VersionRange;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.record.RegisterBrokerRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Registers a broker, fenced: it may not lead until it has caught up. Repeating the registration
/// of the same incarnation amends it and keeps its broker epoch.
///
/// A node id belongs to one process: while its session lives, another one is refused, unless it
/// must be the same node started anew, because it has the directories, which only one process can
/// hold, and the listeners of the old one. The only controller is in the very process that asks.
///
/// @param brokerId node id
/// @param incarnationId of the process, new with each start
/// @param endpoints its listeners
/// @param features levels it supports, by feature name
/// @param rack its rack, or `null`
/// @param directories ids of its log directories that are online
/// @param previousBrokerEpoch broker epoch that it had when it stopped cleanly; -1 when it did not
///   (KIP-966)
/// @param isOwnController whether it is the broker of the only controller: while no other broker is
///   registered it then keeps the partitions that it leads, see [UnfenceBroker]
public record RegisterBroker(
    int brokerId,
    Uuid incarnationId,
    List<Endpoint> endpoints,
    Map<String, VersionRange> features,
    @Nullable String rack,
    List<Uuid> directories,
    long previousBrokerEpoch,
    boolean isOwnController)
    implements Command<RegisterBroker.Outcome> {

  /// The broker of the only controller.
  public RegisterBroker(
      int brokerId,
      Uuid incarnationId,
      List<Endpoint> endpoints,
      Map<String, VersionRange> features,
      @Nullable String rack,
      List<Uuid> directories) {
    this(brokerId, incarnationId, endpoints, features, rack, directories, -1, true);
  }

  /// @param failure why it was not registered, or `null`
  /// @param brokerEpoch epoch under which it is registered; -1 when it is not
  public record Outcome(@Nullable Failure failure, long brokerEpoch) {}

  @Override
  public Decision<Outcome> decide(ControllerContext context) {
    Broker existing = context.image().brokers().get(brokerId);
    boolean isSame = existing != null && existing.incarnationId().equals(incarnationId);
    Failure failure = isSame ? null : checkOwner(context, existing);
    if (failure == null) {
      failure = checkDirectories(context);
    }
    if (failure == null) {
      failure = checkFeatures(context);
    }
    if (failure != null) {
      return Decision.unchanged(new Outcome(failure, -1));
    }
    if (existing != null && isSame) {
      return amend(context, existing);
    }
    List<MetadataRecord> records = new ArrayList<>();
    if (!isAlone(context)) {
      var changes = new PartitionChanges(context, records);
      if (existing != null && existing.epoch() == previousBrokerEpoch) {
        changes.leave(brokerId);
      } else {
        changes.leaveUncleanly(brokerId);
      }
    }
    long epoch = context.nextOffset() + records.size();
    records.add(record(context, epoch, true, false, List.of()));
    context.sessions().begin(brokerId, epoch, context.nowMillis());
    return Decision.inParts(records, new Outcome(null, epoch));
  }

  private boolean isAlone(ControllerContext context) {
    return isOwnController && Set.of(brokerId).containsAll(context.image().brokers().keySet());
  }

  private Decision<Outcome> amend(ControllerContext context, Broker existing) {
    var outcome = new Outcome(null, existing.epoch());
    if (existing.endpoints().equals(endpoints)
        && existing.features().equals(features)
        && Objects.equals(existing.rack(), rack)
        && Set.copyOf(existing.directories()).equals(Set.copyOf(directories))) {
      return Decision.unchanged(outcome);
    }
    List<Uuid> cordoned = existing.cordonedDirectories();
    return new Decision<>(
        List.of(
            record(
                context,
                existing.epoch(),
                existing.fenced(),
                existing.inControlledShutdown(),
                cordoned == null ? List.of() : cordoned)),
        outcome);
  }

  private @Nullable Failure checkOwner(ControllerContext context, @Nullable Broker existing) {
    long timeoutMs = context.rules().replication().sessionTimeoutMs();
    // The controller's own process locks its directories: who was here before is gone.
    if (existing == null
        || isOwnController
        || existing.fenced()
        || !context.sessions().isValid(existing, timeoutMs, context.nowMillis())
        || (existing.endpoints().equals(endpoints)
            && !existing.directories().isEmpty()
            && directories.containsAll(existing.directories()))) {
      return null;
    }
    return new Failure(
        ErrorCode.DUPLICATE_BROKER_REGISTRATION,
        "Another broker is registered with that broker id. If the broker was recently restarted"
            + " this should self-resolve once the heartbeat manager expires the broker's session.");
  }

  private @Nullable Failure checkDirectories(ControllerContext context) {
    if (!RecordVersions.hasDirectories(context.image().features().metadataVersion())) {
      return null;
    }
    if (directories.isEmpty()) {
      return invalid("No directories specified in request");
    }
    if (directories.stream().anyMatch(Directories::isReserved)) {
      return invalid("Reserved directory ID in request");
    }
    if (Set.copyOf(directories).size() != directories.size()) {
      return invalid("Duplicate directory ID in request");
    }
    for (Broker other : context.image().brokers().values()) {
      for (Uuid directory : directories) {
        if (other.id() != brokerId && other.directories().contains(directory)) {
          return invalid(
              "Broker " + other.id() + " is already registered with directory " + directory);
        }
      }
    }
    return null;
  }

  private @Nullable Failure checkFeatures(ControllerContext context) {
    Features finalized = context.image().features();
    return finalized.metadataVersion() > 0 && !features.containsKey(Features.METADATA_VERSION)
        ? invalid("Request features do not contain 'metadata.version'")
        : FeatureSupport.check("broker", finalized, features);
  }

  private static Failure invalid(String message) {
    return new Failure(ErrorCode.INVALID_REGISTRATION, message);
  }

  private MetadataRecord record(
      ControllerContext context,
      long epoch,
      boolean fenced,
      boolean inControlledShutdown,
      List<Uuid> cordoned) {
    short metadataVersion = context.image().features().metadataVersion();
    var record = new RegisterBrokerRecord();
    record.brokerId = brokerId;
    record.incarnationId = incarnationId;
    record.brokerEpoch = epoch;
    record.rack = rack;
    record.fenced = fenced;
    record.inControlledShutdown = inControlledShutdown;
    record.endPoints = endpoints.stream().map(RegisterBroker::endpoint).toList();
    record.features =
        features.entrySet().stream()
            .sorted((a, b) -> a.getKey().compareTo(b.getKey()))
            .map(e -> feature(e.getKey(), e.getValue()))
            .toList();
    if (RecordVersions.hasDirectories(metadataVersion)) {
      record.logDirs = directories.stream().sorted().toList();
    }
    short version = RecordVersions.registerBroker(metadataVersion);
    if (RecordVersions.hasCordonedDirectories(metadataVersion)) {
      record.cordonedLogDirs = cordoned;
    }
    return new MetadataRecord(record, version);
  }

  private static RegisterBrokerRecord.BrokerEndpoint endpoint(Endpoint endpoint) {
    var result = new RegisterBrokerRecord.BrokerEndpoint();
    result.name = endpoint.listener();
    result.host = endpoint.host();
    result.port = endpoint.port();
    result.securityProtocol = endpoint.securityProtocol();
    return result;
  }

  private static RegisterBrokerRecord.BrokerFeature feature(String name, VersionRange range) {
    var result = new RegisterBrokerRecord.BrokerFeature();
    result.name = name;
    result.minSupportedVersion = range.min();
    result.maxSupportedVersion = range.max();
    return result;
  }
}
