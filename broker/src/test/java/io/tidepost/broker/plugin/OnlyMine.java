package io.tidepost.broker.plugin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.Endpoint;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.server.authorizer.AclCreateResult;
import org.apache.kafka.server.authorizer.AclDeleteResult;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;
import org.apache.kafka.server.authorizer.Authorizer;
import org.apache.kafka.server.authorizer.AuthorizerServerInfo;

/// An authorizer as an operator might write one: resources are open to the user whose name they
/// begin with; the configured owner may do everything. Entries are only remembered.
public final class OnlyMine implements Authorizer {

  private final Collection<AclBinding> entries = new CopyOnWriteArrayList<>();
  private String owner = "";
  private volatile boolean started;

  @Override
  public void configure(Map<String, ?> configs) {
    owner = String.valueOf(configs.get("super.users"));
  }

  @Override
  public Map<Endpoint, ? extends CompletionStage<Void>> start(AuthorizerServerInfo server) {
    Map<Endpoint, CompletableFuture<Void>> ready = new HashMap<>();
    server.endpoints().forEach(each -> ready.put(each, CompletableFuture.completedFuture(null)));
    started = server.brokerId() >= 0 && server.interBrokerEndpoint().port() > 0;
    return ready;
  }

  @Override
  public List<AuthorizationResult> authorize(
      AuthorizableRequestContext caller, List<Action> actions) {
    List<AuthorizationResult> results = new ArrayList<>();
    for (Action action : actions) {
      String name = caller.principal().getName();
      boolean allowed =
          started && (name.equals(owner) || action.resourcePattern().name().startsWith(name + "-"));
      results.add(allowed ? AuthorizationResult.ALLOWED : AuthorizationResult.DENIED);
    }
    return results;
  }

  @Override
  public List<? extends CompletionStage<AclCreateResult>> createAcls(
      AuthorizableRequestContext caller, List<AclBinding> bindings) {
    List<CompletableFuture<AclCreateResult>> results = new ArrayList<>();
    for (AclBinding binding : bindings) {
      if (binding.pattern().name().equals("bad")) {
        results.add(
            CompletableFuture.completedFuture(
                new AclCreateResult(new InvalidRequestException("bad name"))));
      } else {
        entries.add(binding);
        results.add(CompletableFuture.completedFuture(AclCreateResult.SUCCESS));
      }
    }
    return results;
  }

  @Override
  public List<? extends CompletionStage<AclDeleteResult>> deleteAcls(
      AuthorizableRequestContext caller, List<AclBindingFilter> filters) {
    List<CompletableFuture<AclDeleteResult>> results = new ArrayList<>();
    for (AclBindingFilter filter : filters) {
      List<AclDeleteResult.AclBindingDeleteResult> deleted = new ArrayList<>();
      entries.removeIf(entry ->
          filter.matches(entry) && deleted.add(new AclDeleteResult.AclBindingDeleteResult(entry)));
      results.add(CompletableFuture.completedFuture(new AclDeleteResult(deleted)));
    }
    return results;
  }

  @Override
  public Iterable<AclBinding> acls(AclBindingFilter filter) {
    return entries.stream().filter(filter::matches).toList();
  }

  @Override
  public void close() {
    entries.clear();
  }
}
