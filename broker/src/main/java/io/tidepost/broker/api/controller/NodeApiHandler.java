package io.tidepost.broker.api.controller;

import io.tidepost.broker.api.ApiHandler;
import io.tidepost.broker.api.Reply;
import io.tidepost.broker.api.RequestContext;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.wire.Message;

/// Serves an API between nodes: who calls it over the network needs ClusterAction on the cluster;
/// this node itself need not ask.
///
/// @param <Q> the request message
/// @param <S> the response message
public abstract class NodeApiHandler<Q extends Message, S extends Message>
    implements ApiHandler<Q, S> {

  /// The node.
  protected final BrokerContext context;

  protected NodeApiHandler(BrokerContext context) {
    this.context = context;
  }

  @Override
  public final void handle(Q request, RequestContext caller, Reply<S> reply) {
    context.authorizations().demandOnCluster(caller, AclOperation.CLUSTER_ACTION);
    serve(request, reply);
  }

  /// Serves a request whose sender may send it.
  public abstract void serve(Q request, Reply<S> reply);

  @Override
  public boolean pipelined() {
    return true;
  }
}
