package io.tidepost.metadata.image;

import io.tidepost.base.Uuid;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A registered broker.
///
/// @param id node id
/// @param epoch broker epoch: offset of the record that registered it
/// @param incarnationId of its process
/// @param endpoints its listeners
/// @param features levels it supports, by feature name
/// @param rack its rack, or `null`
/// @param fenced it may not lead and clients do not see it
/// @param inControlledShutdown it is about to leave
/// @param directories ids of its log directories that are online
/// @param cordonedDirectories ids of the directories that take no new partitions; `null` when never
///   told
public record Broker(
    int id,
    long epoch,
    Uuid incarnationId,
    List<Endpoint> endpoints,
    Map<String, VersionRange> features,
    @Nullable String rack,
    boolean fenced,
    boolean inControlledShutdown,
    List<Uuid> directories,
    @Nullable List<Uuid> cordonedDirectories) {

  /// Whether it may lead partitions.
  public boolean isActive() {
    return !fenced && !inControlledShutdown;
  }

  /// The endpoint of this listener, or `null`.
  public @Nullable Endpoint endpoint(String listener) {
    for (Endpoint endpoint : endpoints) {
      if (endpoint.listener().equals(listener)) {
        return endpoint;
      }
    }
    return null;
  }
}
