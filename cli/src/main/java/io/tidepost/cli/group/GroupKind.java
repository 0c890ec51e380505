package io.tidepost.cli.group;

import io.tidepost.cli.Failure;
import io.tidepost.operate.Answers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListStreamsGroupOffsetsSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// What is asked in another way of groups of another type: their offsets and their end.
enum GroupKind {
  /// Classic and consumer groups.
  CONSUMER {
    @Override
    Map<TopicPartition, Standing> standings(Admin admin, String group)
        throws InterruptedException, ExecutionException {
      return committed(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get());
    }

    @Override
    void alter(Admin admin, String group, Map<TopicPartition, Long> offsets)
        throws InterruptedException, ExecutionException {
      admin.alterConsumerGroupOffsets(group, withoutMetadata(offsets)).all().get();
    }

    @Override
    void forget(Admin admin, String group, Set<TopicPartition> partitions)
        throws InterruptedException, ExecutionException {
      admin.deleteConsumerGroupOffsets(group, partitions).all().get();
    }

    @Override
    void delete(Admin admin, String group) throws InterruptedException, ExecutionException {
      Answers.get(admin.deleteConsumerGroups(List.of(group)).deletedGroups(), group);
    }
  },

  /// Share groups (KIP-932). Where they stand is the first offset that is not done with.
  SHARE {
    @Override
    Map<TopicPartition, Standing> standings(Admin admin, String group)
        throws InterruptedException, ExecutionException {
      Map<TopicPartition, Standing> all = new TreeMap<>(Partitions.ORDER);
      Map<TopicPartition, @Nullable SharePartitionOffsetInfo> found =
          admin
              .listShareGroupOffsets(Map.of(group, new ListShareGroupOffsetsSpec()))
              .partitionsToOffsetInfo(group)
              .get();
      found.forEach((partition, info) -> {
        if (info != null) {
          all.put(partition, new Standing(info.startOffset(), info.lag().orElse(null)));
        }
      });
      return all;
    }

    @Override
    void alter(Admin admin, String group, Map<TopicPartition, Long> offsets)
        throws InterruptedException, ExecutionException {
      admin.alterShareGroupOffsets(group, offsets).all().get();
    }

    @Override
    void forget(Admin admin, String group, Set<TopicPartition> partitions)
        throws InterruptedException, ExecutionException {
      Set<String> topics =
          partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet());
      admin.deleteShareGroupOffsets(group, topics).all().get();
    }

    @Override
    void delete(Admin admin, String group) throws InterruptedException, ExecutionException {
      Answers.get(admin.deleteShareGroups(List.of(group)).deletedGroups(), group);
    }
  },

  /// Groups of Kafka Streams (KIP-1071).
  STREAMS {
    @Override
    Map<TopicPartition, Standing> standings(Admin admin, String group)
        throws InterruptedException, ExecutionException {
      return committed(
          admin
              .listStreamsGroupOffsets(Map.of(group, new ListStreamsGroupOffsetsSpec()))
              .partitionsToOffsetAndMetadata(group)
              .get());
    }

    @Override
    void alter(Admin admin, String group, Map<TopicPartition, Long> offsets)
        throws InterruptedException, ExecutionException {
      admin.alterStreamsGroupOffsets(group, withoutMetadata(offsets)).all().get();
    }

    @Override
    void forget(Admin admin, String group, Set<TopicPartition> partitions)
        throws InterruptedException, ExecutionException {
      admin.deleteStreamsGroupOffsets(group, partitions).all().get();
    }

    @Override
    void delete(Admin admin, String group) throws InterruptedException, ExecutionException {
      Map<String, KafkaFuture<Void>> answers =
          admin.deleteStreamsGroups(List.of(group)).deletedGroups();
      Answers.get(answers, group);
    }
  };

  /// Where a group stands in one partition.
  ///
  /// @param lag records that are not done with, where the group's type counts them itself
  record Standing(long offset, @Nullable Long lag) {}

  static GroupKind of(GroupType type) {
    return switch (type) {
      case SHARE -> SHARE;
      case STREAMS -> STREAMS;
      case CLASSIC, CONSUMER -> CONSUMER;
      case UNKNOWN -> throw new Failure("this group is of a type that is not known here");
    };
  }

  /// By partition, sorted.
  abstract Map<TopicPartition, Standing> standings(Admin admin, String group)
      throws InterruptedException, ExecutionException;

  /// Moves the group; all partitions or an exception.
  abstract void alter(Admin admin, String group, Map<TopicPartition, Long> offsets)
      throws InterruptedException, ExecutionException;

  /// Deletes offsets; a share group's of whole topics.
  abstract void forget(Admin admin, String group, Set<TopicPartition> partitions)
      throws InterruptedException, ExecutionException;

  /// Deletes the group.
  abstract void delete(Admin admin, String group) throws InterruptedException, ExecutionException;

  private static Map<TopicPartition, Standing> committed(
      Map<TopicPartition, @Nullable OffsetAndMetadata> offsets) {
    Map<TopicPartition, Standing> all = new TreeMap<>(Partitions.ORDER);
    offsets.forEach((partition, at) -> {
      if (at != null) {
        all.put(partition, new Standing(at.offset(), null));
      }
    });
    return all;
  }

  private static Map<TopicPartition, OffsetAndMetadata> withoutMetadata(
      Map<TopicPartition, Long> offsets) {
    Map<TopicPartition, OffsetAndMetadata> all = new HashMap<>();
    offsets.forEach((partition, offset) -> all.put(partition, new OffsetAndMetadata(offset)));
    return all;
  }
}
