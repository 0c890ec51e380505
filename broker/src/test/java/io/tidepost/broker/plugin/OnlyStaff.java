package io.tidepost.broker.plugin;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.Endpoint;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.server.authorizer.AclCreateResult;
import org.apache.kafka.server.authorizer.AclDeleteResult;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;
import org.apache.kafka.server.authorizer.Authorizer;
import org.apache.kafka.server.authorizer.AuthorizerServerInfo;

/// Staff of the front desk may do everything, nobody else anything: it wants the principal itself,
/// not its name.
public final class OnlyStaff implements Authorizer {

  @Override
  public void configure(Map<String, ?> configs) {}

  @Override
  public Map<Endpoint, ? extends CompletionStage<Void>> start(AuthorizerServerInfo server) {
    return Map.of();
  }

  @Override
  public List<AuthorizationResult> authorize(
      AuthorizableRequestContext caller, List<Action> actions) {
    boolean allowed =
        caller.principal() instanceof StaffBuilder.Staff staff && staff.desk().equals("front@SASL");
    return actions.stream()
        .map(action -> allowed ? AuthorizationResult.ALLOWED : AuthorizationResult.DENIED)
        .toList();
  }

  @Override
  public List<? extends CompletionStage<AclCreateResult>> createAcls(
      AuthorizableRequestContext caller, List<AclBinding> bindings) {
    return bindings.stream()
        .map(each -> CompletableFuture.completedFuture(AclCreateResult.SUCCESS))
        .toList();
  }

  @Override
  public List<? extends CompletionStage<AclDeleteResult>> deleteAcls(
      AuthorizableRequestContext caller, List<AclBindingFilter> filters) {
    return filters.stream()
        .map(each -> CompletableFuture.completedFuture(new AclDeleteResult(List.of())))
        .toList();
  }

  @Override
  public Iterable<AclBinding> acls(AclBindingFilter filter) {
    return List.of();
  }

  @Override
  public void close() {}
}
