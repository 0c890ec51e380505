package io.tidepost.broker.plugin;

import io.tidepost.broker.api.RequestContext;
import io.tidepost.broker.security.authorize.AclStore;
import io.tidepost.broker.security.authorize.Judge;
import io.tidepost.metadata.acl.Acl;
import io.tidepost.metadata.acl.AclFilter;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.ResourceType;
import io.tidepost.metadata.controller.DeleteAcls;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.wire.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.kafka.common.Endpoint;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.server.authorizer.AclDeleteResult;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizationResult;
import org.apache.kafka.server.authorizer.Authorizer;
import org.jspecify.annotations.Nullable;

/// An authorizer of the operator's own behind our seams (KIP-504). It is asked on event loops, so
/// it must not block. What it throws is a no.
public final class AuthorizerPlugin implements Judge, AclStore {

  private final Authorizer authorizer;

  private AuthorizerPlugin(Authorizer authorizer) {
    this.authorizer = authorizer;
  }

  /// @param originals everything in the configuration, as it was written
  /// @throws IllegalArgumentException with one sentence that names the option
  public static AuthorizerPlugin of(String className, Map<String, String> originals) {
    return new AuthorizerPlugin(
        Plugins.make("authorizer.class.name", className, Authorizer.class, originals));
  }

  @Override
  public void start(ServerFacts server) {
    List<CompletableFuture<Void>> starting = new ArrayList<>();
    for (CompletionStage<Void> stage : stages(server).values()) {
      starting.add(stage.toCompletableFuture());
    }
    try {
      CompletableFuture.allOf(starting.toArray(new CompletableFuture<?>[0])).join();
    } catch (CompletionException e) {
      throw new IllegalStateException(
          "the authorizer did not start: " + String.valueOf(e.getCause()), e);
    }
  }

  private Map<Endpoint, ? extends CompletionStage<Void>> stages(ServerFacts server) {
    return authorizer.start(new AuthorizerServer(server));
  }

  @Override
  public boolean allows(
      RequestContext caller,
      AclOperation operation,
      ResourceType type,
      String name,
      boolean attempted) {
    var pattern = new ResourcePattern(KafkaAcls.type(type), name, PatternType.LITERAL);
    var action = new Action(KafkaAcls.operation(operation), pattern, 1, attempted, attempted);
    return authorizer.authorize(new AuthorizerCaller(caller), List.of(action)).getFirst()
        == AuthorizationResult.ALLOWED;
  }

  @Override
  public boolean allowsSomewhere(RequestContext caller, AclOperation operation, ResourceType type) {
    return authorizer.authorizeByResourceType(
            new AuthorizerCaller(caller), KafkaAcls.operation(operation), KafkaAcls.type(type))
        == AuthorizationResult.ALLOWED;
  }

  @Override
  public List<Acl> select(AclFilter filter) {
    List<Acl> selected = new ArrayList<>();
    for (AclBinding binding : authorizer.acls(KafkaAcls.filter(filter))) {
      selected.add(KafkaAcls.acl(binding));
    }
    return selected;
  }

  @Override
  public void create(
      RequestContext caller,
      List<Acl> acls,
      BiConsumer<@Nullable List<@Nullable Failure>, @Nullable Failure> answer) {
    collect(
        authorizer.createAcls(
            new AuthorizerCaller(caller), acls.stream().map(KafkaAcls::binding).toList()),
        result -> result.exception().map(AuthorizerPlugin::failure).orElse(null),
        answer);
  }

  @Override
  public void delete(
      RequestContext caller,
      List<AclFilter> filters,
      BiConsumer<@Nullable List<DeleteAcls.Outcome>, @Nullable Failure> answer) {
    collect(
        authorizer.deleteAcls(
            new AuthorizerCaller(caller), filters.stream().map(KafkaAcls::filter).toList()),
        AuthorizerPlugin::outcome,
        answer);
  }

  private static DeleteAcls.Outcome outcome(AclDeleteResult result) {
    List<Acl> deleted = new ArrayList<>();
    for (var each : result.aclBindingDeleteResults()) {
      if (each.exception().isEmpty()) {
        deleted.add(KafkaAcls.acl(each.aclBinding()));
      }
    }
    return new DeleteAcls.Outcome(
        result.exception().map(AuthorizerPlugin::failure).orElse(null), deleted);
  }

  /// Answers once all stages are complete.
  private static <T, R extends @Nullable Object> void collect(
      List<? extends CompletionStage<T>> stages,
      Function<T, R> each,
      BiConsumer<@Nullable List<R>, @Nullable Failure> answer) {
    List<CompletableFuture<T>> futures = new ArrayList<>();
    stages.forEach(stage -> futures.add(stage.toCompletableFuture()));
    CompletableFuture.allOf(futures.toArray(new CompletableFuture<?>[0]))
        .whenComplete((done, failed) -> {
          if (failed != null) {
            Throwable cause = failed.getCause();
            answer.accept(null, failure(cause == null ? failed : cause));
          } else {
            List<R> results = new ArrayList<>();
            futures.forEach(future -> results.add(each.apply(future.join())));
            answer.accept(results, null);
          }
        });
  }

  private static Failure failure(Throwable cause) {
    ErrorCode error =
        cause instanceof ApiException
            ? ErrorCode.of(Errors.forException(cause).code())
            : ErrorCode.UNKNOWN_SERVER_ERROR;
    return new Failure(error, String.valueOf(cause.getMessage()));
  }

  @Override
  public void close() throws IOException {
    authorizer.close();
  }
}
