package io.tidepost.broker.server;

import static io.tidepost.wire.ErrorCode.CLUSTER_AUTHORIZATION_FAILED;
import static io.tidepost.wire.ErrorCode.GROUP_AUTHORIZATION_FAILED;
import static io.tidepost.wire.ErrorCode.TOPIC_AUTHORIZATION_FAILED;
import static io.tidepost.wire.ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED;

import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.Message;
import io.tidepost.wire.message.AddOffsetsToTxnRequest;
import io.tidepost.wire.message.AddPartitionsToTxnRequest;
import io.tidepost.wire.message.AlterConfigsRequest;
import io.tidepost.wire.message.ConsumerGroupDescribeRequest;
import io.tidepost.wire.message.ConsumerGroupHeartbeatRequest;
import io.tidepost.wire.message.CreateAclsRequest;
import io.tidepost.wire.message.CreatePartitionsRequest;
import io.tidepost.wire.message.CreateTopicsRequest;
import io.tidepost.wire.message.DeleteAclsRequest;
import io.tidepost.wire.message.DeleteGroupsRequest;
import io.tidepost.wire.message.DeleteRecordsRequest;
import io.tidepost.wire.message.DeleteTopicsRequest;
import io.tidepost.wire.message.DescribeAclsRequest;
import io.tidepost.wire.message.DescribeConfigsRequest;
import io.tidepost.wire.message.DescribeGroupsRequest;
import io.tidepost.wire.message.DescribeLogDirsRequest;
import io.tidepost.wire.message.DescribeProducersRequest;
import io.tidepost.wire.message.DescribeQuorumRequest;
import io.tidepost.wire.message.DescribeTopicPartitionsRequest;
import io.tidepost.wire.message.DescribeTransactionsRequest;
import io.tidepost.wire.message.EndTxnRequest;
import io.tidepost.wire.message.FetchRequest;
import io.tidepost.wire.message.FindCoordinatorRequest;
import io.tidepost.wire.message.HeartbeatRequest;
import io.tidepost.wire.message.IncrementalAlterConfigsRequest;
import io.tidepost.wire.message.InitProducerIdRequest;
import io.tidepost.wire.message.JoinGroupRequest;
import io.tidepost.wire.message.LeaveGroupRequest;
import io.tidepost.wire.message.ListConfigResourcesRequest;
import io.tidepost.wire.message.ListOffsetsRequest;
import io.tidepost.wire.message.MetadataRequest;
import io.tidepost.wire.message.OffsetCommitRequest;
import io.tidepost.wire.message.OffsetDeleteRequest;
import io.tidepost.wire.message.OffsetFetchRequest;
import io.tidepost.wire.message.OffsetForLeaderEpochRequest;
import io.tidepost.wire.message.ProduceRequest;
import io.tidepost.wire.message.SyncGroupRequest;
import io.tidepost.wire.message.TxnOffsetCommitRequest;
import io.tidepost.wire.message.WriteTxnMarkersRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// One request per API that somebody without any permission is refused. A new API comes with a line
/// here, or with the reason why nobody is refused it in [#OPEN].
final class DeniedRequests {

  /// A request and what those hear who may not.
  ///
  /// @param request makes it about the topic or group of this name
  record Denied(int version, ErrorCode error, Function<String, Message> request) {}

  /// APIs that everybody may call: 16 ListGroups and 66 ListTransactions (show what may be seen),
  /// 17 and 36 (SASL, before anybody is known), 18 ApiVersions, 60 DescribeCluster (only the
  /// operations are hidden), 71 and 72 (client telemetry).
  static final List<Integer> OPEN = List.of(16, 17, 18, 36, 60, 66, 71, 72);

  static final List<Denied> ALL = new ArrayList<>();

  static {
    data();
    groups();
    newerGroups();
    transactions();
    admin();
  }

  private DeniedRequests() {}

  private static void add(int version, ErrorCode error, Function<String, Message> request) {
    ALL.add(new Denied(version, error, request));
  }

  private static <T> T with(T target, Consumer<T> fill) {
    fill.accept(target);
    return target;
  }

  private static void data() {
    add(
        12,
        TOPIC_AUTHORIZATION_FAILED,
        name ->
            with(
                new ProduceRequest(),
                r -> {
                  r.acks = 1;
                  r.topicData.add(
                      with(
                          new ProduceRequest.TopicProduceData(),
                          t -> {
                            t.name = name;
                            t.partitionData.add(new ProduceRequest.PartitionProduceData());
                          }));
                }));
    add(
        12,
        TOPIC_AUTHORIZATION_FAILED,
        name ->
            with(
                new FetchRequest(),
                r ->
                    r.topics.add(
                        with(
                            new FetchRequest.FetchTopic(),
                            t -> {
                              t.topic = name;
                              t.partitions.add(new FetchRequest.FetchPartition());
                            }))));
    add(
        7,
        TOPIC_AUTHORIZATION_FAILED,
        name ->
            with(
                new ListOffsetsRequest(),
                r ->
                    r.topics.add(
                        with(
                            new ListOffsetsRequest.ListOffsetsTopic(),
                            t -> {
                              t.name = name;
                              t.partitions.add(new ListOffsetsRequest.ListOffsetsPartition());
                            }))));
    add(
        4,
        TOPIC_AUTHORIZATION_FAILED,
        name ->
            with(
                new OffsetForLeaderEpochRequest(),
                r ->
                    r.topics.add(
                        with(
                            new OffsetForLeaderEpochRequest.OffsetForLeaderTopic(),
                            t -> {
                              t.topic = name;
                              t.partitions.add(
                                  new OffsetForLeaderEpochRequest.OffsetForLeaderPartition());
                            }))));
    add(
        13,
        TOPIC_AUTHORIZATION_FAILED,
        name ->
            with(
                new MetadataRequest(),
                r -> {
                  r.allowAutoTopicCreation = true;
                  r.topics =
                      new ArrayList<>(
                          List.of(
                              with(
                                  new MetadataRequest.MetadataRequestTopic(), t -> t.name = name)));
                }));
    add(
        0,
        TOPIC_AUTHORIZATION_FAILED,
        name ->
            with(
                new DescribeTopicPartitionsRequest(),
                r ->
                    r.topics.add(
                        with(
                            new DescribeTopicPartitionsRequest.TopicRequest(),
                            t -> t.name = name))));
    add(
        0,
        TOPIC_AUTHORIZATION_FAILED,
        name ->
            with(
                new DescribeProducersRequest(),
                r ->
                    r.topics.add(
                        with(
                            new DescribeProducersRequest.TopicRequest(),
                            t -> {
                              t.name = name;
                              t.partitionIndexes.add(0);
                            }))));
    add(
        5,
        CLUSTER_AUTHORIZATION_FAILED,
        name -> with(new InitProducerIdRequest(), r -> r.transactionalId = null));
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

  private static void admin() {
    add(
        7,
        TOPIC_AUTHORIZATION_FAILED,
        name ->
            with(
                new CreateTopicsRequest(),
                r ->
                    r.topics.add(
                        with(
                            new CreateTopicsRequest.CreatableTopic(),
                            t -> {
                              t.name = name;
                              t.numPartitions = 1;
                              t.replicationFactor = 1;
                            }))));
    add(
        6,
        TOPIC_AUTHORIZATION_FAILED,
        name ->
            with(
                new DeleteTopicsRequest(),
                r ->
                    r.topics.add(
                        with(new DeleteTopicsRequest.DeleteTopicState(), t -> t.name = name))));
    add(
        2,
        TOPIC_AUTHORIZATION_FAILED,
        name ->
            with(
                new DeleteRecordsRequest(),
                r ->
                    r.topics.add(
                        with(
                            new DeleteRecordsRequest.DeleteRecordsTopic(),
                            t -> {
                              t.name = name;
                              t.partitions.add(new DeleteRecordsRequest.DeleteRecordsPartition());
                            }))));
    add(
        3,
        TOPIC_AUTHORIZATION_FAILED,
        name ->
            with(
                new CreatePartitionsRequest(),
                r ->
                    r.topics.add(
                        with(
                            new CreatePartitionsRequest.CreatePartitionsTopic(),
                            t -> {
                              t.name = name;
                              t.count = 7;
                              t.assignments = null;
                            }))));
    add(
        4,
        TOPIC_AUTHORIZATION_FAILED,
        name ->
            with(
                new DescribeConfigsRequest(),
                r ->
                    r.resources.add(
                        with(
                            new DescribeConfigsRequest.DescribeConfigsResource(),
                            t -> {
                              t.resourceType = 2;
                              t.resourceName = name;
                              t.configurationKeys = null;
                            }))));
    add(
        2,
        TOPIC_AUTHORIZATION_FAILED,
        name ->
            with(
                new AlterConfigsRequest(),
                r ->
                    r.resources.add(
                        with(
                            new AlterConfigsRequest.AlterConfigsResource(),
                            t -> {
                              t.resourceType = 2;
                              t.resourceName = name;
                            }))));
    add(
        1,
        TOPIC_AUTHORIZATION_FAILED,
        name ->
            with(
                new IncrementalAlterConfigsRequest(),
                r ->
                    r.resources.add(
                        with(
                            new IncrementalAlterConfigsRequest.AlterConfigsResource(),
                            t -> {
                              t.resourceType = 2;
                              t.resourceName = name;
                            }))));
    add(2, CLUSTER_AUTHORIZATION_FAILED, name -> new DescribeQuorumRequest());
    add(1, CLUSTER_AUTHORIZATION_FAILED, name -> new ListConfigResourcesRequest());
    add(5, CLUSTER_AUTHORIZATION_FAILED, name -> new DescribeLogDirsRequest());
    add(
        3,
        CLUSTER_AUTHORIZATION_FAILED,
        name ->
            with(
                new DescribeAclsRequest(),
                r -> {
                  r.resourceTypeFilter = 1;
                  r.patternTypeFilter = 1;
                  r.operation = 1;
                  r.permissionType = 1;
                }));
    add(
        3,
        CLUSTER_AUTHORIZATION_FAILED,
        name ->
            with(
                new CreateAclsRequest(),
                r ->
                    r.creations.add(
                        with(
                            new CreateAclsRequest.AclCreation(),
                            t -> {
                              t.resourceType = 2;
                              t.resourceName = name;
                              t.principal = "User:alice";
                              t.host = "*";
                              t.operation = 3;
                              t.permissionType = 3;
                            }))));
    add(
        3,
        CLUSTER_AUTHORIZATION_FAILED,
        name ->
            with(
                new DeleteAclsRequest(),
                r ->
                    r.filters.add(
                        with(
                            new DeleteAclsRequest.DeleteAclsFilter(),
                            t -> {
                              t.resourceTypeFilter = 2;
                              t.resourceNameFilter = "no-such-entry";
                              t.operation = 1;
                              t.permissionType = 1;
                            }))));
  }
}
