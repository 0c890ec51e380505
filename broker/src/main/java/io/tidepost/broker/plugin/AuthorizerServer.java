package io.tidepost.broker.plugin;

import io.tidepost.broker.security.authorize.Judge.ServerFacts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.ClusterResource;
import org.apache.kafka.common.Endpoint;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.server.authorizer.AuthorizerServerInfo;

/// What an authorizer is told of the server it works in.
///
/// @param facts the same in our words
record AuthorizerServer(ServerFacts facts) implements AuthorizerServerInfo {

  @Override
  public ClusterResource clusterResource() {
    return new ClusterResource(facts.clusterId());
  }

  @Override
  public int brokerId() {
    return facts.nodeId();
  }

  @Override
  public Collection<Endpoint> endpoints() {
    List<Endpoint> endpoints = new ArrayList<>();
    facts
        .endpoints()
        .forEach(each ->
            endpoints.add(
                new Endpoint(
                    each.listener(),
                    SecurityProtocol.forId(each.securityProtocol()),
                    each.host(),
                    each.port())));
    return endpoints;
  }

  @Override
  public Endpoint interBrokerEndpoint() {
    return endpoints().iterator().next();
  }

  @Override
  public Collection<String> earlyStartListeners() {
    return List.of();
  }
}
