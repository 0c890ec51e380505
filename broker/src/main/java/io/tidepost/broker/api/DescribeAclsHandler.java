package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.acl.Acl;
import io.tidepost.metadata.acl.AclFilter;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.AclPattern;
import io.tidepost.metadata.acl.AclPermission;
import io.tidepost.metadata.acl.PatternType;
import io.tidepost.metadata.acl.ResourceType;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.DescribeAclsRequest;
import io.tidepost.wire.message.DescribeAclsResponse;
import io.tidepost.wire.message.DescribeAclsResponse.AclDescription;
import io.tidepost.wire.message.DescribeAclsResponse.DescribeAclsResource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// DescribeAcls (29), versions 1 to 3: the access control entries that a filter selects.
final class DescribeAclsHandler implements ApiHandler<DescribeAclsRequest, DescribeAclsResponse> {

  private final BrokerContext context;

  DescribeAclsHandler(BrokerContext context) {
    this.context = context;
  }

  @Override
  public DescribeAclsRequest read(WireReader in, short version) {
    return DescribeAclsRequest.read(in, version);
  }

  @Override
  public void handle(
      DescribeAclsRequest request, RequestContext caller, Reply<DescribeAclsResponse> reply) {
    var store = AclRequests.store(context, caller, AclOperation.DESCRIBE);
    var filter =
        new AclFilter(
            ResourceType.of(request.resourceTypeFilter),
            PatternType.of(request.patternTypeFilter),
            request.resourceNameFilter,
            request.principalFilter,
            request.hostFilter,
            AclOperation.of(request.operation),
            AclPermission.of(request.permissionType));
    if (filter.hasUnknownPattern() || filter.hasUnknownEntry()) {
      throw new ApiException(
          ErrorCode.INVALID_REQUEST, "DescribeAclsRequest contains UNKNOWN elements");
    }
    var response = new DescribeAclsResponse();
    response.errorMessage = null;
    Map<AclPattern, DescribeAclsResource> resources = new LinkedHashMap<>();
    for (Acl acl : store.select(filter)) {
      resources
          .computeIfAbsent(acl.pattern(), DescribeAclsHandler::resource)
          .acls
          .add(description(acl));
    }
    response.resources.addAll(resources.values());
    reply.send(response);
  }

  private static DescribeAclsResource resource(AclPattern pattern) {
    var resource = new DescribeAclsResource();
    resource.resourceType = pattern.type().code();
    resource.resourceName = pattern.name();
    resource.patternType = pattern.patternType().code();
    return resource;
  }

  private static AclDescription description(Acl acl) {
    var description = new AclDescription();
    description.principal = acl.principal();
    description.host = acl.host();
    description.operation = acl.operation().code();
    description.permissionType = acl.permission().code();
    return description;
  }

  @Override
  public DescribeAclsResponse error(
      DescribeAclsRequest request, short version, ErrorCode error, @Nullable String message) {
    var response = new DescribeAclsResponse();
    response.errorCode = error.code();
    response.errorMessage = message == null ? error.message() : message;
    return response;
  }
}
