package io.tidepost.coordinator.group.streams;

import io.tidepost.coordinator.group.GroupCommand;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.KnownTopic;
import io.tidepost.coordinator.group.TopicCatalog;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.StreamsGroupDescribeResponse.Assignment;
import io.tidepost.wire.message.StreamsGroupDescribeResponse.DescribedGroup;
import io.tidepost.wire.message.StreamsGroupDescribeResponse.Endpoint;
import io.tidepost.wire.message.StreamsGroupDescribeResponse.KeyValue;
import io.tidepost.wire.message.StreamsGroupDescribeResponse.Member;
import io.tidepost.wire.message.StreamsGroupDescribeResponse.Subtopology;
import io.tidepost.wire.message.StreamsGroupDescribeResponse.TaskIds;
import io.tidepost.wire.message.StreamsGroupDescribeResponse.TopicInfo;
import io.tidepost.wire.message.StreamsGroupDescribeResponse.Topology;
import io.tidepost.wire.record.StreamsGroupTopologyValue;
import java.util.ArrayList;
import java.util.List;

/// The topology of a streams group, who is in it, what they run and what they are to run.
public final class DescribeStreamsGroup extends GroupCommand<DescribedGroup> {

  private static final byte NOT_REQUESTED = 0;
  private static final byte NOT_STORED = 1;
  private static final byte AVAILABLE = 3;

  private final boolean withDescription;

  /// @param withDescription whether to tell what the topology looks like (KIP-1331)
  public DescribeStreamsGroup(
      String groupId, boolean withDescription, Reply<DescribedGroup> reply) {
    super(groupId, reply);
    this.withDescription = withDescription;
  }

  @Override
  protected DescribedGroup error(ErrorCode error) {
    DescribedGroup answer = new DescribedGroup();
    answer.groupId = key();
    answer.errorCode = error.code();
    return answer;
  }

  @Override
  public void decide(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    StreamsGroup group = shard.streams().find(key());
    if (group == null) {
      DescribedGroup answer = error(ErrorCode.GROUP_ID_NOT_FOUND);
      boolean other = shard.group(key()) != null;
      answer.errorMessage = "Group " + key() + (other ? " is not a streams group." : " not found.");
      turn.reply(reply, answer);
      return;
    }
    DescribedGroup answer = error(ErrorCode.NONE);
    answer.groupState = group.stateName();
    answer.groupEpoch = group.epoch();
    answer.assignmentEpoch = group.assignmentEpoch();
    answer.assignorName = "sticky";
    StreamsGroupTopologyValue topology = group.topology();
    if (topology != null) {
      answer.topology = describe(topology, shard.surroundings().topics());
    }
    answer.topologyDescriptionStatus = NOT_REQUESTED;
    if (withDescription) {
      answer.topologyDescription = topology == null ? null : TopologyDescriptions.of(topology);
      answer.topologyDescriptionStatus =
          answer.topologyDescription == null ? NOT_STORED : AVAILABLE;
    }
    group.members().forEach(member -> answer.members.add(describe(member, group)));
    turn.reply(reply, answer);
  }

  private static Topology describe(StreamsGroupTopologyValue topology, TopicCatalog topics) {
    Topology described = new Topology();
    described.epoch = topology.epoch;
    List<Subtopology> subtopologies = new ArrayList<>();
    for (StreamsGroupTopologyValue.Subtopology each : topology.subtopologies) {
      Subtopology subtopology = new Subtopology();
      subtopology.subtopologyId = each.subtopologyId;
      subtopology.sourceTopics = each.sourceTopics;
      subtopology.repartitionSinkTopics = each.repartitionSinkTopics;
      each.stateChangelogTopics.forEach(
          topic -> subtopology.stateChangelogTopics.add(describe(topic, topics)));
      each.repartitionSourceTopics.forEach(
          topic -> subtopology.repartitionSourceTopics.add(describe(topic, topics)));
      subtopologies.add(subtopology);
    }
    described.subtopologies = subtopologies;
    return described;
  }

  private static TopicInfo describe(
      StreamsGroupTopologyValue.TopicInfo topic, TopicCatalog topics) {
    TopicInfo info = new TopicInfo();
    KnownTopic known = topics.byName(topic.name);
    info.name = topic.name;
    info.partitions = known == null ? topic.partitions : known.partitions();
    info.replicationFactor = topic.replicationFactor;
    topic.topicConfigs.forEach(config -> info.topicConfigs.add(pair(config.key, config.value)));
    return info;
  }

  private static KeyValue pair(String name, String text) {
    KeyValue pair = new KeyValue();
    pair.key = name;
    pair.value = text;
    return pair;
  }

  private static Member describe(StreamsMember member, StreamsGroup group) {
    StreamsMember.Identity identity = member.identity();
    Member described = new Member();
    described.memberId = member.memberId();
    described.memberEpoch = member.memberEpoch();
    described.rackId = identity.rackId();
    described.clientId = identity.clientId();
    described.clientHost = identity.clientHost();
    described.topologyEpoch = identity.topologyEpoch();
    described.processId = identity.processId();
    StreamsMember.Endpoint endpoint = identity.endpoint();
    if (endpoint != null) {
      described.userEndpoint = new Endpoint();
      described.userEndpoint.host = endpoint.host();
      described.userEndpoint.port = endpoint.port();
    }
    identity.clientTags().forEach((name, text) -> described.clientTags.add(pair(name, text)));
    described.assignment = assignment(member.ownership().assigned());
    described.targetAssignment = assignment(group.target(member.memberId()));
    return described;
  }

  private static Assignment assignment(Tasks tasks) {
    Assignment assignment = new Assignment();
    assignment.activeTasks = taskIds(tasks.active());
    assignment.standbyTasks = taskIds(tasks.standby());
    assignment.warmupTasks = taskIds(tasks.warmup());
    return assignment;
  }

  private static List<TaskIds> taskIds(TaskMap tasks) {
    List<TaskIds> result = new ArrayList<>();
    tasks
        .tasks()
        .forEach((subtopology, of) -> {
          TaskIds ids = new TaskIds();
          ids.subtopologyId = subtopology;
          ids.partitions = new ArrayList<>(of.keySet());
          result.add(ids);
        });
    return result;
  }
}
