package io.tidepost.broker.security.authorize;

import io.tidepost.broker.api.RequestContext;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.Acls;
import io.tidepost.metadata.acl.ResourceType;
import io.tidepost.metadata.image.MetadataImage;
import java.util.Set;
import java.util.function.Supplier;

/// Decides by the access control entries in the metadata, as Apache Kafka's StandardAuthorizer
/// does.
final class AclJudge implements Judge {

  /// Kafka asks about a resource of this name to find out who is allowed everything (KIP-679).
  private static final String ANY_NAME = "hardcode";

  private final Supplier<MetadataImage> image;
  private final Set<String> superUsers;
  private final boolean allowedWithoutEntry;
  private final GrantCache[] caches;

  /// @param superUsers principals that may do everything
  /// @param allowedWithoutEntry what counts for a resource that no entry covers
  /// @param loops number of event loops
  AclJudge(
      Supplier<MetadataImage> image,
      Set<String> superUsers,
      boolean allowedWithoutEntry,
      int loops) {
    this.image = image;
    this.superUsers = superUsers;
    this.allowedWithoutEntry = allowedWithoutEntry;
    this.caches = new GrantCache[loops];
    for (int i = 0; i < loops; i++) {
      caches[i] = new GrantCache();
    }
  }

  @Override
  public boolean allows(
      RequestContext caller,
      AclOperation operation,
      ResourceType type,
      String name,
      boolean attempted) {
    Acls acls = image.get().acls();
    if (type == ResourceType.TOPIC && caller.loop().inLoop()) {
      return caches[caller.loop().index()].allows(this, acls, caller, operation, name);
    }
    return decide(acls, caller, operation, type, name);
  }

  boolean decideTopic(Acls acls, RequestContext caller, AclOperation operation, String topic) {
    return decide(acls, caller, operation, ResourceType.TOPIC, topic);
  }

  private boolean decide(
      Acls acls, RequestContext caller, AclOperation operation, ResourceType type, String name) {
    if (superUsers.contains(caller.principal())) {
      return true;
    }
    String host = caller.clientAddress().getHostAddress();
    return switch (acls.judge(caller.principal(), host, operation, type, name)) {
      case ALLOWED -> true;
      case DENIED -> false;
      case NO_ENTRY -> allowedWithoutEntry;
    };
  }

  @Override
  public boolean allowsSomewhere(RequestContext caller, AclOperation operation, ResourceType type) {
    Acls acls = image.get().acls();
    return decide(acls, caller, operation, type, ANY_NAME)
        || acls.allowSomewhere(
            caller.principal(), caller.clientAddress().getHostAddress(), operation, type);
  }
}
