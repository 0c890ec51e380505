package io.tidepost.cli.desired;

import io.tidepost.cli.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.common.GroupType;

/// Keeps a topic from being deleted under the groups that read it.
final class GroupGuard {

  private GroupGuard() {}

  /// What follows for groups from deleting a topic.
  static List<String> warnings(Cluster cluster, String topic) throws Exception {
    List<String> warnings = new ArrayList<>();
    warnings.add("its records go with it; this cannot be undone");
    List<String> readers = readers(cluster, topic);
    if (!readers.isEmpty()) {
      warnings.add("groups lose their offsets in it: " + String.join(", ", readers));
    }
    return warnings;
  }

  /// @throws Failure when a group with members reads it
  static void check(Cluster cluster, String topic) throws Exception {
    List<String> readers = readers(cluster, topic);
    Map<String, ConsumerGroupDescription> described =
        cluster.admin().describeConsumerGroups(readers).all().get();
    List<String> busy =
        readers.stream()
            .filter(name -> {
              ConsumerGroupDescription group = described.get(name);
              return group != null && !group.members().isEmpty();
            })
            .toList();
    if (!busy.isEmpty()) {
      throw new Failure(
          "topic '"
              + topic
              + "' stays: groups with members read it: "
              + String.join(", ", busy)
              + "; stop them first");
    }
  }

  private static List<String> readers(Cluster cluster, String topic) throws Exception {
    Map<String, ListConsumerGroupOffsetsSpec> asked = new java.util.HashMap<>();
    for (GroupListing group : cluster.admin().listGroups().all().get()) {
      GroupType type = group.type().orElse(GroupType.UNKNOWN);
      if (type == GroupType.CLASSIC || type == GroupType.CONSUMER) {
        asked.put(group.groupId(), new ListConsumerGroupOffsetsSpec());
      }
    }
    TreeSet<String> readers = new TreeSet<>();
    if (!asked.isEmpty()) {
      cluster
          .admin()
          .listConsumerGroupOffsets(asked)
          .all()
          .get()
          .forEach((group, offsets) -> {
            if (offsets.keySet().stream().anyMatch(tp -> tp.topic().equals(topic))) {
              readers.add(group);
            }
          });
    }
    return List.copyOf(readers);
  }
}
