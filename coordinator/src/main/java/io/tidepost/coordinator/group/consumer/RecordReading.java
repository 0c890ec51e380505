package io.tidepost.coordinator.group.consumer;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.GroupRecords;
import io.tidepost.coordinator.group.RecordBytes;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.record.ConsumerGroupCurrentMemberAssignmentValue;
import io.tidepost.wire.record.ConsumerGroupCurrentMemberAssignmentValue.TopicPartitions;
import io.tidepost.wire.record.ConsumerGroupMemberMetadataValue;
import io.tidepost.wire.record.ConsumerGroupRegularExpressionValue;
import io.tidepost.wire.record.ConsumerGroupTargetAssignmentMemberValue;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads the values of consumer groups' records.
final class RecordReading {

  private RecordReading() {}

  static Subscription subscription(byte[] bytes) {
    WireReader in = RecordBytes.reader(bytes);
    var value = ConsumerGroupMemberMetadataValue.read(in, in.readInt16());
    return new Subscription(
        value.instanceId,
        value.rackId,
        value.clientId,
        value.clientHost,
        Subscription.names(value.subscribedTopicNames),
        value.subscribedTopicRegex == null ? "" : value.subscribedTopicRegex,
        value.rebalanceTimeoutMs,
        value.serverAssignor,
        classic(value.classicMemberMetadata));
  }

  private static @Nullable ClassicSide classic(
      ConsumerGroupMemberMetadataValue.@Nullable ClassicMemberMetadata value) {
    if (value == null || value.supportedProtocols.isEmpty()) {
      return null;
    }
    return new ClassicSide(
        value.sessionTimeoutMs,
        value.supportedProtocols.stream()
            .map(p -> new ClassicSide.Protocol(p.name, GroupRecords.copy(p.metadata)))
            .toList());
  }

  static Ownership ownership(byte[] bytes) {
    WireReader in = RecordBytes.reader(bytes);
    var value = ConsumerGroupCurrentMemberAssignmentValue.read(in, in.readInt16());
    return new Ownership(
        value.memberEpoch,
        value.previousMemberEpoch,
        MemberState.of(value.state),
        epochs(value.assignedPartitions, value.memberEpoch),
        epochs(value.partitionsPendingRevocation, value.memberEpoch));
  }

  /// Versions before 4.3 do not write at which epoch a partition was given: the member's is the
  /// strictest it can be.
  private static SortedMap<Uuid, SortedMap<Integer, Integer>> epochs(
      List<TopicPartitions> topics, int memberEpoch) {
    SortedMap<Uuid, SortedMap<Integer, Integer>> result = new TreeMap<>();
    for (TopicPartitions topic : topics) {
      List<Integer> epochs = topic.assignmentEpochs;
      SortedMap<Integer, Integer> partitions = new TreeMap<>();
      for (int i = 0; i < topic.partitions.size(); i++) {
        boolean known = epochs != null && i < epochs.size();
        partitions.put(topic.partitions.get(i), known ? epochs.get(i) : memberEpoch);
      }
      result.put(topic.topicId, partitions);
    }
    return result;
  }

  static SortedMap<Uuid, SortedSet<Integer>> target(byte[] bytes) {
    WireReader in = RecordBytes.reader(bytes);
    var value = ConsumerGroupTargetAssignmentMemberValue.read(in, in.readInt16());
    SortedMap<Uuid, SortedSet<Integer>> result = new TreeMap<>();
    value.topicPartitions.forEach(t -> result.put(t.topicId, new TreeSet<>(t.partitions)));
    return result;
  }

  static ResolvedRegex regex(byte[] bytes) {
    WireReader in = RecordBytes.reader(bytes);
    var value = ConsumerGroupRegularExpressionValue.read(in, in.readInt16());
    return new ResolvedRegex(Subscription.names(value.topics), value.version, value.timestamp);
  }
}
