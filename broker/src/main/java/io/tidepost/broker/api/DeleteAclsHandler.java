package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.acl.Acl;
import io.tidepost.metadata.acl.AclFilter;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.AclPermission;
import io.tidepost.metadata.acl.PatternType;
import io.tidepost.metadata.acl.ResourceType;
import io.tidepost.metadata.controller.DeleteAcls;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.DeleteAclsRequest;
import io.tidepost.wire.message.DeleteAclsRequest.DeleteAclsFilter;
import io.tidepost.wire.message.DeleteAclsResponse;
import io.tidepost.wire.message.DeleteAclsResponse.DeleteAclsFilterResult;
import io.tidepost.wire.message.DeleteAclsResponse.DeleteAclsMatchingAcl;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// DeleteAcls (31), versions 1 to 3: removes the access control entries that filters select.
final class DeleteAclsHandler implements ApiHandler<DeleteAclsRequest, DeleteAclsResponse> {

  private final BrokerContext context;

  DeleteAclsHandler(BrokerContext context) {
    this.context = context;
  }

  @Override
  public DeleteAclsRequest read(WireReader in, short version) {
    return DeleteAclsRequest.read(in, version);
  }

  @Override
  public void handle(
      DeleteAclsRequest request, RequestContext caller, Reply<DeleteAclsResponse> reply) {
    var store = AclRequests.store(context, caller, AclOperation.ALTER);
    List<AclFilter> filters = request.filters.stream().map(DeleteAclsHandler::filter).toList();
    filters.forEach(filter ->
        context
            .authorizations()
            .change(caller, AclOperation.DELETE, "ACL", AclRequests.text(filter)));
    store.delete(
        caller,
        filters,
        ControllerAnswers.into(
            reply,
            outcomes -> {
              var response = new DeleteAclsResponse();
              outcomes.forEach(outcome -> response.filterResults.add(result(outcome)));
              return response;
            }));
  }

  private static AclFilter filter(DeleteAclsFilter filter) {
    return new AclFilter(
        ResourceType.of(filter.resourceTypeFilter),
        PatternType.of(filter.patternTypeFilter),
        filter.resourceNameFilter,
        filter.principalFilter,
        filter.hostFilter,
        AclOperation.of(filter.operation),
        AclPermission.of(filter.permissionType));
  }

  private static DeleteAclsFilterResult result(DeleteAcls.Outcome outcome) {
    var result = new DeleteAclsFilterResult();
    result.errorCode = Failure.code(outcome.failure());
    result.errorMessage = Failure.message(outcome.failure());
    outcome.selected().forEach(acl -> result.matchingAcls.add(matching(acl)));
    return result;
  }

  private static DeleteAclsMatchingAcl matching(Acl acl) {
    var result = new DeleteAclsMatchingAcl();
    result.errorMessage = null;
    result.resourceType = acl.pattern().type().code();
    result.resourceName = acl.pattern().name();
    result.patternType = acl.pattern().patternType().code();
    result.principal = acl.principal();
    result.host = acl.host();
    result.operation = acl.operation().code();
    result.permissionType = acl.permission().code();
    return result;
  }

  @Override
  public DeleteAclsResponse error(
      DeleteAclsRequest request, short version, ErrorCode error, @Nullable String message) {
    var response = new DeleteAclsResponse();
    for (int i = 0; i < request.filters.size(); i++) {
      var result = new DeleteAclsFilterResult();
      result.errorCode = error.code();
      result.errorMessage = message == null ? error.message() : message;
      response.filterResults.add(result);
    }
    return response;
  }
}
