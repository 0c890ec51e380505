package io.tidepost.compat.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Groups and their committed offsets can be listed, described, moved and deleted.
@ExtendWith(Shared.class)
@Tag("three-nodes")
final class GroupOffsetsTest {
  private final Clients clients;
  private final String topic;
  private final TopicPartition partition;
  private final String group = Clients.unique("offsets");

  GroupOffsetsTest(ServerUnderTest server) {
    this.clients = new Clients(server);
    this.topic = clients.topic("committed", 1);
    this.partition = new TopicPartition(topic, 0);
    clients.writeNumbers(topic, 0, 0, 99);
  }

  private void readAndCommit(int count) {
    try (Consumer<String, String> consumer =
        clients.member(group, Map.of("max.poll.records", count, "enable.auto.commit", false))) {
      consumer.subscribe(List.of(topic));
      Clients.read(consumer, count);
      consumer.commitSync(Map.of(partition, new OffsetAndMetadata(count, "note")));
    }
  }

  @Test
  void committedOffsetsWithTheirMetadataAreListed() {
    readAndCommit(40);
    try (Admin admin = clients.admin()) {
      OffsetAndMetadata committed = Clients.of(offsets(admin), partition);
      assertEquals(40, committed.offset());
      assertEquals("note", committed.metadata());
      assertTrue(
          Clients.get(admin.listGroups(ListGroupsOptions.forConsumerGroups()).all()).stream()
              .anyMatch(listing -> listing.groupId().equals(group)));
    }
  }

  @Test
  void anEmptyGroupsOffsetsCanBeMovedAndItReadsAgainFromThere() {
    readAndCommit(40);
    try (Admin admin = clients.admin()) {
      Clients.get(
          admin
              .alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(10)))
              .all());
      assertEquals(10, Clients.of(offsets(admin), partition).offset());
    }
    try (Consumer<String, String> consumer = clients.member(group, Map.of())) {
      consumer.subscribe(List.of(topic));
      assertEquals(Clients.numbers(10, 99), Clients.values(Clients.read(consumer, 90)));
    }
  }

  @Test
  void aLivingGroupIsDescribedAndItsOffsetsCannotBeMovedNorItselfDeleted() {
    try (Consumer<String, String> consumer =
            clients.member(group, Map.of("group.instance.id", "me", "client.id", "my-client"));
        Admin admin = clients.admin()) {
      consumer.subscribe(List.of(topic));
      Clients.read(consumer, 100);
      ConsumerGroupDescription description =
          Clients.of(Clients.get(admin.describeConsumerGroups(List.of(group)).all()), group);
      assertEquals(GroupState.STABLE, description.groupState());
      assertEquals("range", description.partitionAssignor());
      var member = description.members().iterator().next();
      assertEquals("my-client", member.clientId());
      assertEquals(Optional.of("me"), member.groupInstanceId());
      assertEquals(Set.of(partition), member.assignment().topicPartitions());
      Throwable moved =
          Clients.failure(
              admin
                  .alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(10)))
                  .all());
      assertInstanceOf(UnknownMemberIdException.class, moved);
      assertInstanceOf(
          GroupNotEmptyException.class,
          Clients.failure(admin.deleteConsumerGroups(List.of(group)).all()));
    }
  }

  @Test
  void offsetsAndGroupsAreDeleted() {
    readAndCommit(40);
    try (Admin admin = clients.admin()) {
      Clients.get(admin.deleteConsumerGroupOffsets(group, Set.of(partition)).all());
      assertFalse(offsets(admin).containsKey(partition));
      Clients.get(
          admin
              .alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(7)))
              .all());
      Clients.get(admin.deleteConsumerGroups(List.of(group)).all());
      assertInstanceOf(
          GroupIdNotFoundException.class,
          Clients.failure(admin.deleteConsumerGroups(List.of(group)).all()));
    }
  }

  @Test
  void aCommitForAnUnknownTopicIsAnError() {
    try (Consumer<String, String> consumer =
        clients.member(group, Map.of("default.api.timeout.ms", 1_500))) {
      TopicPartition nobody = new TopicPartition("nobody", 0);
      consumer.assign(List.of(partition));
      assertThrows(
          TimeoutException.class,
          () -> consumer.commitSync(Map.of(nobody, new OffsetAndMetadata(1))));
    }
  }

  private Map<TopicPartition, OffsetAndMetadata> offsets(Admin admin) {
    return Clients.get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
  }
}
