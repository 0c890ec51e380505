package io.tidepost.compat.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.raw.Connection;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Coordinator;
import io.tidepost.compat.support.Shared;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeStreamsGroupsOptions;
import org.apache.kafka.clients.admin.StreamsGroupDescription;
import org.apache.kafka.clients.admin.StreamsGroupTopologyDescriptionStatus;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData;
import org.apache.kafka.common.message.StreamsGroupHeartbeatResponseData;
import org.apache.kafka.common.message.StreamsGroupTopologyDescriptionUpdateRequestData;
import org.apache.kafka.common.message.StreamsGroupTopologyDescriptionUpdateRequestData.TopologyDescriptionNode;
import org.apache.kafka.common.message.StreamsGroupTopologyDescriptionUpdateRequestData.TopologyDescriptionSubtopology;
import org.apache.kafka.common.message.StreamsGroupTopologyDescriptionUpdateResponseData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A member of a streams group is asked what its topology looks like, says so, and administrators
/// see it (KIP-1331). The member speaks in the messages of kafka-clients.
@ExtendWith(Shared.class)
final class TopologyDescriptionTest {

  private final ServerUnderTest server;
  private final Clients clients;
  private final String group = Clients.unique("described");

  TopologyDescriptionTest(ServerUnderTest server) {
    this.server = server;
    this.clients = new Clients(server);
  }

  private StreamsGroupDescription describe(Admin admin) {
    var options = new DescribeStreamsGroupsOptions().includeTopologyDescription(true);
    var described = Clients.get(admin.describeStreamsGroups(List.of(group), options).all());
    return Clients.of(described, group);
  }

  @Test
  void whatAMemberSaysIsShown() throws IOException {
    String topic = clients.topic("described", 2);
    String memberId = UUID.randomUUID().toString();
    try (Admin admin = clients.admin();
        Connection connection = Coordinator.connect(server, group)) {
      var subtopology =
          new StreamsGroupHeartbeatRequestData.Subtopology()
              .setSubtopologyId("0")
              .setSourceTopics(List.of(topic));
      var heartbeat =
          new StreamsGroupHeartbeatRequestData()
              .setGroupId(group)
              .setMemberId(memberId)
              .setMemberEpoch(0)
              .setRebalanceTimeoutMs(10_000)
              .setProcessId(memberId)
              .setTopology(
                  new StreamsGroupHeartbeatRequestData.Topology()
                      .setSubtopologies(List.of(subtopology)))
              .setActiveTasks(List.of())
              .setStandbyTasks(List.of())
              .setWarmupTasks(List.of());
      var joined = connection.call(heartbeat, new StreamsGroupHeartbeatResponseData(), 1);
      assertEquals(0, joined.errorCode(), joined::toString);
      assertTrue(joined.topologyDescriptionRequired());
      assertEquals(
          StreamsGroupTopologyDescriptionStatus.NOT_STORED,
          describe(admin).topologyDescriptionStatus());

      var node =
          new TopologyDescriptionNode()
              .setName("KSTREAM-SOURCE-0000000000")
              .setNodeType((byte) 1)
              .setSourceTopics(List.of(topic));
      var described =
          new TopologyDescriptionSubtopology().setSubtopologyId("0").setNodes(List.of(node));
      var description =
          new StreamsGroupTopologyDescriptionUpdateRequestData.TopologyDescription()
              .setSubtopologies(List.of(described));
      var answer =
          connection.call(
              new StreamsGroupTopologyDescriptionUpdateRequestData()
                  .setGroupId(group)
                  .setMemberId(memberId)
                  .setTopologyDescription(description),
              new StreamsGroupTopologyDescriptionUpdateResponseData(),
              0);
      assertEquals(0, answer.errorCode(), answer::toString);

      StreamsGroupDescription shown = describe(admin);
      assertEquals(
          StreamsGroupTopologyDescriptionStatus.AVAILABLE, shown.topologyDescriptionStatus());
      String text = shown.topologyDescription().orElseThrow().toString();
      assertTrue(text.contains("KSTREAM-SOURCE-0000000000") && text.contains(topic), text);
    }
  }
}
