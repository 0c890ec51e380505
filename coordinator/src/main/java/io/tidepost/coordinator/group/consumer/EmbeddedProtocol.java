package io.tidepost.coordinator.group.consumer;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.KnownTopic;
import io.tidepost.coordinator.group.RecordBytes;
import io.tidepost.coordinator.group.TopicCatalog;
import io.tidepost.wire.WireException;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.record.ConsumerProtocolAssignment;
import io.tidepost.wire.record.ConsumerProtocolSubscription;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What consumers of the classic protocol tell each other inside JoinGroup and SyncGroup: the
/// coordinator of a consumer group has to understand it, and to speak it to them.
final class EmbeddedProtocol {

  private static final int VERSION_BYTES = 2;

  private EmbeddedProtocol() {}

  /// Reads a subscription of any version; newer ones start like those that are known.
  ///
  /// @return `null` when it is something else
  static @Nullable ConsumerProtocolSubscription subscription(byte[] metadata) {
    try {
      WireReader in = new WireReader(ByteBuffer.wrap(metadata));
      short version = in.readInt16();
      short known = (short) Math.min(version, ConsumerProtocolSubscription.HIGHEST_VERSION);
      return version < 0 ? null : ConsumerProtocolSubscription.read(in, known);
    } catch (WireException e) {
      return null;
    }
  }

  /// What a member says it owns, of topics that exist.
  static SortedMap<Uuid, SortedSet<Integer>> owned(
      ConsumerProtocolSubscription subscription, TopicCatalog topics) {
    SortedMap<Uuid, SortedSet<Integer>> owned = new TreeMap<>();
    for (ConsumerProtocolSubscription.TopicPartition topic : subscription.ownedPartitions) {
      KnownTopic known = topics.byName(topic.topic);
      if (known != null) {
        owned.computeIfAbsent(known.id(), t -> new TreeSet<>()).addAll(topic.partitions);
      }
    }
    return owned;
  }

  /// Reads an assignment, of topics that exist.
  ///
  /// @return `null` when it is something else, or carries what only an assignor of the client's own
  ///   understands
  static @Nullable SortedMap<Uuid, SortedSet<Integer>> assignment(
      byte[] bytes, TopicCatalog topics) {
    SortedMap<Uuid, SortedSet<Integer>> assigned = new TreeMap<>();
    if (bytes.length == 0) {
      return assigned;
    }
    ConsumerProtocolAssignment assignment;
    try {
      WireReader in = new WireReader(ByteBuffer.wrap(bytes));
      short version = in.readInt16();
      short known = (short) Math.min(version, ConsumerProtocolAssignment.HIGHEST_VERSION);
      assignment = ConsumerProtocolAssignment.read(in, known);
    } catch (WireException e) {
      return null;
    }
    if (assignment.userData != null && assignment.userData.hasRemaining()) {
      return null;
    }
    for (ConsumerProtocolAssignment.TopicPartition topic : assignment.assignedPartitions) {
      KnownTopic known = topics.byName(topic.topic);
      if (known != null) {
        assigned.computeIfAbsent(known.id(), t -> new TreeSet<>()).addAll(topic.partitions);
      }
    }
    return assigned;
  }

  /// Writes an assignment in the version in which the member wrote its subscription.
  static byte[] assignment(
      SortedMap<Uuid, ? extends java.util.Collection<Integer>> partitions,
      byte[] metadata,
      TopicCatalog topics) {
    ConsumerProtocolAssignment assignment = new ConsumerProtocolAssignment();
    List<Uuid> ids = new ArrayList<>(partitions.keySet());
    for (Uuid id : ids) {
      KnownTopic known = topics.byId(id);
      java.util.Collection<Integer> of = partitions.get(id);
      if (known != null && of != null) {
        var topic = new ConsumerProtocolAssignment.TopicPartition();
        topic.topic = known.name();
        topic.partitions = new ArrayList<>(of);
        assignment.assignedPartitions.add(topic);
      }
    }
    short version = metadata.length < VERSION_BYTES ? 0 : ByteBuffer.wrap(metadata).getShort();
    short known = (short) Math.clamp(version, 0, (int) ConsumerProtocolAssignment.HIGHEST_VERSION);
    byte[] plain = RecordBytes.plain(assignment, known);
    return ByteBuffer.allocate(VERSION_BYTES + plain.length).putShort(known).put(plain).array();
  }
}
