package io.tidepost.compat.version;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.AlterConfigsRequestData;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeLogDirsRequestData;
import org.apache.kafka.common.message.DescribeProducersRequestData;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;

/// A request of each API with the content that an ordinary client sends, in the shape that a
/// version wants (names or topic ids, one group or several). An API without an entry gets a request
/// with the defaults of all its fields.
final class OrdinaryRequests {
  private static final String GROUP = "versions";

  private final String topic;
  private final Uuid topicId;

  OrdinaryRequests(String topic, Uuid topicId) {
    this.topic = topic;
    this.topicId = topicId;
  }

  ApiMessage of(ApiMessageType type, int version) {
    return switch (type) {
      case PRODUCE -> produce(version);
      case FETCH -> fetch(version);
      case LIST_OFFSETS -> listOffsets();
      case METADATA -> metadata();
      case OFFSET_COMMIT -> offsetCommit(version);
      case OFFSET_FETCH -> offsetFetch(version);
      case FIND_COORDINATOR -> findCoordinator(version);
      case JOIN_GROUP -> joinGroup();
      case HEARTBEAT ->
          new HeartbeatRequestData().setGroupId(GROUP).setMemberId("nobody").setGenerationId(1);
      case LEAVE_GROUP -> leaveGroup(version);
      case SYNC_GROUP ->
          new SyncGroupRequestData().setGroupId(GROUP).setMemberId("nobody").setGenerationId(1);
      case DESCRIBE_GROUPS -> new DescribeGroupsRequestData().setGroups(List.of(GROUP));
      case API_VERSIONS ->
          new ApiVersionsRequestData().setClientSoftwareName("a").setClientSoftwareVersion("1");
      case CREATE_TOPICS -> createTopics();
      case DELETE_TOPICS -> deleteTopics(version);
      case DELETE_RECORDS -> deleteRecords();
      case INIT_PRODUCER_ID ->
          new InitProducerIdRequestData().setTransactionalId(null).setTransactionTimeoutMs(1_000);
      case OFFSET_FOR_LEADER_EPOCH -> offsetForLeaderEpoch();
      case DESCRIBE_CONFIGS -> describeConfigs();
      case ALTER_CONFIGS -> alterConfigs();
      case INCREMENTAL_ALTER_CONFIGS -> incrementalAlterConfigs();
      case DESCRIBE_LOG_DIRS -> new DescribeLogDirsRequestData().setTopics(null);
      case CREATE_PARTITIONS -> createPartitions();
      case DELETE_GROUPS -> new DeleteGroupsRequestData().setGroupsNames(List.of("nobody"));
      case OFFSET_DELETE -> new OffsetDeleteRequestData().setGroupId(GROUP);
      case DESCRIBE_PRODUCERS -> describeProducers();
      case DESCRIBE_TOPIC_PARTITIONS ->
          new DescribeTopicPartitionsRequestData()
              .setTopics(
                  List.of(new DescribeTopicPartitionsRequestData.TopicRequest().setName(topic)));
      default -> type.newRequest();
    };
  }

  private ApiMessage produce(int version) {
    byte[] value = "value".getBytes(StandardCharsets.US_ASCII);
    var partition =
        new ProduceRequestData.PartitionProduceData()
            .setIndex(0)
            .setRecords(
                MemoryRecords.withRecords(
                    Compression.NONE, new SimpleRecord(System.currentTimeMillis(), null, value)));
    var data = new ProduceRequestData.TopicProduceData();
    if (version >= 13) {
      data.setTopicId(topicId);
    } else {
      data.setName(topic);
    }
    data.partitionData().add(partition);
    ProduceRequestData request = new ProduceRequestData().setAcks((short) -1).setTimeoutMs(10_000);
    request.topicData().add(data);
    return request;
  }

  private ApiMessage fetch(int version) {
    var data = new FetchRequestData.FetchTopic();
    if (version >= 13) {
      data.setTopicId(topicId);
    } else {
      data.setTopic(topic);
    }
    data.partitions()
        .add(new FetchRequestData.FetchPartition().setPartition(0).setPartitionMaxBytes(10_000));
    FetchRequestData request =
        new FetchRequestData().setMaxWaitMs(100).setMinBytes(1).setMaxBytes(10_000);
    if (version < 15) {
      request.setReplicaId(-1);
    }
    request.topics().add(data);
    return request;
  }

  private ApiMessage listOffsets() {
    var data = new ListOffsetsRequestData.ListOffsetsTopic().setName(topic);
    data.partitions()
        .add(
            new ListOffsetsRequestData.ListOffsetsPartition()
                .setPartitionIndex(0)
                .setTimestamp(-1));
    ListOffsetsRequestData request = new ListOffsetsRequestData().setReplicaId(-1);
    request.topics().add(data);
    return request;
  }

  private ApiMessage metadata() {
    return new MetadataRequestData()
        .setTopics(List.of(new MetadataRequestData.MetadataRequestTopic().setName(topic)));
  }

  private ApiMessage offsetCommit(int version) {
    var data = new OffsetCommitRequestData.OffsetCommitRequestTopic();
    if (version >= 10) {
      data.setTopicId(topicId);
    } else {
      data.setName(topic);
    }
    data.partitions()
        .add(
            new OffsetCommitRequestData.OffsetCommitRequestPartition()
                .setPartitionIndex(0)
                .setCommittedOffset(3));
    OffsetCommitRequestData request = new OffsetCommitRequestData().setGroupId(GROUP);
    request.topics().add(data);
    return request;
  }

  private ApiMessage offsetFetch(int version) {
    if (version < 8) {
      var wanted =
          new OffsetFetchRequestData.OffsetFetchRequestTopic()
              .setName(topic)
              .setPartitionIndexes(List.of(0));
      return new OffsetFetchRequestData().setGroupId(GROUP).setTopics(List.of(wanted));
    }
    var wanted =
        new OffsetFetchRequestData.OffsetFetchRequestTopics().setPartitionIndexes(List.of(0));
    if (version >= 10) {
      wanted.setTopicId(topicId);
    } else {
      wanted.setName(topic);
    }
    var group =
        new OffsetFetchRequestData.OffsetFetchRequestGroup()
            .setGroupId(GROUP)
            .setTopics(List.of(wanted));
    return new OffsetFetchRequestData().setGroups(List.of(group));
  }

  private static ApiMessage findCoordinator(int version) {
    return version < 4
        ? new FindCoordinatorRequestData().setKey(GROUP)
        : new FindCoordinatorRequestData().setCoordinatorKeys(List.of(GROUP));
  }

  private static ApiMessage joinGroup() {
    JoinGroupRequestData request =
        new JoinGroupRequestData()
            .setGroupId("versions-join")
            .setSessionTimeoutMs(6_000)
            .setRebalanceTimeoutMs(6_000)
            .setProtocolType("consumer");
    request
        .protocols()
        .add(
            new JoinGroupRequestData.JoinGroupRequestProtocol()
                .setName("range")
                .setMetadata(new byte[] {1, 2}));
    return request;
  }

  private static ApiMessage leaveGroup(int version) {
    LeaveGroupRequestData request = new LeaveGroupRequestData().setGroupId(GROUP);
    if (version < 3) {
      return request.setMemberId("nobody");
    }
    return request.setMembers(
        List.of(new LeaveGroupRequestData.MemberIdentity().setMemberId("nobody")));
  }

  private static ApiMessage createTopics() {
    CreateTopicsRequestData request =
        new CreateTopicsRequestData().setTimeoutMs(10_000).setValidateOnly(true);
    request
        .topics()
        .add(
            new CreateTopicsRequestData.CreatableTopic()
                .setName("versions-created")
                .setNumPartitions(1)
                .setReplicationFactor((short) 1));
    return request;
  }

  private static ApiMessage deleteTopics(int version) {
    DeleteTopicsRequestData request = new DeleteTopicsRequestData().setTimeoutMs(10_000);
    return version < 6
        ? request.setTopicNames(List.of("nobody"))
        : request.setTopics(
            List.of(new DeleteTopicsRequestData.DeleteTopicState().setName("nobody")));
  }

  private ApiMessage deleteRecords() {
    var data = new DeleteRecordsRequestData.DeleteRecordsTopic().setName(topic);
    data.partitions()
        .add(
            new DeleteRecordsRequestData.DeleteRecordsPartition()
                .setPartitionIndex(0)
                .setOffset(2));
    return new DeleteRecordsRequestData().setTimeoutMs(10_000).setTopics(List.of(data));
  }

  private ApiMessage offsetForLeaderEpoch() {
    var data = new OffsetForLeaderEpochRequestData.OffsetForLeaderTopic().setTopic(topic);
    data.partitions()
        .add(
            new OffsetForLeaderEpochRequestData.OffsetForLeaderPartition()
                .setPartition(0)
                .setLeaderEpoch(0));
    OffsetForLeaderEpochRequestData request =
        new OffsetForLeaderEpochRequestData().setReplicaId(-1);
    request.topics().add(data);
    return request;
  }

  private ApiMessage describeConfigs() {
    return new DescribeConfigsRequestData()
        .setResources(
            List.of(
                new DescribeConfigsRequestData.DescribeConfigsResource()
                    .setResourceType((byte) 2)
                    .setResourceName(topic)
                    .setConfigurationKeys(null),
                new DescribeConfigsRequestData.DescribeConfigsResource()
                    .setResourceType((byte) 4)
                    .setResourceName("1")
                    .setConfigurationKeys(null)));
  }

  private ApiMessage alterConfigs() {
    var resource =
        new AlterConfigsRequestData.AlterConfigsResource()
            .setResourceType((byte) 2)
            .setResourceName(topic);
    resource
        .configs()
        .add(
            new AlterConfigsRequestData.AlterableConfig()
                .setName("retention.ms")
                .setValue("86400000"));
    AlterConfigsRequestData request = new AlterConfigsRequestData();
    request.resources().add(resource);
    return request;
  }

  private ApiMessage incrementalAlterConfigs() {
    var resource =
        new IncrementalAlterConfigsRequestData.AlterConfigsResource()
            .setResourceType((byte) 2)
            .setResourceName(topic);
    resource
        .configs()
        .add(
            new IncrementalAlterConfigsRequestData.AlterableConfig()
                .setName("retention.ms")
                .setValue("86400000"));
    IncrementalAlterConfigsRequestData request = new IncrementalAlterConfigsRequestData();
    request.resources().add(resource);
    return request;
  }

  private ApiMessage createPartitions() {
    CreatePartitionsRequestData request =
        new CreatePartitionsRequestData().setTimeoutMs(10_000).setValidateOnly(true);
    request
        .topics()
        .add(
            new CreatePartitionsRequestData.CreatePartitionsTopic()
                .setName(topic)
                .setCount(2)
                .setAssignments(null));
    return request;
  }

  private ApiMessage describeProducers() {
    var data =
        new DescribeProducersRequestData.TopicRequest()
            .setName(topic)
            .setPartitionIndexes(List.of(0));
    DescribeProducersRequestData request = new DescribeProducersRequestData();
    request.topics().add(data);
    return request;
  }
}
