package io.tidepost.metadata.controller;

import io.tidepost.base.Uuid;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.Topic;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.record.RemoveTopicRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Deletes topics that are named or given by id; each one for itself.
///
/// @param topics as the client wrote them, mistakes included
/// @param quota how many partitions may be deleted
public record DeleteTopics(List<Target> topics, MutationQuota quota)
    implements Command<List<DeleteTopics.Outcome>> {

  /// Without a limit.
  public DeleteTopics(List<Target> topics) {
    this(topics, MutationQuota.NONE);
  }

  /// A topic to delete: by name, with [Uuid#ZERO], or by id, without a name.
  public record Target(@Nullable String name, Uuid id) {}

  /// What became of one topic.
  ///
  /// @param name its name, `null` when not known
  /// @param id its id, [Uuid#ZERO] when not known
  /// @param failure why it is still there, or `null`
  public record Outcome(@Nullable String name, Uuid id, @Nullable Failure failure) {}

  @Override
  public Decision<List<Outcome>> decide(ControllerContext context) {
    List<Outcome> outcomes = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    Set<Uuid> ids = new LinkedHashSet<>();
    sort(outcomes, names, ids);
    Map<Uuid, Topic> found = new HashMap<>();
    Set<Uuid> order = new LinkedHashSet<>();
    for (Uuid id : ids) {
      Topic topic = context.image().topics().byId(id);
      if (topic == null) {
        outcomes.add(new Outcome(null, id, Failure.of(ErrorCode.UNKNOWN_TOPIC_ID)));
      } else {
        found.put(id, topic);
        order.add(id);
      }
    }
    for (String name : names) {
      Topic topic = context.image().topics().byName(name);
      if (topic == null) {
        outcomes.add(
            new Outcome(name, Uuid.ZERO, Failure.of(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)));
      } else if (ids.contains(topic.id())) {
        order.remove(topic.id());
        outcomes.add(
            new Outcome(
                name,
                topic.id(),
                invalid("The provided topic name maps to an ID that was already supplied.")));
      } else {
        found.put(topic.id(), topic);
        order.add(topic.id());
      }
    }
    return new Decision<>(records(order, found, outcomes), outcomes);
  }

  private List<MetadataRecord> records(
      Collection<Uuid> order, Map<Uuid, Topic> found, List<Outcome> outcomes) {
    List<MetadataRecord> records = new ArrayList<>();
    for (Uuid id : order) {
      Topic topic = Objects.requireNonNull(found.get(id));
      Failure failure = quota.take(topic.partitions().size());
      if (failure == null) {
        var record = new RemoveTopicRecord();
        record.topicId = id;
        records.add(MetadataRecord.of(record));
      }
      outcomes.add(new Outcome(topic.name(), id, failure));
    }
    return records;
  }

  /// Splits the targets into distinct names and ids; what is wrong in itself gets its answer.
  private void sort(List<Outcome> outcomes, Set<String> names, Set<Uuid> ids) {
    Set<Object> twice = new LinkedHashSet<>();
    for (Target target : topics) {
      if (target.name() == null && target.id().equals(Uuid.ZERO)) {
        outcomes.add(
            new Outcome(null, Uuid.ZERO, invalid("Neither topic name nor id were specified.")));
      } else if (target.name() == null) {
        if (!ids.add(target.id())) {
          twice.add(target.id());
        }
      } else if (target.id().equals(Uuid.ZERO)) {
        if (!names.add(target.name())) {
          twice.add(target.name());
        }
      } else {
        outcomes.add(
            new Outcome(
                target.name(),
                target.id(),
                invalid("You may not specify both topic name and topic id.")));
      }
    }
    for (Object duplicate : twice) {
      if (duplicate instanceof Uuid id) {
        ids.remove(id);
        outcomes.add(new Outcome(null, id, invalid("Duplicate topic id.")));
      } else {
        names.remove(duplicate.toString());
        outcomes.add(
            new Outcome(duplicate.toString(), Uuid.ZERO, invalid("Duplicate topic name.")));
      }
    }
  }

  private static Failure invalid(String message) {
    return new Failure(ErrorCode.INVALID_REQUEST, message);
  }
}
