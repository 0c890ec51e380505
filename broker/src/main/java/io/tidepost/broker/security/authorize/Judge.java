package io.tidepost.broker.security.authorize;

import io.tidepost.broker.api.RequestContext;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.ResourceType;

/// Decides who may do what. Any thread; never blocks.
interface Judge {

  /// Whether the caller may do this to the resource of this name.
  boolean allows(RequestContext caller, AclOperation operation, ResourceType type, String name);

  /// Whether there may be a resource of this type to which the caller may do this (KIP-679).
  boolean allowsSomewhere(RequestContext caller, AclOperation operation, ResourceType type);
}
