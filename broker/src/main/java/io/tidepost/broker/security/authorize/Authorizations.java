package io.tidepost.broker.security.authorize;

import io.tidepost.broker.api.ApiException;
import io.tidepost.broker.api.RequestContext;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.ResourceType;
import org.jspecify.annotations.Nullable;

/// Who may do what: every handler asks here before it acts. When no authorizer is configured
/// everybody may do everything, and a question costs one comparison. Any thread; never blocks.
public final class Authorizations {

  /// Bit field of operations for a client that did not ask (KIP-430).
  public static final int OPERATIONS_NOT_ASKED = Integer.MIN_VALUE;

  private final @Nullable Judge judge;

  private Authorizations(@Nullable Judge judge) {
    this.judge = judge;
  }

  /// Everybody may do everything.
  public static Authorizations everything() {
    return new Authorizations(null);
  }

  /// Whether anything can be refused at all.
  public boolean areChecked() {
    return judge != null;
  }

  /// Whether the caller may do this to the resource of this name. What is refused is the caller's
  /// attempt; for what a list may show there is [#show].
  public boolean allow(
      RequestContext caller, AclOperation operation, ResourceType type, String name) {
    Judge known = judge;
    return known == null || known.allows(caller, operation, type, name);
  }

  /// As [#allow], of the cluster as a whole.
  public boolean allowOnCluster(RequestContext caller, AclOperation operation) {
    return allow(caller, operation, ResourceType.CLUSTER, ResourceType.CLUSTER_NAME);
  }

  /// Whether a list or a description for the caller may show the resource. Nobody attempted
  /// anything, so a no is not worth a note.
  public boolean show(
      RequestContext caller, AclOperation operation, ResourceType type, String name) {
    Judge known = judge;
    return known == null || known.allows(caller, operation, type, name);
  }

  /// Ends the request unless the caller may do this.
  ///
  /// @throws ApiException with the error of the resource's type
  public void demand(
      RequestContext caller, AclOperation operation, ResourceType type, String name) {
    if (!allow(caller, operation, type, name)) {
      throw new ApiException(type.refusal(), type.refusal().message());
    }
  }

  /// As [#demand], of the cluster as a whole.
  public void demandOnCluster(RequestContext caller, AclOperation operation) {
    demand(caller, operation, ResourceType.CLUSTER, ResourceType.CLUSTER_NAME);
  }

  /// Whether there may be a resource of this type to which the caller may do this (KIP-679).
  public boolean allowSomewhere(RequestContext caller, AclOperation operation, ResourceType type) {
    Judge known = judge;
    return known == null || known.allowsSomewhere(caller, operation, type);
  }

  /// What the caller may do to the resource, as a bit field (KIP-430).
  public int operations(RequestContext caller, ResourceType type, String name) {
    int bits = 0;
    for (AclOperation operation : type.operations()) {
      if (show(caller, operation, type, name)) {
        bits |= operation.bit();
      }
    }
    return bits;
  }
}
