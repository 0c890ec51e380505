package io.tidepost.broker.server;

import static io.tidepost.broker.server.DeniedRequests.add;
import static io.tidepost.broker.server.DeniedRequests.with;
import static io.tidepost.wire.ErrorCode.CLUSTER_AUTHORIZATION_FAILED;
import static io.tidepost.wire.ErrorCode.GROUP_AUTHORIZATION_FAILED;
import static io.tidepost.wire.ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED;

import io.tidepost.wire.message.AddOffsetsToTxnRequest;
import io.tidepost.wire.message.AddPartitionsToTxnRequest;
import io.tidepost.wire.message.AlterShareGroupOffsetsRequest;
import io.tidepost.wire.message.ConsumerGroupDescribeRequest;
import io.tidepost.wire.message.ConsumerGroupHeartbeatRequest;
import io.tidepost.wire.message.DeleteGroupsRequest;
import io.tidepost.wire.message.DeleteShareGroupOffsetsRequest;
import io.tidepost.wire.message.DescribeGroupsRequest;
import io.tidepost.wire.message.DescribeShareGroupOffsetsRequest;
import io.tidepost.wire.message.DescribeTransactionsRequest;
import io.tidepost.wire.message.EndTxnRequest;
import io.tidepost.wire.message.FindCoordinatorRequest;
import io.tidepost.wire.message.HeartbeatRequest;
import io.tidepost.wire.message.JoinGroupRequest;
import io.tidepost.wire.message.LeaveGroupRequest;
import io.tidepost.wire.message.OffsetCommitRequest;
import io.tidepost.wire.message.OffsetDeleteRequest;
import io.tidepost.wire.message.OffsetFetchRequest;
import io.tidepost.wire.message.ShareAcknowledgeRequest;
import io.tidepost.wire.message.ShareFetchRequest;
import io.tidepost.wire.message.ShareGroupDescribeRequest;
import io.tidepost.wire.message.ShareGroupHeartbeatRequest;
import io.tidepost.wire.message.StreamsGroupDescribeRequest;
import io.tidepost.wire.message.StreamsGroupHeartbeatRequest;
import io.tidepost.wire.message.StreamsGroupTopologyDescriptionUpdateRequest;
import io.tidepost.wire.message.SyncGroupRequest;
import io.tidepost.wire.message.TxnOffsetCommitRequest;
import io.tidepost.wire.message.WriteTxnMarkersRequest;

/// Requests about groups and transactions that strangers are refused.
final class DeniedGroupRequests {

  private DeniedGroupRequests() {}

  static void addAll() {
    groups();
    newerGroups();
    shareGroups();
    transactions();
  }

  private static void groups() {
    add(
        6,
        GROUP_AUTHORIZATION_FAILED,
        name -> with(new FindCoordinatorRequest(), r -> r.coordinatorKeys.add(name)));
    add(9, GROUP_AUTHORIZATION_FAILED, name -> with(new JoinGroupRequest(), r -> r.groupId = name));
    add(4, GROUP_AUTHORIZATION_FAILED, name -> with(new HeartbeatRequest(), r -> r.groupId = name));
    add(
        5,
        GROUP_AUTHORIZATION_FAILED,
        name -> with(new LeaveGroupRequest(), r -> r.groupId = name));
    add(
        5,
        GROUP_AUTHORIZATION_FAILED,
        name ->
            with(
                new SyncGroupRequest(),
                r -> {
                  r.groupId = name;
                  r.protocolType = "consumer";
                  r.protocolName = "range";
                }));
    add(
        9,
        GROUP_AUTHORIZATION_FAILED,
        name ->
            with(
                new OffsetCommitRequest(),
                r -> {
                  r.groupId = name;
                  r.topics.add(
                      with(
                          new OffsetCommitRequest.OffsetCommitRequestTopic(),
                          t -> {
                            t.name = "t";
                            t.partitions.add(
                                new OffsetCommitRequest.OffsetCommitRequestPartition());
                          }));
                }));
    add(
        9,
        GROUP_AUTHORIZATION_FAILED,
        name ->
            with(
                new OffsetFetchRequest(),
                r ->
                    r.groups.add(
                        with(
                            new OffsetFetchRequest.OffsetFetchRequestGroup(),
                            g -> {
                              g.groupId = name;
                              g.topics = null;
                            }))));
    add(
        0,
        GROUP_AUTHORIZATION_FAILED,
        name -> with(new OffsetDeleteRequest(), r -> r.groupId = name));
    add(
        6,
        GROUP_AUTHORIZATION_FAILED,
        name -> with(new DescribeGroupsRequest(), r -> r.groups.add(name)));
    add(
        2,
        GROUP_AUTHORIZATION_FAILED,
        name -> with(new DeleteGroupsRequest(), r -> r.groupsNames.add(name)));
  }

  private static void newerGroups() {
    add(
        0,
        GROUP_AUTHORIZATION_FAILED,
        name ->
            with(
                new StreamsGroupHeartbeatRequest(),
                r -> {
                  r.groupId = name;
                  r.memberId = "m";
                }));
    add(
        0,
        GROUP_AUTHORIZATION_FAILED,
        name ->
            with(
                new StreamsGroupTopologyDescriptionUpdateRequest(),
                r -> {
                  r.groupId = name;
                  r.memberId = "m";
                }));
    add(
        0,
        GROUP_AUTHORIZATION_FAILED,
        name -> with(new StreamsGroupDescribeRequest(), r -> r.groupIds.add(name)));
    add(
        1,
        GROUP_AUTHORIZATION_FAILED,
        name ->
            with(
                new ConsumerGroupHeartbeatRequest(),
                r -> {
                  r.groupId = name;
                  r.memberId = "m";
                }));
    add(
        1,
        GROUP_AUTHORIZATION_FAILED,
        name -> with(new ConsumerGroupDescribeRequest(), r -> r.groupIds.add(name)));
  }

  private static void transactions() {
    add(
        3,
        TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
        name ->
            with(
                new AddPartitionsToTxnRequest(),
                r -> {
                  r.v3AndBelowTransactionalId = name;
                  r.v3AndBelowTopics.add(
                      with(
                          new AddPartitionsToTxnRequest.AddPartitionsToTxnTopic(),
                          t -> {
                            t.name = "t";
                            t.partitions.add(0);
                          }));
                }));
    add(
        4,
        TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
        name -> with(new AddOffsetsToTxnRequest(), r -> r.transactionalId = name));
    add(
        5,
        TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
        name -> with(new EndTxnRequest(), r -> r.transactionalId = name));
    add(
        4,
        TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
        name ->
            with(
                new TxnOffsetCommitRequest(),
                r -> {
                  r.transactionalId = name;
                  r.topics.add(
                      with(
                          new TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic(),
                          t -> {
                            t.name = "t";
                            t.partitions.add(
                                new TxnOffsetCommitRequest.TxnOffsetCommitRequestPartition());
                          }));
                }));
    add(
        0,
        TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
        name -> with(new DescribeTransactionsRequest(), r -> r.transactionalIds.add(name)));
    add(
        1,
        CLUSTER_AUTHORIZATION_FAILED,
        name ->
            with(
                new WriteTxnMarkersRequest(),
                r ->
                    r.markers.add(
                        with(
                            new WriteTxnMarkersRequest.WritableTxnMarker(),
                            m ->
                                m.topics.add(
                                    with(
                                        new WriteTxnMarkersRequest.WritableTxnMarkerTopic(),
                                        t -> {
                                          t.name = name;
                                          t.partitionIndexes.add(0);
                                        }))))));
  }

  private static void shareGroups() {
    String member = "AAAAAAAAAAAAAAAAAAAAAQ";
    add(
        1,
        GROUP_AUTHORIZATION_FAILED,
        name ->
            with(
                new ShareGroupHeartbeatRequest(),
                r -> {
                  r.groupId = name;
                  r.memberId = member;
                }));
    add(
        1,
        GROUP_AUTHORIZATION_FAILED,
        name -> with(new ShareGroupDescribeRequest(), r -> r.groupIds.add(name)));
    add(
        1,
        GROUP_AUTHORIZATION_FAILED,
        name ->
            with(
                new ShareFetchRequest(),
                r -> {
                  r.groupId = name;
                  r.memberId = member;
                }));
    add(
        1,
        GROUP_AUTHORIZATION_FAILED,
        name ->
            with(
                new ShareAcknowledgeRequest(),
                r -> {
                  r.groupId = name;
                  r.memberId = member;
                }));
    add(
        0,
        GROUP_AUTHORIZATION_FAILED,
        name ->
            with(
                new DescribeShareGroupOffsetsRequest(),
                r ->
                    r.groups.add(
                        with(
                            new DescribeShareGroupOffsetsRequest
                                .DescribeShareGroupOffsetsRequestGroup(),
                            g -> g.groupId = name))));
    add(
        0,
        GROUP_AUTHORIZATION_FAILED,
        name -> with(new AlterShareGroupOffsetsRequest(), r -> r.groupId = name));
    add(
        0,
        GROUP_AUTHORIZATION_FAILED,
        name -> with(new DeleteShareGroupOffsetsRequest(), r -> r.groupId = name));
  }
}
