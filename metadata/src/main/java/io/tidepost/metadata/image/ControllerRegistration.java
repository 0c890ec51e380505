package io.tidepost.metadata.image;

import io.tidepost.base.Uuid;
import java.util.List;
import java.util.Map;

/// A registered controller.
///
/// @param id node id
/// @param incarnationId of its process
/// @param zkMigrationReady kept as it was read
/// @param endpoints its listeners
/// @param features levels it supports, by feature name
public record ControllerRegistration(
    int id,
    Uuid incarnationId,
    boolean zkMigrationReady,
    List<Endpoint> endpoints,
    Map<String, VersionRange> features) {}
