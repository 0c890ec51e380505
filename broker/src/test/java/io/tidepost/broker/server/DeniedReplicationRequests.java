package io.tidepost.broker.server;

import static io.tidepost.broker.server.DeniedRequests.add;
import static io.tidepost.broker.server.DeniedRequests.with;
import static io.tidepost.wire.ErrorCode.CLUSTER_AUTHORIZATION_FAILED;

import io.tidepost.wire.message.AddRaftVoterRequest;
import io.tidepost.wire.message.AlterPartitionReassignmentsRequest;
import io.tidepost.wire.message.AlterReplicaLogDirsRequest;
import io.tidepost.wire.message.ElectLeadersRequest;
import io.tidepost.wire.message.ListPartitionReassignmentsRequest;
import io.tidepost.wire.message.NodeQuestionRequest;
import io.tidepost.wire.message.RemoveRaftVoterRequest;
import io.tidepost.wire.message.UnregisterBrokerRequest;

/// The APIs about where replicas are and who leads them.
final class DeniedReplicationRequests {

  private DeniedReplicationRequests() {}

  static void addAll() {
    add(2, CLUSTER_AUTHORIZATION_FAILED, name -> new ElectLeadersRequest());
    add(2, CLUSTER_AUTHORIZATION_FAILED, DeniedReplicationRequests::move);
    add(1, CLUSTER_AUTHORIZATION_FAILED, name -> new AlterPartitionReassignmentsRequest());
    add(0, CLUSTER_AUTHORIZATION_FAILED, name -> new ListPartitionReassignmentsRequest());
    add(0, CLUSTER_AUTHORIZATION_FAILED, name -> new UnregisterBrokerRequest());
    add(0, CLUSTER_AUTHORIZATION_FAILED, name -> new AddRaftVoterRequest());
    add(0, CLUSTER_AUTHORIZATION_FAILED, name -> new NodeQuestionRequest());
    add(0, CLUSTER_AUTHORIZATION_FAILED, name -> new RemoveRaftVoterRequest());
  }

  private static AlterReplicaLogDirsRequest move(String name) {
    var topic =
        with(
            new AlterReplicaLogDirsRequest.AlterReplicaLogDirTopic(),
            t -> {
              t.name = name;
              t.partitions.add(0);
            });
    var directory =
        with(
            new AlterReplicaLogDirsRequest.AlterReplicaLogDir(),
            d -> {
              d.path = "/";
              d.topics.add(topic);
            });
    return with(new AlterReplicaLogDirsRequest(), r -> r.dirs.add(directory));
  }
}
