package io.tidepost.broker.api;

/// The APIs about where replicas are and who leads them.
public final class ReplicationApis implements ApiGroup {

  @Override
  public void register(ApiRegistry registry) {
    registry.serve(34, 1, 2, context -> new AlterReplicaLogDirsHandler(context));
    registry.serve(43, 0, 2, context -> new ElectLeadersHandler(context));
    registry.serve(45, 0, 1, context -> new AlterPartitionReassignmentsHandler(context));
    registry.serve(46, 0, 0, context -> new ListPartitionReassignmentsHandler(context));
  }
}
