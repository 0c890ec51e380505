package io.tidepost.compat.parity;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.jspecify.annotations.Nullable;

/// About groups and what they committed.
final class GroupQuestions {

  static final List<Question> ALL =
      List.of(
          Question.of("a group with offsets only", known -> describe(known.group())),
          Question.of("a group that is none", _ -> describe("none")),
          Question.of("a group without a name", _ -> describe("")),
          Question.of("no groups", _ -> describe()),
          Question.of(
              "what may be done with a group",
              known -> describe(known.group()).setIncludeAuthorizedOperations(true)),
          Question.of("all groups", _ -> new ListGroupsRequestData()),
          Question.of(
              "empty groups", _ -> new ListGroupsRequestData().setStatesFilter(List.of("Empty"))),
          Question.of(
              "groups in a state in capitals",
              _ -> new ListGroupsRequestData().setStatesFilter(List.of("EMPTY"))),
          Question.of(
              "groups in no state there is",
              _ -> new ListGroupsRequestData().setStatesFilter(List.of("Sleeping"))),
          Question.of(
              "groups of a type",
              _ -> new ListGroupsRequestData().setTypesFilter(List.of("classic"))),
          Question.of(
              "groups of no type there is",
              _ -> new ListGroupsRequestData().setTypesFilter(List.of("antique"))),
          Question.of("joining without a group", _ -> join("", r -> {})),
          Question.of(
              "joining with too short a session", _ -> join("j", r -> r.setSessionTimeoutMs(1))),
          Question.of(
              "joining with too long a session",
              _ -> join("j", r -> r.setSessionTimeoutMs(Integer.MAX_VALUE))),
          Question.of("joining as nobody known", _ -> join("j", r -> r.setMemberId("nobody"))),
          Question.of("joining without protocols", _ -> join("j", r -> r.protocols().clear())),
          Question.of("joining without a type", _ -> join("j", r -> r.setProtocolType(""))),
          Question.of("syncing with no group", _ -> sync("none", "m", 1)),
          Question.of("syncing as nobody known", known -> sync(known.group(), "m", 1)),
          Question.of("syncing without a group", _ -> sync("", "m", 1)),
          Question.of("a heartbeat to no group", _ -> heartbeat("none", "m", 1)),
          Question.of("a heartbeat without a group", _ -> heartbeat("", "m", 1)),
          Question.of("a heartbeat of nobody known", known -> heartbeat(known.group(), "m", 1)),
          Question.of(
              "leaving no group",
              _ -> new LeaveGroupRequestData().setGroupId("none").setMemberId("m")),
          Question.of(
              "leaving as nobody known",
              known -> new LeaveGroupRequestData().setGroupId(known.group()).setMemberId("m")),
          Question.of(
              "several leave that nobody knows",
              known ->
                  new LeaveGroupRequestData()
                      .setGroupId(known.group())
                      .setMembers(
                          List.of(
                              new LeaveGroupRequestData.MemberIdentity().setMemberId("m"),
                              new LeaveGroupRequestData.MemberIdentity()
                                  .setMemberId("")
                                  .setGroupInstanceId("i")))),
          Question.of(
              "committing for a known partition",
              known -> commit("c", known.topic(), 0, 7, r -> {})),
          Question.of(
              "committing for an unknown partition",
              known -> commit("c", known.topic(), 9, 7, r -> {})),
          Question.of(
              "committing for an unknown topic", _ -> commit("c", "nowhere", 0, 7, r -> {})),
          Question.of(
              "committing a negative offset", known -> commit("c", known.topic(), 0, -5, r -> {})),
          Question.of(
              "committing without a group", known -> commit("", known.topic(), 0, 7, r -> {})),
          Question.of(
              "committing in a generation of no group",
              known ->
                  commit("nogroup", known.topic(), 0, 7, r -> r.setGenerationIdOrMemberEpoch(3))),
          Question.of(
              "committing as nobody known",
              known ->
                  commit(
                      known.group(),
                      known.topic(),
                      0,
                      7,
                      r -> r.setMemberId("m").setGenerationIdOrMemberEpoch(3))),
          Question.of(
              "committing with much to say",
              known ->
                  commit(
                      "c",
                      known.topic(),
                      0,
                      7,
                      r ->
                          r.topics()
                              .getFirst()
                              .partitions()
                              .getFirst()
                              .setCommittedMetadata("x".repeat(5_000)))),
          Question.of("what was committed", known -> fetchOld(known.group(), known.topic(), 0)),
          Question.of("what was committed by nobody", known -> fetchOld("none", known.topic(), 0)),
          Question.of(
              "what was committed of an unknown partition",
              known -> fetchOld(known.group(), known.topic(), 9)),
          Question.of(
              "what was committed of an unknown topic",
              known -> fetchOld(known.group(), "nowhere", 0)),
          Question.of(
              "what was committed without a group", known -> fetchOld("", known.topic(), 0)),
          Question.of("all that was committed", known -> fetchOld(known.group(), null, 0)),
          Question.of(
              "all that was committed, of groups", known -> fetchNew(known.group(), "none", "")),
          Question.of(
              "all that was committed, of a group twice",
              known -> fetchNew(known.group(), known.group())),
          Question.of("forgetting of no group", known -> forget("none", known.topic(), 0)),
          Question.of("forgetting without a group", known -> forget("", known.topic(), 0)),
          Question.of(
              "forgetting an unknown partition", known -> forget(known.group(), known.topic(), 9)),
          Question.of(
              "forgetting of an unknown topic", known -> forget(known.group(), "nowhere", 0)),
          Question.of("forgetting", known -> forget("c", known.topic(), 0)),
          Question.of("deleting a group that is none", _ -> delete("none")),
          Question.of("deleting a group without a name", _ -> delete("")),
          Question.of("deleting no groups", _ -> new DeleteGroupsRequestData()));

  private static DescribeGroupsRequestData describe(String... groups) {
    return new DescribeGroupsRequestData().setGroups(List.of(groups));
  }

  private static JoinGroupRequestData join(String group, Consumer<JoinGroupRequestData> change) {
    var request =
        new JoinGroupRequestData()
            .setGroupId(group)
            .setSessionTimeoutMs(10_000)
            .setProtocolType("consumer");
    request
        .protocols()
        .add(
            new JoinGroupRequestData.JoinGroupRequestProtocol()
                .setName("range")
                .setMetadata("m".getBytes(StandardCharsets.US_ASCII)));
    change.accept(request);
    return request;
  }

  private static SyncGroupRequestData sync(String group, String member, int generation) {
    return new SyncGroupRequestData()
        .setGroupId(group)
        .setMemberId(member)
        .setGenerationId(generation);
  }

  private static HeartbeatRequestData heartbeat(String group, String member, int generation) {
    return new HeartbeatRequestData()
        .setGroupId(group)
        .setMemberId(member)
        .setGenerationId(generation);
  }

  private static OffsetCommitRequestData commit(
      String group,
      String topic,
      int partition,
      long offset,
      Consumer<OffsetCommitRequestData> change) {
    var data =
        new OffsetCommitRequestData.OffsetCommitRequestPartition()
            .setPartitionIndex(partition)
            .setCommittedOffset(offset)
            .setCommittedMetadata("m");
    var request =
        new OffsetCommitRequestData()
            .setGroupId(group)
            .setGenerationIdOrMemberEpoch(-1)
            .setTopics(
                List.of(
                    new OffsetCommitRequestData.OffsetCommitRequestTopic()
                        .setName(topic)
                        .setPartitions(List.of(data))));
    change.accept(request);
    return request;
  }

  private static OffsetFetchRequestData fetchOld(
      String group, @Nullable String topic, int partition) {
    return new OffsetFetchRequestData()
        .setGroupId(group)
        .setTopics(
            topic == null
                ? null
                : List.of(
                    new OffsetFetchRequestData.OffsetFetchRequestTopic()
                        .setName(topic)
                        .setPartitionIndexes(List.of(partition))));
  }

  private static OffsetFetchRequestData fetchNew(String... groups) {
    var request = new OffsetFetchRequestData();
    for (String group : groups) {
      request
          .groups()
          .add(
              new OffsetFetchRequestData.OffsetFetchRequestGroup()
                  .setGroupId(group)
                  .setTopics(null));
    }
    return request;
  }

  private static OffsetDeleteRequestData forget(String group, String topic, int partition) {
    var data =
        new OffsetDeleteRequestData.OffsetDeleteRequestTopic()
            .setName(topic)
            .setPartitions(
                List.of(
                    new OffsetDeleteRequestData.OffsetDeleteRequestPartition()
                        .setPartitionIndex(partition)));
    var request = new OffsetDeleteRequestData().setGroupId(group);
    request.topics().add(data);
    return request;
  }

  private static DeleteGroupsRequestData delete(String group) {
    return new DeleteGroupsRequestData().setGroupsNames(new ArrayList<>(List.of(group)));
  }

  private GroupQuestions() {}
}
