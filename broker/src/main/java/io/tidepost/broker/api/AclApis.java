package io.tidepost.broker.api;

/// The APIs of access control entries.
public final class AclApis implements ApiGroup {

  @Override
  public void register(ApiRegistry registry) {
    registry.serve(29, 1, 3, context -> new DescribeAclsHandler(context));
    registry.serve(30, 1, 3, context -> new CreateAclsHandler(context));
    registry.serve(31, 1, 3, context -> new DeleteAclsHandler(context));
  }
}
