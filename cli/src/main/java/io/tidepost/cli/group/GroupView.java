package io.tidepost.cli.group;

import io.tidepost.cli.Explain;
import io.tidepost.cli.Failure;
import io.tidepost.operate.Answers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ClassicGroupDescription;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.ShareGroupDescription;
import org.apache.kafka.clients.admin.ShareMemberDescription;
import org.apache.kafka.clients.admin.StreamsGroupDescription;
import org.apache.kafka.clients.admin.StreamsGroupMemberAssignment.TaskIds;
import org.apache.kafka.clients.admin.StreamsGroupMemberDescription;
import org.apache.kafka.clients.admin.StreamsGroupSubtopologyDescription;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jspecify.annotations.Nullable;

/// A group of any type as it is shown.
///
/// @param type such as `classic`
/// @param epoch counts what changed about its members; `null` for classic groups
/// @param internalTopics that a streams group has made for itself
record GroupView(
    String name,
    GroupKind kind,
    String type,
    String state,
    @Nullable String assignor,
    @Nullable Integer epoch,
    @Nullable Node coordinator,
    List<Member> members,
    Set<String> internalTopics) {

  /// A member and what it was given.
  ///
  /// @param activeTasks of a streams group, such as `0_2`: subtopology and partition
  record Member(
      String id,
      @Nullable String instanceId,
      String clientId,
      String host,
      @Nullable Integer epoch,
      Set<TopicPartition> partitions,
      List<String> activeTasks,
      List<String> standbyTasks) {}

  /// Asks for it in the way of its type; fails with the nearest name when it is not there.
  static GroupView of(Admin admin, String group) throws InterruptedException, ExecutionException {
    GroupListing listing = Groups.listing(admin, group);
    GroupType type = listing.type().orElse(GroupType.CLASSIC);
    List<String> name = List.of(group);
    try {
      return switch (type) {
        case SHARE -> share(Answers.get(admin.describeShareGroups(name).describedGroups(), group));
        case STREAMS ->
            streams(admin, Answers.get(admin.describeStreamsGroups(name).describedGroups(), group));
        case CONSUMER ->
            consumer(Answers.get(admin.describeConsumerGroups(name).describedGroups(), group));
        case CLASSIC ->
            List.of("", "consumer").contains(listing.protocol())
                ? consumer(Answers.get(admin.describeConsumerGroups(name).describedGroups(), group))
                : classic(Answers.get(admin.describeClassicGroups(name).describedGroups(), group));
        case UNKNOWN -> throw new Failure("group '" + group + "' is of a type not known here");
      };
    } catch (ExecutionException e) {
      if (Explain.unwrap(e) instanceof GroupIdNotFoundException) {
        throw Groups.missing(admin, group);
      }
      throw e;
    }
  }

  private static String word(GroupType type) {
    return type.toString().toLowerCase(Locale.ROOT);
  }

  private static GroupView consumer(ConsumerGroupDescription group) {
    return new GroupView(
        group.groupId(),
        GroupKind.CONSUMER,
        word(group.type()),
        group.groupState().toString(),
        group.partitionAssignor(),
        group.groupEpoch().orElse(null),
        group.coordinator(),
        group.members().stream().map(GroupView::member).toList(),
        Set.of());
  }

  private static GroupView classic(ClassicGroupDescription group) {
    return new GroupView(
        group.groupId(),
        GroupKind.CONSUMER,
        word(GroupType.CLASSIC),
        group.state().toString(),
        group.protocolData(),
        null,
        group.coordinator(),
        group.members().stream().map(GroupView::member).toList(),
        Set.of());
  }

  private static Member member(MemberDescription member) {
    return new Member(
        member.consumerId(),
        member.groupInstanceId().orElse(null),
        member.clientId(),
        member.host(),
        member.memberEpoch().orElse(null),
        sorted(member.assignment().topicPartitions()),
        List.of(),
        List.of());
  }

  private static GroupView share(ShareGroupDescription group) {
    List<Member> members = new ArrayList<>();
    for (ShareMemberDescription member : group.members()) {
      members.add(
          new Member(
              member.consumerId(),
              null,
              member.clientId(),
              member.host(),
              member.memberEpoch(),
              sorted(member.assignment().topicPartitions()),
              List.of(),
              List.of()));
    }
    return new GroupView(
        group.groupId(),
        GroupKind.SHARE,
        word(GroupType.SHARE),
        group.groupState().toString(),
        null,
        group.groupEpoch(),
        group.coordinator(),
        members,
        Set.of());
  }

  private static GroupView streams(Admin admin, StreamsGroupDescription group)
      throws InterruptedException, ExecutionException {
    var topics = StreamsTopics.of(admin, group.subtopologies());
    List<Member> members = new ArrayList<>();
    for (StreamsGroupMemberDescription member : group.members()) {
      List<TaskIds> active = member.assignment().activeTasks();
      members.add(
          new Member(
              member.memberId(),
              member.instanceId().orElse(null),
              member.clientId(),
              member.clientHost(),
              member.memberEpoch(),
              sorted(topics.readBy(active)),
              tasks(active),
              tasks(member.assignment().standbyTasks())));
    }
    Set<String> internal = new TreeSet<>();
    for (StreamsGroupSubtopologyDescription part : group.subtopologies()) {
      internal.addAll(part.stateChangelogTopics().keySet());
      internal.addAll(part.repartitionSourceTopics().keySet());
    }
    return new GroupView(
        group.groupId(),
        GroupKind.STREAMS,
        word(GroupType.STREAMS),
        group.groupState().toString(),
        group.assignorName().orElse(null),
        group.groupEpoch(),
        group.coordinator(),
        members,
        internal);
  }

  private static List<String> tasks(Collection<TaskIds> ids) {
    List<String> tasks = new ArrayList<>();
    for (TaskIds part : ids) {
      part.partitions().stream().sorted().forEach(n -> tasks.add(part.subtopologyId() + "_" + n));
    }
    return tasks;
  }

  private static Set<TopicPartition> sorted(Collection<TopicPartition> partitions) {
    Set<TopicPartition> sorted = new TreeSet<>(Partitions.ORDER);
    sorted.addAll(partitions);
    return sorted;
  }
}
