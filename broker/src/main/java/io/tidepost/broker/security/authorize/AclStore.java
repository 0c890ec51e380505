package io.tidepost.broker.security.authorize;

import io.tidepost.broker.api.RequestContext;
import io.tidepost.metadata.acl.Acl;
import io.tidepost.metadata.acl.AclFilter;
import io.tidepost.metadata.controller.DeleteAcls;
import io.tidepost.metadata.controller.Failure;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Where access control entries are kept. Any thread.
public interface AclStore {

  /// The entries that the filter selects.
  List<Acl> select(AclFilter filter);

  /// Adds entries.
  ///
  /// @param answer told what came of each, in their order, or why nothing did
  void create(
      RequestContext caller,
      List<Acl> acls,
      BiConsumer<@Nullable List<@Nullable Failure>, @Nullable Failure> answer);

  /// Removes what the filters select.
  ///
  /// @param answer told what came of each filter, in their order, or why nothing did
  void delete(
      RequestContext caller,
      List<AclFilter> filters,
      BiConsumer<@Nullable List<DeleteAcls.Outcome>, @Nullable Failure> answer);
}
