package io.tidepost.broker.api;

/// The APIs of groups and committed offsets.
public final class GroupApis implements ApiGroup {

  @Override
  public void register(ApiRegistry registry) {
    registry.serve(8, 2, 10, context -> new OffsetCommitHandler(context));
    registry.serve(9, 1, 10, context -> new OffsetFetchHandler(context));
    registry.serve(10, 0, 6, context -> new FindCoordinatorHandler(context));
    registry.serve(11, 0, 9, context -> new JoinGroupHandler(context));
    registry.serve(12, 0, 4, context -> new HeartbeatHandler(context));
    registry.serve(13, 0, 5, context -> new LeaveGroupHandler(context));
    registry.serve(14, 0, 5, context -> new SyncGroupHandler(context));
    registry.serve(15, 0, 6, context -> new DescribeGroupsHandler(context));
    registry.serve(16, 0, 5, context -> new ListGroupsHandler(context));
    registry.serve(42, 0, 3, context -> new DeleteGroupsHandler(context));
    registry.serve(68, 0, 1, context -> new ConsumerGroupHeartbeatHandler(context));
    registry.serve(88, 0, 1, context -> new StreamsGroupHeartbeatHandler(context));
    registry.serve(89, 0, 1, context -> new StreamsGroupDescribeHandler(context));
    registry.serve(93, 0, 0, context -> new StreamsTopologyDescriptionHandler(context));
    registry.serve(69, 0, 1, context -> new ConsumerGroupDescribeHandler(context));
    registry.serve(47, 0, 0, context -> new OffsetDeleteHandler(context));
  }
}
