package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.ConfigResource;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.metadata.controller.LegacyAlterConfigs;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.AlterConfigsRequest;
import io.tidepost.wire.message.AlterConfigsRequest.AlterConfigsResource;
import io.tidepost.wire.message.AlterConfigsResponse;
import io.tidepost.wire.message.AlterConfigsResponse.AlterConfigsResourceResponse;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// AlterConfigs 0-2: replaces everything that is set on a resource, as older clients do it.
final class AlterConfigsHandler implements ApiHandler<AlterConfigsRequest, AlterConfigsResponse> {

  private final BrokerContext context;

  AlterConfigsHandler(BrokerContext context) {
    this.context = context;
  }

  @Override
  public AlterConfigsRequest read(WireReader in, short version) {
    return AlterConfigsRequest.read(in, version);
  }

  @Override
  public void handle(
      AlterConfigsRequest request, RequestContext caller, Reply<AlterConfigsResponse> reply) {
    Map<AlterConfigsResource, @Nullable Failure> outcomes =
        new IdentityHashMap<>(request.resources.size());
    Map<ConfigResource, Map<String, String>> configs = new LinkedHashMap<>();
    Map<ConfigResource, AlterConfigsResource> accepted = new LinkedHashMap<>();
    ConfigRequests requests = new ConfigRequests(context);
    request.resources.forEach(each -> requests.count(each.resourceType, each.resourceName));
    for (AlterConfigsResource each : request.resources) {
      Map<String, @Nullable String> values = new HashMap<>();
      each.configs.forEach(config -> values.put(config.name, config.value));
      Failure failure =
          requests.check(
              each.resourceType, each.resourceName, values, values.size() < each.configs.size());
      ConfigResource resource = ConfigRequests.resource(each.resourceType, each.resourceName);
      if (failure == null && resource != null) {
        failure =
            ConfigRequests.forbidden(
                context.authorizations(), caller, AclOperation.ALTER_CONFIGS, resource);
      }
      if (failure != null || resource == null) {
        outcomes.put(each, failure);
      } else if (resource.type() == ConfigResource.Type.BROKER_LOGGER) {
        outcomes.put(each, ConfigRequests.unknownType(each.resourceType));
      } else {
        accepted.put(resource, each);
        Map<String, String> wanted = new LinkedHashMap<>();
        each.configs.forEach(config -> wanted.put(config.name, String.valueOf(config.value)));
        configs.put(resource, wanted);
      }
    }
    context
        .controller()
        .submit(
            new LegacyAlterConfigs(configs, request.validateOnly),
            ControllerAnswers.into(
                reply,
                results -> {
                  accepted.forEach((resource, asked) -> outcomes.put(asked, results.get(resource)));
                  return response(request, outcomes);
                }));
  }

  private static AlterConfigsResponse response(
      AlterConfigsRequest request, Map<AlterConfigsResource, @Nullable Failure> outcomes) {
    var response = new AlterConfigsResponse();
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
  public AlterConfigsResponse error(
      AlterConfigsRequest request, short version, ErrorCode error, @Nullable String message) {
    var response = new AlterConfigsResponse();
    request.resources.forEach(
        asked -> response.responses.add(result(asked, error.code(), message)));
    return response;
  }
}
