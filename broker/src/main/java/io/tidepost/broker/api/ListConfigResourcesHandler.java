package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.ConfigResource;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.ListConfigResourcesRequest;
import io.tidepost.wire.message.ListConfigResourcesResponse;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// ListConfigResources 0-1 (KIP-1142): which resources have configurations that can be described.
/// Version 0 knows subscriptions to client metrics only.
final class ListConfigResourcesHandler
    implements ApiHandler<ListConfigResourcesRequest, ListConfigResourcesResponse> {

  private static final List<ConfigResource.Type> ALL_TYPES =
      List.of(
          ConfigResource.Type.TOPIC,
          ConfigResource.Type.BROKER,
          ConfigResource.Type.BROKER_LOGGER,
          ConfigResource.Type.CLIENT_METRICS,
          ConfigResource.Type.GROUP);

  private final BrokerContext context;

  ListConfigResourcesHandler(BrokerContext context) {
    this.context = context;
  }

  @Override
  public ListConfigResourcesRequest read(WireReader in, short version) {
    return ListConfigResourcesRequest.read(in, version);
  }

  @Override
  public boolean pipelined() {
    return true;
  }

  @Override
  public void handle(
      ListConfigResourcesRequest request,
      RequestContext caller,
      Reply<ListConfigResourcesResponse> reply) {
    context.authorizations().demandOnCluster(caller, AclOperation.DESCRIBE_CONFIGS);
    List<ConfigResource.Type> types = types(request, caller.apiVersion());
    var response = new ListConfigResourcesResponse();
    MetadataImage image = context.image();
    types.forEach(type -> names(image, type).forEach(name -> add(response, type, name)));
    reply.send(response);
  }

  private static List<ConfigResource.Type> types(
      ListConfigResourcesRequest request, short version) {
    if (version == 0) {
      return List.of(ConfigResource.Type.CLIENT_METRICS);
    }
    if (request.resourceTypes.isEmpty()) {
      return ALL_TYPES;
    }
    List<ConfigResource.Type> types = new ArrayList<>();
    for (byte code : request.resourceTypes) {
      ConfigResource.Type type = ConfigResource.Type.of(code);
      if (type == null) {
        throw new ApiException(
            ErrorCode.UNSUPPORTED_VERSION, "Unsupported config resource type " + code);
      }
      types.add(type);
    }
    return types;
  }

  private static Set<String> names(MetadataImage image, ConfigResource.Type type) {
    Set<String> names = new LinkedHashSet<>();
    switch (type) {
      case TOPIC -> image.topics().sorted().forEach(topic -> names.add(topic.name()));
      case BROKER, BROKER_LOGGER -> image.brokers().keySet().forEach(id -> names.add("" + id));
      case CLIENT_METRICS, GROUP ->
          image
              .configs()
              .forEach((resource, values) -> {
                if (resource.type() == type) {
                  names.add(resource.name());
                }
              });
    }
    return names;
  }

  private static void add(
      ListConfigResourcesResponse response, ConfigResource.Type type, String name) {
    var resource = new ListConfigResourcesResponse.ConfigResource();
    resource.resourceName = name;
    resource.resourceType = type.code();
    response.configResources.add(resource);
  }

  @Override
  public ListConfigResourcesResponse error(
      ListConfigResourcesRequest request,
      short version,
      ErrorCode error,
      @Nullable String message) {
    var response = new ListConfigResourcesResponse();
    response.errorCode = error.code();
    return response;
  }
}
