package io.tidepost.broker.security.authorize;

import io.tidepost.broker.api.RequestContext;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.ResourceType;
import io.tidepost.metadata.image.Endpoint;
import java.io.IOException;
import java.util.List;

/// Decides who may do what. Any thread; never blocks, except in [#start] and [#close].
public interface Judge {

  /// The server that it decides for.
  ///
  /// @param nodeId `node.id`
  /// @param clusterId the cluster's id
  /// @param endpoints what clients are told
  record ServerFacts(int nodeId, String clusterId, List<Endpoint> endpoints) {}

  /// Whether the caller may do this to the resource of this name.
  ///
  /// @param attempted whether the caller tries to do it; else something is only to be listed
  boolean allows(
      RequestContext caller,
      AclOperation operation,
      ResourceType type,
      String name,
      boolean attempted);

  /// Whether there may be a resource of this type to which the caller may do this (KIP-679).
  boolean allowsSomewhere(RequestContext caller, AclOperation operation, ResourceType type);

  /// Gets ready; returns once requests may be let in.
  ///
  /// @throws IllegalStateException with one sentence when it cannot
  default void start(ServerFacts server) {}

  /// Gives back what it holds.
  default void close() throws IOException {}
}
