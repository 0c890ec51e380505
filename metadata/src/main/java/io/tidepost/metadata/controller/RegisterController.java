package io.tidepost.metadata.controller;

import io.tidepost.base.Uuid;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.ControllerRegistration;
import io.tidepost.metadata.image.Endpoint;
import io.tidepost.metadata.image.Features;
import io.tidepost.metadata.image.RecordVersions;
import io.tidepost.metadata.image.VersionRange;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.record.RegisterControllerRecord;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Registers a controller, active or not (KIP-919): where it can be reached, and which features it
/// can live with.
///
/// @param controllerId node id
/// @param incarnationId of the process, new with each start
/// @param endpoints its listeners
/// @param features levels it supports, by feature name
public record RegisterController(
    int controllerId,
    Uuid incarnationId,
    List<Endpoint> endpoints,
    Map<String, VersionRange> features)
    implements Command<RegisterController.Outcome> {

  /// @param failure why it was not registered, or `null`
  public record Outcome(@Nullable Failure failure) {}

  @Override
  public Decision<Outcome> decide(ControllerContext context) {
    Features finalized = context.image().features();
    if (!RecordVersions.hasControllerRegistration(finalized.metadataVersion())) {
      return Decision.unchanged(
          new Outcome(
              new Failure(
                  ErrorCode.UNSUPPORTED_VERSION,
                  "The current MetadataVersion is too old to support controller registrations.")));
    }
    Failure failure = FeatureSupport.check("controller", finalized, features);
    var wanted =
        new ControllerRegistration(controllerId, incarnationId, false, endpoints, features);
    if (failure != null || wanted.equals(context.image().controllers().get(controllerId))) {
      return Decision.unchanged(new Outcome(failure));
    }
    var record = new RegisterControllerRecord();
    record.controllerId = controllerId;
    record.incarnationId = incarnationId;
    for (Endpoint endpoint : endpoints) {
      var copy = new RegisterControllerRecord.ControllerEndpoint();
      copy.name = endpoint.listener();
      copy.host = endpoint.host();
      copy.port = endpoint.port();
      copy.securityProtocol = endpoint.securityProtocol();
      record.endPoints.add(copy);
    }
    new TreeMap<>(features)
        .forEach((name, range) -> {
          var copy = new RegisterControllerRecord.ControllerFeature();
          copy.name = name;
          copy.minSupportedVersion = range.min();
          copy.maxSupportedVersion = range.max();
          record.features.add(copy);
        });
    return new Decision<>(List.of(MetadataRecord.of(record)), new Outcome(null));
  }
}
