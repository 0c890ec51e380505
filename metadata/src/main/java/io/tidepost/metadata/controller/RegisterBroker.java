package io.tidepost.metadata.controller;

import io.tidepost.base.Uuid;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.Endpoint;
import io.tidepost.metadata.image.RecordVersions;
import io.tidepost.metadata.image.VersionRange;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.record.RegisterBrokerRecord;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Registers a broker, fenced: it may not lead until [UnfenceBroker]. Repeating the registration of
/// the same incarnation changes nothing.
///
/// @param brokerId node id
/// @param incarnationId of the process, new with each start
/// @param endpoints its listeners
/// @param features levels it supports, by feature name
/// @param rack its rack, or `null`
/// @param directories ids of its log directories that are online
public record RegisterBroker(
    int brokerId,
    Uuid incarnationId,
    List<Endpoint> endpoints,
    Map<String, VersionRange> features,
    @Nullable String rack,
    List<Uuid> directories)
    implements Command<RegisterBroker.Outcome> {

  /// @param failure why it was not registered, or `null`
  /// @param brokerEpoch epoch under which it is registered; -1 when it is not
  public record Outcome(@Nullable Failure failure, long brokerEpoch) {}

  @Override
  public Decision<Outcome> decide(ControllerContext context) {
    Broker existing = context.image().brokers().get(brokerId);
    if (existing != null && existing.incarnationId().equals(incarnationId)) {
      return Decision.unchanged(new Outcome(null, existing.epoch()));
    }
    short metadataVersion = context.image().features().metadataVersion();
    Failure failure = checkFeatures(context);
    if (failure != null) {
      return Decision.unchanged(new Outcome(failure, -1));
    }
    var record = new RegisterBrokerRecord();
    record.brokerId = brokerId;
    record.incarnationId = incarnationId;
    record.brokerEpoch = context.nextOffset();
    record.rack = rack;
    record.fenced = true;
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
    if (version >= 4) {
      record.cordonedLogDirs = List.of();
    }
    return new Decision<>(
        List.of(new MetadataRecord(record, version)), new Outcome(null, record.brokerEpoch));
  }

  /// Every level that the cluster has settled on must be one that the broker supports.
  private @Nullable Failure checkFeatures(ControllerContext context) {
    for (Map.Entry<String, Short> level : context.image().features().levels().entrySet()) {
      VersionRange supported = features.get(level.getKey());
      if (supported != null && !supported.contains(level.getValue())) {
        return new Failure(
            ErrorCode.UNSUPPORTED_VERSION,
            "Unable to register because the broker does not support finalized version "
                + level.getValue()
                + " of "
                + level.getKey()
                + ". The broker wants a version between "
                + supported.min()
                + " and "
                + supported.max()
                + ", inclusive.");
      }
    }
    return null;
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
