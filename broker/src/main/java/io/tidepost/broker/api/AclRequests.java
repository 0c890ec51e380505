package io.tidepost.broker.api;

import io.tidepost.broker.security.authorize.AclStore;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.acl.Acl;
import io.tidepost.metadata.acl.AclFilter;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.wire.ErrorCode;
import org.jspecify.annotations.Nullable;

/// What the requests about access control entries have in common.
final class AclRequests {

  /// An entry in one line, for the audit log.
  static String text(Acl acl) {
    return "%s %s %s on %s %s (%s) from %s"
        .formatted(
            acl.permission(),
            acl.principal(),
            acl.operation(),
            acl.pattern().type(),
            acl.pattern().name(),
            acl.pattern().patternType(),
            acl.host());
  }

  /// As [#text(Acl)]; what a filter leaves open is `*`.
  static String text(AclFilter filter) {
    return "%s %s %s on %s %s (%s) from %s"
        .formatted(
            filter.permission(),
            open(filter.principal()),
            filter.operation(),
            filter.type(),
            open(filter.name()),
            filter.patternType(),
            open(filter.host()));
  }

  private static String open(@Nullable String value) {
    return value == null ? "*" : value;
  }

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
