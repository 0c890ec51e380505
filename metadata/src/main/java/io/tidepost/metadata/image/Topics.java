package io.tidepost.metadata.image;

import io.tidepost.base.PersistentMap;
import io.tidepost.base.Uuid;
import io.tidepost.metadata.TopicNames;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// All topics by name and by id, immutable; a change copies O(log topics). Safe for readers on any
/// thread.
public final class Topics {

  /// No topics.
  public static final Topics EMPTY =
      new Topics(PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty(), 0);

  private final PersistentMap<String, Topic> byName;
  private final PersistentMap<Uuid, Topic> byId;

  /// Names that differ only in `.` and `_`, by their common form; the value is one of them.
  private final PersistentMap<String, String> byCollisionForm;

  private final int partitionCount;

  private Topics(
      PersistentMap<String, Topic> byName,
      PersistentMap<Uuid, Topic> byId,
      PersistentMap<String, String> byCollisionForm,
      int partitionCount) {
    this.byName = byName;
    this.byId = byId;
    this.byCollisionForm = byCollisionForm;
    this.partitionCount = partitionCount;
  }

  /// The topic of this name, or `null`.
  public @Nullable Topic byName(String name) {
    return byName.get(name);
  }

  /// The topic with this id, or `null`.
  public @Nullable Topic byId(Uuid id) {
    return byId.get(id);
  }

  /// The partition, or `null` when the topic or the partition does not exist.
  public @Nullable Partition partition(String topic, int partition) {
    Topic found = byName.get(topic);
    return found == null ? null : found.partition(partition);
  }

  /// An existing topic whose name differs from `name` at most in `.` and `_`, or `null`.
  public @Nullable String colliding(String name) {
    return byCollisionForm.get(TopicNames.collisionForm(name));
  }

  /// Number of topics.
  public int size() {
    return byName.size();
  }

  /// Number of partitions of all topics.
  public int partitionCount() {
    return partitionCount;
  }

  /// Calls `action` with every topic, in no particular order.
  public void forEach(Consumer<? super Topic> action) {
    byName.forEach((name, topic) -> action.accept(topic));
  }

  /// All topics sorted by name.
  public List<Topic> sorted() {
    List<Topic> all = new ArrayList<>(size());
    forEach(all::add);
    all.sort((a, b) -> a.name().compareTo(b.name()));
    return all;
  }

  /// These topics with `topic` added, or put in the place of the one with the same id.
  Topics with(Topic topic) {
    Topic old = byId.get(topic.id());
    int partitions =
        partitionCount + topic.partitions().size() - (old == null ? 0 : old.partitions().size());
    String form = TopicNames.collisionForm(topic.name());
    return new Topics(
        byName.put(topic.name(), topic),
        byId.put(topic.id(), topic),
        old == null ? byCollisionForm.put(form, topic.name()) : byCollisionForm,
        partitions);
  }

  /// These topics without `topic`.
  Topics without(Topic topic) {
    String form = TopicNames.collisionForm(topic.name());
    return new Topics(
        byName.remove(topic.name()),
        byId.remove(topic.id()),
        topic.name().equals(byCollisionForm.get(form))
            ? byCollisionForm.remove(form)
            : byCollisionForm,
        partitionCount - topic.partitions().size());
  }
}
