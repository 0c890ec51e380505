package io.tidepost.coordinator.group;

import io.tidepost.base.Uuid;
import io.tidepost.wire.WireWriter;
import io.tidepost.wire.message.HeartbeatRequest;
import io.tidepost.wire.message.JoinGroupRequest;
import io.tidepost.wire.message.LeaveGroupRequest;
import io.tidepost.wire.message.OffsetCommitRequest;
import io.tidepost.wire.message.OffsetDeleteRequest;
import io.tidepost.wire.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.tidepost.wire.message.OffsetFetchRequest.OffsetFetchRequestTopics;
import io.tidepost.wire.message.SyncGroupRequest;
import io.tidepost.wire.record.ConsumerProtocolSubscription;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes requests for tests.
final class Requests {

  private Requests() {}

  static ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
  }

  /// A consumer's metadata: version 0 of the consumer protocol.
  static ByteBuffer subscription(List<String> topics) {
    ConsumerProtocolSubscription subscription = new ConsumerProtocolSubscription();
    subscription.topics = topics;
    WireWriter out = new WireWriter();
    out.writeInt16((short) 0);
    subscription.write(out, (short) 0);
    return out.toBuffer();
  }

  static JoinGroupRequest.JoinGroupRequestProtocol protocol(String name, ByteBuffer metadata) {
    JoinGroupRequest.JoinGroupRequestProtocol protocol =
        new JoinGroupRequest.JoinGroupRequestProtocol();
    protocol.name = name;
    protocol.metadata = metadata;
    return protocol;
  }

  static JoinGroupRequest join(
      String group,
      String member,
      @Nullable String instance,
      String type,
      int sessionMillis,
      int rebalanceMillis,
      List<JoinGroupRequest.JoinGroupRequestProtocol> protocols) {
    JoinGroupRequest request = new JoinGroupRequest();
    request.groupId = group;
    request.memberId = member;
    request.groupInstanceId = instance;
    request.protocolType = type;
    request.sessionTimeoutMs = sessionMillis;
    request.rebalanceTimeoutMs = rebalanceMillis;
    request.protocols = protocols;
    return request;
  }

  static SyncGroupRequest sync(
      String group,
      String member,
      @Nullable String instance,
      int generation,
      Map<String, String> assignments) {
    SyncGroupRequest request = new SyncGroupRequest();
    request.groupId = group;
    request.memberId = member;
    request.groupInstanceId = instance;
    request.generationId = generation;
    assignments.forEach((to, text) -> {
      SyncGroupRequest.SyncGroupRequestAssignment assignment =
          new SyncGroupRequest.SyncGroupRequestAssignment();
      assignment.memberId = to;
      assignment.assignment = text(text);
      request.assignments.add(assignment);
    });
    return request;
  }

  static HeartbeatRequest heartbeat(
      String group, String member, @Nullable String instance, int generation) {
    HeartbeatRequest request = new HeartbeatRequest();
    request.groupId = group;
    request.memberId = member;
    request.groupInstanceId = instance;
    request.generationId = generation;
    return request;
  }

  static LeaveGroupRequest.MemberIdentity leaving(String member, @Nullable String instance) {
    LeaveGroupRequest.MemberIdentity identity = new LeaveGroupRequest.MemberIdentity();
    identity.memberId = member;
    identity.groupInstanceId = instance;
    return identity;
  }

  static LeaveGroupRequest leave(String group, List<LeaveGroupRequest.MemberIdentity> members) {
    LeaveGroupRequest request = new LeaveGroupRequest();
    request.groupId = group;
    request.members = members;
    return request;
  }

  static OffsetCommitRequest commit(
      String group,
      String member,
      @Nullable String instance,
      int generation,
      String topic,
      Uuid topicId,
      int partition,
      long offset,
      String metadata) {
    OffsetCommitRequest request = new OffsetCommitRequest();
    request.groupId = group;
    request.memberId = member;
    request.groupInstanceId = instance;
    request.generationIdOrMemberEpoch = generation;
    OffsetCommitRequest.OffsetCommitRequestTopic each =
        new OffsetCommitRequest.OffsetCommitRequestTopic();
    each.name = topic;
    each.topicId = topicId;
    OffsetCommitRequest.OffsetCommitRequestPartition committed =
        new OffsetCommitRequest.OffsetCommitRequestPartition();
    committed.partitionIndex = partition;
    committed.committedOffset = offset;
    committed.committedMetadata = metadata;
    each.partitions.add(committed);
    request.topics.add(each);
    return request;
  }

  /// @param topic `null` for all topics
  static OffsetFetchRequestGroup fetch(String group, @Nullable String topic, int partition) {
    OffsetFetchRequestGroup request = new OffsetFetchRequestGroup();
    request.groupId = group;
    if (topic == null) {
      request.topics = null;
    } else {
      OffsetFetchRequestTopics each = new OffsetFetchRequestTopics();
      each.name = topic;
      each.partitionIndexes.add(partition);
      request.topics.add(each);
    }
    return request;
  }

  static OffsetDeleteRequest deleteOffset(String group, String topic, int partition) {
    OffsetDeleteRequest request = new OffsetDeleteRequest();
    request.groupId = group;
    OffsetDeleteRequest.OffsetDeleteRequestTopic each =
        new OffsetDeleteRequest.OffsetDeleteRequestTopic();
    each.name = topic;
    OffsetDeleteRequest.OffsetDeleteRequestPartition index =
        new OffsetDeleteRequest.OffsetDeleteRequestPartition();
    index.partitionIndex = partition;
    each.partitions.add(index);
    request.topics.add(each);
    return request;
  }
}
