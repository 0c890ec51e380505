package io.tidepost.sim.group;

import io.tidepost.base.TopicPartition;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.WireWriter;
import io.tidepost.wire.record.ConsumerProtocolAssignment;
import io.tidepost.wire.record.ConsumerProtocolSubscription;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What classic consumers tell each other through the coordinator.
final class EmbeddedMessages {

  private static final short VERSION = 3;

  private EmbeddedMessages() {}

  static ByteBuffer subscription(
      List<String> topics, Collection<TopicPartition> owned, int generation) {
    ConsumerProtocolSubscription subscription = new ConsumerProtocolSubscription();
    subscription.topics = topics;
    subscription.generationId = generation;
    byTopic(owned)
        .forEach((topic, partitions) -> {
          var entry = new ConsumerProtocolSubscription.TopicPartition();
          entry.topic = topic;
          entry.partitions = partitions;
          subscription.ownedPartitions.add(entry);
        });
    WireWriter out = new WireWriter();
    out.writeInt16(VERSION);
    subscription.write(out, VERSION);
    return out.toBuffer();
  }

  /// What a subscription says its member owns.
  static List<TopicPartition> owned(ByteBuffer bytes) {
    WireReader in = new WireReader(bytes.duplicate());
    List<TopicPartition> owned = new ArrayList<>();
    ConsumerProtocolSubscription.read(in, in.readInt16())
        .ownedPartitions
        .forEach(t -> t.partitions.forEach(p -> owned.add(new TopicPartition(t.topic, p))));
    return owned;
  }

  static ByteBuffer assignment(Collection<TopicPartition> assigned) {
    ConsumerProtocolAssignment assignment = new ConsumerProtocolAssignment();
    byTopic(assigned)
        .forEach((topic, partitions) -> {
          var entry = new ConsumerProtocolAssignment.TopicPartition();
          entry.topic = topic;
          entry.partitions = partitions;
          assignment.assignedPartitions.add(entry);
        });
    WireWriter out = new WireWriter();
    out.writeInt16(VERSION);
    assignment.write(out, VERSION);
    return out.toBuffer();
  }

  static List<TopicPartition> partitions(ByteBuffer bytes) {
    List<TopicPartition> assigned = new ArrayList<>();
    if (bytes.hasRemaining()) {
      WireReader in = new WireReader(bytes.duplicate());
      ConsumerProtocolAssignment.read(in, in.readInt16())
          .assignedPartitions
          .forEach(t -> t.partitions.forEach(p -> assigned.add(new TopicPartition(t.topic, p))));
    }
    return assigned;
  }

  private static Map<String, List<Integer>> byTopic(Collection<TopicPartition> partitions) {
    Map<String, List<Integer>> byTopic = new TreeMap<>();
    partitions.forEach(
        p -> byTopic.computeIfAbsent(p.topic(), t -> new ArrayList<>()).add(p.partition()));
    return byTopic;
  }
}
