package io.tidepost.metadata.image;

import io.tidepost.base.Uuid;
import io.tidepost.wire.record.ClearElrRecord;
import io.tidepost.wire.record.PartitionChangeRecord;
import io.tidepost.wire.record.PartitionRecord;
import io.tidepost.wire.record.RemoveTopicRecord;
import io.tidepost.wire.record.TopicRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Topics while records are applied. A topic that is touched is copied once into a [Draft] and
/// frozen once at the end, so that a topic of 5,000 partitions costs 5,000 steps however its
/// records arrive.
final class TopicsDelta {

  /// A topic being changed.
  private static final class Draft {
    final String name;
    final Uuid id;
    final boolean isNew;
    final List<Partition> partitions;

    Draft(String name, Uuid id, boolean isNew, List<Partition> partitions) {
      this.name = name;
      this.id = id;
      this.isNew = isNew;
      this.partitions = partitions;
    }

    Topic freeze() {
      return new Topic(name, id, Collections.unmodifiableList(new ArrayList<>(partitions)));
    }
  }

  private final Topics before;

  /// `before` without what was deleted, and with drafts that were frozen.
  private Topics current;

  private final Map<Uuid, Draft> drafts = new LinkedHashMap<>();
  private final List<Topic> created = new ArrayList<>();
  private final List<Topic> changed = new ArrayList<>();
  private final List<Topic> deleted = new ArrayList<>();

  TopicsDelta(Topics before) {
    this.before = before;
    this.current = before;
  }

  void replay(TopicRecord record) {
    if (before.byId(record.topicId) != null || drafts.containsKey(record.topicId)) {
      throw new IllegalStateException("topic " + record.name + " is created a second time");
    }
    drafts.put(record.topicId, new Draft(record.name, record.topicId, true, new ArrayList<>()));
  }

  void replay(PartitionRecord record) {
    Draft draft = draft(record.topicId, "partition " + record.partitionId);
    Partition partition = PartitionRecords.partition(record);
    int count = draft.partitions.size();
    if (record.partitionId < count) {
      draft.partitions.set(record.partitionId, partition);
    } else if (record.partitionId == count) {
      draft.partitions.add(partition);
    } else {
      throw new IllegalStateException(
          "partition " + draft.name + "-" + record.partitionId + " is created before " + count);
    }
  }

  void replay(PartitionChangeRecord record) {
    Draft draft = draft(record.topicId, "a change of partition " + record.partitionId);
    if (record.partitionId < 0 || record.partitionId >= draft.partitions.size()) {
      throw new IllegalStateException(
          "partition " + draft.name + "-" + record.partitionId + " is changed but does not exist");
    }
    Partition old = draft.partitions.get(record.partitionId);
    draft.partitions.set(record.partitionId, PartitionRecords.changed(old, record));
  }

  /// Removes a topic.
  ///
  /// @return the topic as it was
  Topic replay(RemoveTopicRecord record) {
    Draft draft = drafts.remove(record.topicId);
    Topic known = before.byId(record.topicId);
    if (known != null) {
      deleted.add(known);
      current = current.without(known);
      return known;
    }
    if (draft == null) {
      throw new IllegalStateException("topic " + record.topicId + " is removed but does not exist");
    }
    return draft.freeze();
  }

  /// Clears the eligible leader replicas of one topic, or of all when the record names none.
  void replay(ClearElrRecord record) {
    Set<Uuid> ids = new LinkedHashSet<>();
    if (record.topicName.isEmpty()) {
      current.forEach(topic -> ids.add(topic.id()));
      ids.addAll(drafts.keySet());
    } else {
      Topic named = current.byName(record.topicName);
      drafts.values().stream()
          .filter(d -> d.name.equals(record.topicName))
          .forEach(d -> ids.add(d.id));
      if (named != null) {
        ids.add(named.id());
      }
    }
    for (Uuid id : ids) {
      Topic topic = before.byId(id);
      if (drafts.containsKey(id) || (topic != null && hasElr(topic))) {
        draft(id, "clearing of eligible leader replicas")
            .partitions
            .replaceAll(PartitionRecords::withoutElr);
      }
    }
  }

  private static boolean hasElr(Topic topic) {
    for (Partition partition : topic.partitions()) {
      if (!partition.elr().isEmpty() || !partition.lastKnownElr().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private Draft draft(Uuid id, String what) {
    Draft draft = drafts.get(id);
    if (draft == null) {
      Topic topic = current.byId(id);
      if (topic == null) {
        throw new IllegalStateException(
            "the metadata has " + what + " for the topic id " + id + ", which does not exist");
      }
      draft = new Draft(topic.name(), id, false, new ArrayList<>(topic.partitions()));
      drafts.put(id, draft);
    }
    return draft;
  }

  /// Freezes everything; no record may follow.
  Topics apply() {
    for (Draft draft : drafts.values()) {
      Topic topic = draft.freeze();
      current = current.with(topic);
      (draft.isNew ? created : changed).add(topic);
    }
    drafts.clear();
    return current;
  }

  List<Topic> created() {
    return Collections.unmodifiableList(created);
  }

  List<Topic> changed() {
    return Collections.unmodifiableList(changed);
  }

  List<Topic> deleted() {
    return Collections.unmodifiableList(deleted);
  }
}
