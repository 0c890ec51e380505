package io.tidepost.coordinator.group.streams;

import io.tidepost.coordinator.group.RecordBytes;
import io.tidepost.coordinator.group.consumer.MemberState;
import io.tidepost.coordinator.group.streams.StreamsMember.Endpoint;
import io.tidepost.coordinator.group.streams.StreamsMember.Identity;
import io.tidepost.coordinator.group.streams.StreamsMember.Ownership;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.record.StreamsGroupCurrentMemberAssignmentValue;
import io.tidepost.wire.record.StreamsGroupMemberMetadataValue;
import io.tidepost.wire.record.StreamsGroupTargetAssignmentMemberValue;
import io.tidepost.wire.record.StreamsGroupTopologyValue;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads the values of streams groups' records.
final class StreamsReading {

  private StreamsReading() {}

  static Identity identity(byte[] bytes) {
    WireReader in = RecordBytes.reader(bytes);
    var value = StreamsGroupMemberMetadataValue.read(in, in.readInt16());
    var endpoint = value.userEndpoint;
    SortedMap<String, String> tags = new TreeMap<>();
    value.clientTags.forEach(tag -> tags.put(tag.key, tag.value));
    return new Identity(
        value.rackId,
        value.clientId,
        value.clientHost,
        value.rebalanceTimeoutMs,
        value.topologyEpoch,
        value.processId,
        endpoint == null ? null : new Endpoint(endpoint.host, endpoint.port),
        tags);
  }

  static StreamsGroupTopologyValue topology(byte[] bytes) {
    WireReader in = RecordBytes.reader(bytes);
    return StreamsGroupTopologyValue.read(in, in.readInt16());
  }

  static Tasks target(byte[] bytes) {
    WireReader in = RecordBytes.reader(bytes);
    var value = StreamsGroupTargetAssignmentMemberValue.read(in, in.readInt16());
    return new Tasks(
        target(value.activeTasks), target(value.standbyTasks), target(value.warmupTasks));
  }

  private static TaskMap target(List<StreamsGroupTargetAssignmentMemberValue.TaskIds> tasks) {
    TaskMap map = TaskMap.empty();
    tasks.forEach(ids -> ids.partitions.forEach(p -> map.add(ids.subtopologyId, p, 0)));
    return map;
  }

  static Ownership ownership(byte[] bytes) {
    WireReader in = RecordBytes.reader(bytes);
    var value = StreamsGroupCurrentMemberAssignmentValue.read(in, in.readInt16());
    int epoch = value.memberEpoch;
    return new Ownership(
        epoch,
        value.previousMemberEpoch,
        MemberState.of(value.state),
        new Tasks(
            active(value.activeTasks, epoch), other(value.standbyTasks), other(value.warmupTasks)),
        new Tasks(
            active(value.activeTasksPendingRevocation, epoch),
            other(value.standbyTasksPendingRevocation),
            other(value.warmupTasksPendingRevocation)));
  }

  private static TaskMap active(
      List<StreamsGroupCurrentMemberAssignmentValue.TaskIds> tasks, int memberEpoch) {
    TaskMap map = TaskMap.empty();
    for (var ids : tasks) {
      List<Integer> epochs = ids.assignmentEpochs;
      for (int i = 0; i < ids.partitions.size(); i++) {
        boolean known = epochs != null && i < epochs.size();
        map.add(ids.subtopologyId, ids.partitions.get(i), known ? epochs.get(i) : memberEpoch);
      }
    }
    return map;
  }

  private static TaskMap other(List<StreamsGroupCurrentMemberAssignmentValue.TaskIds> tasks) {
    TaskMap map = TaskMap.empty();
    tasks.forEach(ids -> ids.partitions.forEach(p -> map.add(ids.subtopologyId, p, 0)));
    return map;
  }
}
