package io.tidepost.coordinator.group;

import io.tidepost.coordinator.group.StoredGroup.StoredMember;
import io.tidepost.coordinator.group.offset.CommittedOffset;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.record.GroupMetadataKey;
import io.tidepost.wire.record.GroupMetadataValue;
import io.tidepost.wire.record.OffsetCommitKey;
import io.tidepost.wire.record.OffsetCommitValue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The records of `__consumer_offsets` as bytes: two bytes of type (key) or version (value), then
/// the message (docs/formats/consumer-offsets.md). Versions written are those of Apache Kafka 4.3.
public final class GroupRecords {

  private static final short GROUP_METADATA_VERSION = 3;
  private static final short OFFSET_COMMIT_VERSION = 4;

  /// The only version that carries an expiry time.
  private static final short OFFSET_COMMIT_WITH_EXPIRY_VERSION = 1;

  private GroupRecords() {}

  public static CoordinatorRecord offset(
      String group, String topic, int partition, CommittedOffset committed) {
    OffsetCommitValue value = new OffsetCommitValue();
    value.offset = committed.offset();
    value.leaderEpoch = committed.leaderEpoch();
    value.metadata = committed.metadata();
    value.commitTimestamp = committed.commitTimestampMillis();
    boolean expires = committed.expireTimestampMillis() >= 0;
    if (expires) {
      value.expireTimestamp = committed.expireTimestampMillis();
    } else {
      value.topicId = committed.topicId();
    }
    short version = expires ? OFFSET_COMMIT_WITH_EXPIRY_VERSION : OFFSET_COMMIT_VERSION;
    return new CoordinatorRecord(
        offsetKey(group, topic, partition), RecordBytes.value(version, value));
  }

  public static CoordinatorRecord offsetTombstone(String group, String topic, int partition) {
    return new CoordinatorRecord(offsetKey(group, topic, partition), null);
  }

  public static CoordinatorRecord group(String group, StoredGroup stored) {
    GroupMetadataValue value = new GroupMetadataValue();
    value.protocolType = stored.protocolType();
    value.generation = stored.generation();
    value.protocol = stored.protocol();
    value.leader = stored.leader();
    value.currentStateTimestamp = stored.stateTimestampMillis();
    for (StoredMember member : stored.members()) {
      value.members.add(toMessage(member));
    }
    short version = GROUP_METADATA_VERSION;
    return new CoordinatorRecord(groupKey(group), RecordBytes.value(version, value));
  }

  public static CoordinatorRecord groupTombstone(String group) {
    return new CoordinatorRecord(groupKey(group), null);
  }

  public static CommittedOffset readOffset(long recordOffset, byte[] bytes) {
    WireReader in = RecordBytes.reader(bytes);
    OffsetCommitValue value = OffsetCommitValue.read(in, in.readInt16());
    return new CommittedOffset(
        recordOffset,
        value.offset,
        value.leaderEpoch,
        value.metadata,
        value.commitTimestamp,
        value.expireTimestamp,
        value.topicId);
  }

  public static StoredGroup readGroup(byte[] bytes) {
    WireReader in = RecordBytes.reader(bytes);
    GroupMetadataValue value = GroupMetadataValue.read(in, in.readInt16());
    List<StoredMember> members = new ArrayList<>(value.members.size());
    for (GroupMetadataValue.MemberMetadata member : value.members) {
      members.add(
          new StoredMember(
              member.memberId,
              member.groupInstanceId,
              member.clientId,
              member.clientHost,
              member.rebalanceTimeout,
              member.sessionTimeout,
              copy(member.subscription),
              copy(member.assignment)));
    }
    return new StoredGroup(
        value.protocolType,
        value.generation,
        value.protocol,
        value.leader,
        value.currentStateTimestamp,
        members);
  }

  /// The bytes between position and limit; the buffer stays as it is.
  public static byte[] copy(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(buffer.position(), bytes);
    return bytes;
  }

  private static GroupMetadataValue.MemberMetadata toMessage(StoredMember member) {
    GroupMetadataValue.MemberMetadata message = new GroupMetadataValue.MemberMetadata();
    message.memberId = member.memberId();
    message.groupInstanceId = member.groupInstanceId();
    message.clientId = member.clientId();
    message.clientHost = member.clientHost();
    message.rebalanceTimeout = member.rebalanceTimeoutMillis();
    message.sessionTimeout = member.sessionTimeoutMillis();
    message.subscription = ByteBuffer.wrap(member.subscription());
    message.assignment = ByteBuffer.wrap(member.assignment());
    return message;
  }

  private static byte[] offsetKey(String group, String topic, int partition) {
    OffsetCommitKey key = new OffsetCommitKey();
    key.group = group;
    key.topic = topic;
    key.partition = partition;
    return RecordBytes.key(OffsetCommitKey.API_KEY, key);
  }

  private static byte[] groupKey(String group) {
    GroupMetadataKey key = new GroupMetadataKey();
    key.group = group;
    return RecordBytes.key(GroupMetadataKey.API_KEY, key);
  }
}
