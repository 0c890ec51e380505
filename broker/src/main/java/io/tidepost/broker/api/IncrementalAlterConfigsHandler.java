package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.ConfigResource;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.metadata.controller.IncrementalAlterConfigs;
import io.tidepost.metadata.controller.IncrementalAlterConfigs.Change;
import io.tidepost.metadata.controller.IncrementalAlterConfigs.Operation;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.IncrementalAlterConfigsRequest;
import io.tidepost.wire.message.IncrementalAlterConfigsRequest.AlterConfigsResource;
import io.tidepost.wire.message.IncrementalAlterConfigsResponse;
import io.tidepost.wire.message.IncrementalAlterConfigsResponse.AlterConfigsResourceResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// IncrementalAlterConfigs 0-1: sets, removes, appends to and subtracts from single options
/// (KIP-339). Levels of loggers change in this process only; everything else is for the controller.
final class IncrementalAlterConfigsHandler
    implements ApiHandler<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse> {

  private final BrokerContext context;

  IncrementalAlterConfigsHandler(BrokerContext context) {
    this.context = context;
  }

  @Override
  public IncrementalAlterConfigsRequest read(WireReader in, short version) {
    return IncrementalAlterConfigsRequest.read(in, version);
  }

  @Override
  public void handle(
      IncrementalAlterConfigsRequest request,
      RequestContext caller,
      Reply<IncrementalAlterConfigsResponse> reply) {
    Map<AlterConfigsResource, @Nullable Failure> refused =
        new java.util.IdentityHashMap<>(request.resources.size());
    Map<ConfigResource, AlterConfigsResource> accepted = accept(request, caller, refused);
    Map<ConfigResource, List<Change>> changes = new LinkedHashMap<>();
    accepted.forEach((resource, asked) -> changes.put(resource, changes(asked)));
    context
        .controller()
        .submit(
            new IncrementalAlterConfigs(changes, request.validateOnly),
            ControllerAnswers.into(
                reply,
                outcomes -> {
                  accepted.forEach((resource, asked) -> refused.put(asked, outcomes.get(resource)));
                  return response(request, refused);
                }));
  }

  /// Sorts out what the controller is not to see.
  private Map<ConfigResource, AlterConfigsResource> accept(
      IncrementalAlterConfigsRequest request,
      RequestContext caller,
      Map<AlterConfigsResource, @Nullable Failure> done) {
    ConfigRequests requests = new ConfigRequests(context);
    request.resources.forEach(each -> requests.count(each.resourceType, each.resourceName));
    Map<ConfigResource, AlterConfigsResource> accepted = new LinkedHashMap<>();
    for (AlterConfigsResource each : request.resources) {
      Map<String, @Nullable String> values = new HashMap<>();
      each.configs.forEach(config ->
          values.put(
              config.name,
              config.configOperation == Operation.DELETE.ordinal() ? "" : config.value));
      Failure failure =
          requests.check(
              each.resourceType, each.resourceName, values, values.size() < each.configs.size());
      ConfigResource resource = ConfigRequests.resource(each.resourceType, each.resourceName);
      if (failure == null) {
        failure = checkOperations(each);
      }
      if (failure == null && resource != null) {
        failure =
            ConfigRequests.forbidden(
                context.authorizations(), caller, AclOperation.ALTER_CONFIGS, resource);
      }
      if (failure != null || resource == null) {
        done.put(each, failure);
      } else if (resource.type() == ConfigResource.Type.BROKER_LOGGER) {
        done.put(each, LoggerLevels.alter(each, context.nodeId(), request.validateOnly));
      } else {
        accepted.put(resource, each);
      }
    }
    return accepted;
  }

  private static @Nullable Failure checkOperations(AlterConfigsResource asked) {
    for (var config : asked.configs) {
      if (config.configOperation < 0 || config.configOperation >= Operation.values().length) {
        return new Failure(
            ErrorCode.INVALID_REQUEST, "Unknown operations type " + config.configOperation);
      }
    }
    return null;
  }

  private static List<Change> changes(AlterConfigsResource asked) {
    List<Change> changes = new ArrayList<>();
    for (var config : asked.configs) {
      Operation operation = Operation.values()[config.configOperation];
      changes.add(new Change(operation, config.name, config.value));
    }
    return changes;
  }

  private static IncrementalAlterConfigsResponse response(
      IncrementalAlterConfigsRequest request,
      Map<AlterConfigsResource, @Nullable Failure> outcomes) {
    var response = new IncrementalAlterConfigsResponse();
    for (AlterConfigsResource asked : request.resources) {
      Failure failure = outcomes.get(asked);
      response.responses.add(result(asked, Failure.code(failure), Failure.message(failure)));
    }
    return response;
  }

  private static AlterConfigsResourceResponse result(
      AlterConfigsResource asked, short code, @Nullable String message) {
    var result = new AlterConfigsResourceResponse();
    result.resourceType = asked.resourceType;
    result.resourceName = asked.resourceName;
    result.errorCode = code;
    result.errorMessage = message;
    return result;
  }

  @Override
  public IncrementalAlterConfigsResponse error(
      IncrementalAlterConfigsRequest request,
      short version,
      ErrorCode error,
      @Nullable String message) {
    var response = new IncrementalAlterConfigsResponse();
    request.resources.forEach(
        asked -> response.responses.add(result(asked, error.code(), message)));
    return response;
  }
}
