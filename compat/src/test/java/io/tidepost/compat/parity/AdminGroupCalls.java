package io.tidepost.compat.parity;

import io.tidepost.compat.support.Clients;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListStreamsGroupOffsetsSpec;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// About groups of every kind.
final class AdminGroupCalls extends AdminCalls {

  AdminGroupCalls() {
    groups();
  }

  private void groups() {
    Map<TopicPartition, OffsetAndMetadata> offsets =
        Map.of(PARTITION, new OffsetAndMetadata(0, "note"));
    add(
        "alterConsumerGroupOffsets",
        "of a new group",
        admin -> get(admin.alterConsumerGroupOffsets(GROUP, offsets).all()));
    add(
        "listConsumerGroupOffsets",
        "of the group",
        admin ->
            get(
                admin
                    .listConsumerGroupOffsets(Map.of(GROUP, new ListConsumerGroupOffsetsSpec()))
                    .partitionsToOffsetAndMetadata(GROUP)));
    add(
        "describeConsumerGroups",
        "the group",
        admin ->
            Clients.of(get(admin.describeConsumerGroups(List.of(GROUP)).all()), GROUP)
                .groupState());
    add(
        "describeConsumerGroups",
        "an unknown one",
        admin -> get(admin.describeConsumerGroups(List.of("admin-none")).all()));
    add(
        "describeClassicGroups",
        "the group",
        admin -> Clients.of(get(admin.describeClassicGroups(List.of(GROUP)).all()), GROUP).state());
    add(
        "describeClassicGroups",
        "an unknown one",
        admin -> get(admin.describeClassicGroups(List.of("admin-none")).all()));
    add("listConsumerGroups", "all", AdminGroupCalls::consumerGroups);
    add(
        "listGroups",
        "all",
        admin ->
            get(admin.listGroups().all()).stream()
                .filter(group -> group.groupId().equals(GROUP))
                .map(group -> group.type() + " " + group.groupState())
                .toList());
    add(
        "removeMembersFromConsumerGroup",
        "nobody knows",
        admin ->
            get(
                admin
                    .removeMembersFromConsumerGroup(
                        GROUP,
                        new RemoveMembersFromConsumerGroupOptions(
                            Set.of(new MemberToRemove("nobody"))))
                    .memberResult(new MemberToRemove("nobody"))));
    add(
        "deleteConsumerGroupOffsets",
        "of the group",
        admin -> get(admin.deleteConsumerGroupOffsets(GROUP, Set.of(PARTITION)).all()));
    add(
        "alterConsumerGroupOffsets",
        "once more",
        admin -> get(admin.alterConsumerGroupOffsets(GROUP, offsets).all()));
    add(
        "deleteConsumerGroups",
        "the group",
        admin -> get(admin.deleteConsumerGroups(List.of(GROUP)).all()));
    add(
        "deleteConsumerGroups",
        "an unknown one",
        admin -> get(admin.deleteConsumerGroups(List.of("admin-none")).all()));
    add(
        "describeShareGroups",
        "an unknown one",
        admin -> get(admin.describeShareGroups(List.of("admin-none")).all()));
    add(
        "alterShareGroupOffsets",
        "of a new group",
        admin -> get(admin.alterShareGroupOffsets("admin-share", Map.of(PARTITION, 0L)).all()));
    add(
        "listShareGroupOffsets",
        "of the group",
        admin ->
            get(admin
                    .listShareGroupOffsets(Map.of("admin-share", new ListShareGroupOffsetsSpec()))
                    .partitionsToOffsetInfo("admin-share"))
                .keySet());
    add(
        "deleteShareGroupOffsets",
        "of the group",
        admin -> get(admin.deleteShareGroupOffsets("admin-share", Set.of(TOPIC)).all()));
    add(
        "deleteShareGroups",
        "the group",
        admin -> get(admin.deleteShareGroups(List.of("admin-share")).all()));
    add(
        "deleteShareGroups",
        "an unknown one",
        admin -> get(admin.deleteShareGroups(List.of("admin-none")).all()));
    add(
        "describeStreamsGroups",
        "an unknown one",
        admin -> get(admin.describeStreamsGroups(List.of("admin-none")).all()));
    add(
        "alterStreamsGroupOffsets",
        "of a new group",
        admin -> get(admin.alterStreamsGroupOffsets("admin-streams", offsets).all()));
    add(
        "listStreamsGroupOffsets",
        "of the group",
        admin ->
            get(
                admin
                    .listStreamsGroupOffsets(
                        Map.of("admin-streams", new ListStreamsGroupOffsetsSpec()))
                    .partitionsToOffsetAndMetadata("admin-streams")));
    add(
        "deleteStreamsGroupOffsets",
        "of the group",
        admin -> get(admin.deleteStreamsGroupOffsets("admin-streams", Set.of(PARTITION)).all()));
    add(
        "deleteStreamsGroups",
        "an unknown one",
        admin -> get(admin.deleteStreamsGroups(List.of("admin-none")).all()));
  }

  @SuppressWarnings({"deprecation", "removal"}) // it is part of Admin still
  private static Object consumerGroups(Admin admin) throws Exception {
    return get(admin.listConsumerGroups().all()).stream()
        .filter(group -> group.groupId().equals(GROUP))
        .map(group -> group.isSimpleConsumerGroup() + " " + group.groupState())
        .toList();
  }
}
