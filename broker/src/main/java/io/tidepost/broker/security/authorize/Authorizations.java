package io.tidepost.broker.security.authorize;

import io.tidepost.broker.api.ApiException;
import io.tidepost.broker.api.RequestContext;
import io.tidepost.broker.security.Login;
import io.tidepost.broker.security.audit.AuditLog;
import io.tidepost.broker.security.inside.InsideListener;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.ResourceType;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Who may do what: every handler asks here before it acts. When no authorizer is configured
/// everybody may do everything, and a question costs one comparison. Any thread; never blocks.
public final class Authorizations {

  private final @Nullable Judge judge;

  private final @Nullable AclStore acls;
  private final @Nullable AuditLog audit;

  /// Whether nobody is refused anything, and nobody writes down what they do.
  private final boolean open;

  /// @param judge who decides, `null` when nobody is refused anything
  /// @param acls where access control entries are kept, if they are
  /// @param audit told what was allowed and denied, if anybody
  Authorizations(@Nullable Judge judge, @Nullable AclStore acls, @Nullable AuditLog audit) {
    this.judge = judge;
    this.acls = acls;
    this.audit = audit;
    this.open = judge == null && audit == null;
  }

  /// Whether it makes a difference to ask.
  public boolean areChecked() {
    return !open;
  }

  /// Gets ready to decide; returns once requests may be let in.
  ///
  /// @throws IllegalStateException with one sentence when it cannot
  public void start(Judge.ServerFacts server) {
    if (judge != null) {
      judge.start(server);
    }
  }

  /// Nothing is asked any more.
  public void close() throws IOException {
    if (audit != null) {
      audit.close();
    }
    if (judge != null) {
      judge.close();
    }
  }

  /// Notes a change that was allowed, to something that access control knows no name for: a user's
  /// password, an entry, a quota, a token.
  ///
  /// @param kind what it is, in capitals
  /// @param name its name; never a secret
  public void change(RequestContext caller, AclOperation operation, String kind, String name) {
    AuditLog log = audit;
    if (log != null) {
      log.change(caller, operation, kind, name);
    }
  }

  /// Notes that somebody was believed to be who they say they are, or not.
  public void login(Login login) {
    AuditLog log = audit;
    if (log != null) {
      log.login(login);
    }
  }

  /// Where access control entries are kept, `null` when nobody asks for them.
  public @Nullable AclStore acls() {
    return acls;
  }

  /// Whether the caller may do this to the resource of this name. What is refused is the caller's
  /// attempt; for what a list may show there is [#show].
  public boolean allow(
      RequestContext caller, AclOperation operation, ResourceType type, String name) {
    return open || decide(caller, operation, type, name);
  }

  private boolean decide(
      RequestContext caller, AclOperation operation, ResourceType type, String name) {
    Judge known = judge;
    boolean allowed =
        known == null
            || InsideListener.isPlatform(caller)
            || known.allows(caller, operation, type, name, true);
    AuditLog log = audit;
    if (log != null) {
      log.note(caller, operation, type, name, allowed);
    }
    return allowed;
  }

  /// As [#allow], of the cluster as a whole.
  public boolean allowOnCluster(RequestContext caller, AclOperation operation) {
    return allow(caller, operation, ResourceType.CLUSTER, ResourceType.CLUSTER_NAME);
  }

  /// As [#allow], of a topic.
  public boolean allowOnTopic(RequestContext caller, AclOperation operation, String topic) {
    return allow(caller, operation, ResourceType.TOPIC, topic);
  }

  /// As [#allow], of a group.
  public boolean allowOnGroup(RequestContext caller, AclOperation operation, String group) {
    return allow(caller, operation, ResourceType.GROUP, group);
  }

  /// Whether a list or a description for the caller may show the resource. Nobody attempted
  /// anything, so a no is not worth a note.
  public boolean show(
      RequestContext caller, AclOperation operation, ResourceType type, String name) {
    Judge known = judge;
    return known == null
        || InsideListener.isPlatform(caller)
        || known.allows(caller, operation, type, name, false);
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

  /// As [#demand], of a group.
  public void demandOnGroup(RequestContext caller, AclOperation operation, String group) {
    demand(caller, operation, ResourceType.GROUP, group);
  }

  /// Whether there may be a resource of this type to which the caller may do this (KIP-679).
  public boolean allowSomewhere(RequestContext caller, AclOperation operation, ResourceType type) {
    Judge known = judge;
    return known == null
        || InsideListener.isPlatform(caller)
        || known.allowsSomewhere(caller, operation, type);
  }

  /// What the caller may do to the cluster, as a bit field (KIP-430): nothing is told to those who
  /// may not describe it.
  public int clusterOperations(RequestContext caller) {
    return allowOnCluster(caller, AclOperation.DESCRIBE)
        ? operations(caller, ResourceType.CLUSTER, ResourceType.CLUSTER_NAME)
        : 0;
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
