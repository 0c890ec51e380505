package io.tidepost.broker.security.authorize;

import io.tidepost.broker.api.RequestContext;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.acl.Acl;
import io.tidepost.metadata.acl.AclFilter;
import io.tidepost.metadata.controller.CreateAcls;
import io.tidepost.metadata.controller.DeleteAcls;
import io.tidepost.metadata.controller.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Keeps access control entries in the cluster's metadata.
final class MetadataAclStore implements AclStore {

  private final BrokerContext context;

  MetadataAclStore(BrokerContext context) {
    this.context = context;
  }

  @Override
  public List<Acl> select(AclFilter filter) {
    List<Acl> selected = new ArrayList<>();
    context
        .image()
        .acls()
        .forEach((id, acl) -> {
          if (filter.selects(acl)) {
            selected.add(acl);
          }
        });
    return selected;
  }

  @Override
  public void create(
      RequestContext caller,
      List<Acl> acls,
      BiConsumer<@Nullable List<@Nullable Failure>, @Nullable Failure> answer) {
    context.controller().submit(new CreateAcls(acls), answer);
  }

  @Override
  public void delete(
      RequestContext caller,
      List<AclFilter> filters,
      BiConsumer<@Nullable List<DeleteAcls.Outcome>, @Nullable Failure> answer) {
    context.controller().submit(new DeleteAcls(filters), answer);
  }
}
