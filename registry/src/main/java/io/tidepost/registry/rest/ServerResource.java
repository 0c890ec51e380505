package io.tidepost.registry.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.HandlerType;

/// What the registry says of itself.
final class ServerResource implements Resource {

  @Override
  public void addTo(Routes routes) {
    routes.add(HandlerType.GET, "/", call -> call.answer(Call.MAPPER.createObjectNode()));
    routes.add(HandlerType.POST, "/", call -> call.answer(Call.MAPPER.createObjectNode()));
    routes.add(HandlerType.GET, "/v1/metadata/id", this::id);
    routes.add(HandlerType.GET, "/v1/metadata/version", this::version);
    routes.add(HandlerType.GET, "/v1/metadata/deployment", this::deployment);
  }

  private void id(Call call) {
    ObjectNode node = Call.MAPPER.createObjectNode();
    node.putObject("scope")
        .putObject("clusters")
        .put("kafka-cluster", call.clusterId())
        .put("schema-registry-cluster", "schema-registry");
    node.withObject("/scope").putArray("path");
    node.put("id", "");
    call.answer(node);
  }

  /// There is nothing that clients would have to treat in another way.
  private void deployment(Call call) {
    ObjectNode node = Call.MAPPER.createObjectNode();
    node.putArray("attributes");
    call.answer(node);
  }

  private void version(Call call) {
    String version = ServerResource.class.getPackage().getImplementationVersion();
    call.answer(
        Call.MAPPER
            .createObjectNode()
            .put("version", version == null ? "development" : version)
            .put("commitId", ""));
  }
}
