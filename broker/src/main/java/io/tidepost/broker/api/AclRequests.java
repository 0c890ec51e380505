package io.tidepost.broker.api;

import io.tidepost.broker.security.authorize.AclStore;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.wire.ErrorCode;

/// What the requests about access control entries have in common.
final class AclRequests {

  private AclRequests() {}

  /// The store, for a caller who may do `operation` to the cluster.
  ///
  /// @throws ApiException when the caller may not, or when no authorizer is configured
  static AclStore store(BrokerContext context, RequestContext caller, AclOperation operation) {
    context.authorizations().demandOnCluster(caller, operation);
    AclStore store = context.authorizations().acls();
    if (store == null) {
      throw new ApiException(
          ErrorCode.SECURITY_DISABLED,
          operation == AclOperation.DESCRIBE
              ? "No Authorizer is configured on the broker"
              : "No Authorizer is configured.");
    }
    return store;
  }
}
