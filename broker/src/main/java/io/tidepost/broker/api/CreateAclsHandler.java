package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.acl.Acl;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.AclPattern;
import io.tidepost.metadata.acl.AclPermission;
import io.tidepost.metadata.acl.PatternType;
import io.tidepost.metadata.acl.ResourceType;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.CreateAclsRequest;
import io.tidepost.wire.message.CreateAclsRequest.AclCreation;
import io.tidepost.wire.message.CreateAclsResponse;
import io.tidepost.wire.message.CreateAclsResponse.AclCreationResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// CreateAcls (30), versions 1 to 3: adds access control entries, each for itself.
final class CreateAclsHandler implements ApiHandler<CreateAclsRequest, CreateAclsResponse> {

  private final BrokerContext context;

  CreateAclsHandler(BrokerContext context) {
    this.context = context;
  }

  @Override
  public CreateAclsRequest read(WireReader in, short version) {
    return CreateAclsRequest.read(in, version);
  }

  @Override
  public void handle(
      CreateAclsRequest request, RequestContext caller, Reply<CreateAclsResponse> reply) {
    var store = AclRequests.store(context, caller, AclOperation.ALTER);
    List<Acl> wanted = request.creations.stream().map(CreateAclsHandler::acl).toList();
    wanted.forEach(acl ->
        context.authorizations().change(caller, AclOperation.CREATE, "ACL", AclRequests.text(acl)));
    store.create(
        caller,
        wanted,
        ControllerAnswers.into(
            reply,
            outcomes -> {
              var response = new CreateAclsResponse();
              for (Failure failure : outcomes) {
                response.results.add(result(Failure.code(failure), Failure.message(failure)));
              }
              return response;
            }));
  }

  private static Acl acl(AclCreation creation) {
    return new Acl(
        new AclPattern(
            ResourceType.of(creation.resourceType),
            PatternType.of(creation.resourcePatternType),
            creation.resourceName),
        creation.principal,
        creation.host,
        AclOperation.of(creation.operation),
        AclPermission.of(creation.permissionType));
  }

  private static AclCreationResult result(short code, @Nullable String message) {
    var result = new AclCreationResult();
    result.errorCode = code;
    result.errorMessage = message;
    return result;
  }

  @Override
  public CreateAclsResponse error(
      CreateAclsRequest request, short version, ErrorCode error, @Nullable String message) {
    var response = new CreateAclsResponse();
    request.creations.forEach(creation ->
        response.results.add(result(error.code(), message == null ? error.message() : message)));
    return response;
  }
}
