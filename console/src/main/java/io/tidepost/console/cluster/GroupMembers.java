package io.tidepost.console.cluster;

import static io.tidepost.console.cluster.ClusterClient.answer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.StreamsGroupMemberAssignment;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;

/// Who is in a group, whatever its kind.
///
/// @param state in the words of its protocol
/// @param assignor that shares the work out; empty when not known
/// @param coordinator id of the node; -1 when there is none
/// @param epoch of the group; -1 where the protocol has none
public record GroupMembers(
    String state, String assignor, int coordinator, int epoch, List<Member> members) {

  /// @param epoch -1 where the protocol has none
  /// @param work what it was given, in words
  public record Member(
      String id, String client, String host, String instance, int epoch, List<String> work) {}

  /// Asks the cluster.
  public static GroupMembers of(ClusterClient client, String group, GroupType kind) {
    List<String> name = List.of(group);
    return switch (kind) {
      case SHARE -> share(client, group, name);
      case STREAMS -> streams(client, group, name);
      default -> consumer(client, group, name);
    };
  }

  private static GroupMembers consumer(ClusterClient client, String group, List<String> name) {
    var found = answer(client.admin().describeConsumerGroups(name).describedGroups(), group);
    return new GroupMembers(
        found.groupState().toString(),
        found.partitionAssignor(),
        id(found.coordinator()),
        found.groupEpoch().orElse(-1),
        members(found.members()));
  }

  private static List<Member> members(Collection<MemberDescription> described) {
    List<Member> members = new ArrayList<>();
    for (MemberDescription member : described) {
      members.add(
          new Member(
              member.consumerId(),
              member.clientId(),
              member.host(),
              member.groupInstanceId().orElse(""),
              member.memberEpoch().orElse(-1),
              work(member.assignment().topicPartitions())));
    }
    return sorted(members);
  }

  private static GroupMembers share(ClusterClient client, String group, List<String> name) {
    var found = answer(client.admin().describeShareGroups(name).describedGroups(), group);
    List<Member> members = new ArrayList<>();
    found
        .members()
        .forEach(member ->
            members.add(
                new Member(
                    member.consumerId(),
                    member.clientId(),
                    member.host(),
                    "",
                    member.memberEpoch(),
                    work(member.assignment().topicPartitions()))));
    return new GroupMembers(
        found.groupState().toString(),
        "",
        id(found.coordinator()),
        found.groupEpoch(),
        sorted(members));
  }

  private static GroupMembers streams(ClusterClient client, String group, List<String> name) {
    var found = answer(client.admin().describeStreamsGroups(name).describedGroups(), group);
    List<Member> members = new ArrayList<>();
    found
        .members()
        .forEach(member -> {
          List<String> work = new ArrayList<>();
          work.addAll(tasks("active", member.assignment().activeTasks()));
          work.addAll(tasks("standby", member.assignment().standbyTasks()));
          work.addAll(tasks("warm-up", member.assignment().warmupTasks()));
          members.add(
              new Member(
                  member.memberId(),
                  member.clientId(),
                  member.clientHost(),
                  member.instanceId().orElse(""),
                  member.memberEpoch(),
                  work));
        });
    return new GroupMembers(
        found.groupState().toString(),
        found.assignorName().orElse(""),
        id(found.coordinator()),
        found.groupEpoch(),
        sorted(members));
  }

  private static List<String> tasks(String kind, List<StreamsGroupMemberAssignment.TaskIds> tasks) {
    return tasks.stream()
        .map(task ->
            kind
                + " "
                + task.subtopologyId()
                + ": "
                + task.partitions().stream().map(String::valueOf).collect(Collectors.joining(", ")))
        .toList();
  }

  /// One line a topic.
  private static List<String> work(Set<TopicPartition> partitions) {
    return partitions.stream()
        .collect(
            Collectors.groupingBy(
                TopicPartition::topic,
                java.util.TreeMap::new,
                Collectors.mapping(
                    TopicPartition::partition, Collectors.toCollection(TreeSet::new))))
        .entrySet()
        .stream()
        .map(topic ->
            topic.getKey()
                + ": "
                + topic.getValue().stream().map(String::valueOf).collect(Collectors.joining(", ")))
        .toList();
  }

  private static List<Member> sorted(List<Member> members) {
    members.sort(Comparator.comparing(Member::client).thenComparing(Member::id));
    return members;
  }

  private static int id(@org.jspecify.annotations.Nullable Node node) {
    return node == null || node.isEmpty() ? -1 : node.id();
  }
}
