package io.tidepost.sim.group;

import io.tidepost.base.TopicPartition;
import io.tidepost.coordinator.group.offset.OffsetFetch;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.transaction.AddPartitions;
import io.tidepost.coordinator.transaction.EndTransaction;
import io.tidepost.coordinator.transaction.InitProducerId;
import io.tidepost.coordinator.transaction.ProducerIdentity;
import io.tidepost.coordinator.transaction.TransactionMetadata;
import io.tidepost.replica.PartitionLeader;
import io.tidepost.sim.world.SeededRandomness;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.tidepost.wire.message.OffsetFetchRequest.OffsetFetchRequestTopics;
import io.tidepost.wire.message.OffsetFetchResponse.OffsetFetchResponseGroup;
import io.tidepost.wire.message.TxnOffsetCommitRequest;
import io.tidepost.wire.message.TxnOffsetCommitResponse;
import io.tidepost.wire.records.BatchBuilder;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Consumes, transforms and produces: each record that it reads it writes to the output, and where
/// it is it commits in the same transaction (KIP-447), by the older protocol or by that of KIP-890.
final class Processor implements Work {

  private static final int TIMEOUT_MILLIS = 20_000;

  private final GroupSimulation world;
  private final SeededRandomness random;
  private final Conversation conversation;
  private final String transactionalId;
  private final boolean bumpsEpochs;
  private final Map<TopicPartition, Integer> sequences = new HashMap<>();

  /// Where it is; of partitions that are missing it does not know.
  private final Map<TopicPartition, Long> positions = new HashMap<>();

  /// Where it will be once its transaction is committed; empty when it is in none.
  private final Map<TopicPartition, Long> next = new HashMap<>();

  private long producerId = -1;
  private short producerEpoch = -1;

  Processor(GroupSimulation world, String transactionalId) {
    this.world = world;
    this.random = world.random().split();
    this.conversation = new Conversation(world, false);
    this.transactionalId = transactionalId;
    this.bumpsEpochs = random.chance(60);
  }

  /// The older way names the partitions first, the newer one lets writing to them do it.
  boolean bumpsEpochs() {
    return bumpsEpochs;
  }

  @Override
  public void step(Membership membership) {
    if (conversation.losesPatience()) {
      world.trace().add(transactionalId + " loses patience");
      startAnew();
    }
    if (conversation.isWaiting()) {
      return;
    }
    if (producerId < 0) {
      initialize();
      return;
    }
    List<TopicPartition> usable = new ArrayList<>(membership.owned);
    usable.removeAll(membership.leaving);
    if (!membership.isIn() || usable.isEmpty()) {
      return;
    }
    TopicPartition partition = usable.get(random.nextInt(usable.size()));
    Long position = positions.get(partition);
    if (position == null) {
      fetch(membership, partition);
    } else if (position < world.available(partition)) {
      process(membership, partition, position);
    }
  }

  private void startAnew() {
    producerId = -1;
    positions.clear();
    next.clear();
  }

  private void initialize() {
    conversation.ask(
        receiver ->
            world
                .node()
                .submit(
                    new InitProducerId(
                        transactionalId, TIMEOUT_MILLIS, -1, (short) -1, new Reply<>(receiver))),
        (ProducerIdentity identity) -> {
          if (identity.error() == ErrorCode.NONE) {
            identify(identity);
          }
        });
  }

  private void identify(ProducerIdentity identity) {
    if (producerId != identity.producerId() || producerEpoch != identity.producerEpoch()) {
      sequences.clear();
    }
    producerId = identity.producerId();
    producerEpoch = identity.producerEpoch();
  }

  private void fetch(Membership membership, TopicPartition partition) {
    OffsetFetchRequestGroup request = new OffsetFetchRequestGroup();
    request.groupId = membership.groupId;
    if (membership.needsEpochs()) {
      request.memberId = membership.memberId;
      request.memberEpoch = membership.epoch;
    }
    var topic = new OffsetFetchRequestTopics();
    topic.name = partition.topic();
    topic.partitionIndexes.add(partition.partition());
    request.topics.add(topic);
    int version = membership.version;
    conversation.ask(
        receiver -> world.node().ask(new OffsetFetch(request, true, new Reply<>(receiver))),
        (OffsetFetchResponseGroup response) -> {
          boolean isSame = version == membership.version;
          if (response.errorCode == 0 && isSame) {
            var answer = response.topics.get(0).partitions.get(0);
            if (answer.errorCode == 0) {
              positions.put(partition, Math.max(0, answer.committedOffset));
            }
          }
        });
  }

  private void process(Membership membership, TopicPartition partition, long position) {
    long end = Math.min(world.available(partition), position + random.between(1, 4));
    next.put(partition, end);
    ArrayDeque<Consumer<Consumer<ErrorCode>>> steps = new ArrayDeque<>();
    TopicPartition output = world.anOutput();
    if (!bumpsEpochs) {
      steps.add(done -> add(output, done));
    }
    for (long offset = position; offset < end; offset++) {
      int value = GroupSimulation.number(partition, offset);
      steps.add(done -> produce(output, value, done));
    }
    if (!bumpsEpochs) {
      steps.add(done -> add(GroupNode.OFFSETS, done));
    }
    TxnOffsetCommitRequest request = offsets(membership, partition, end);
    proceed(steps, () -> commitOffsets(request));
  }

  private void proceed(ArrayDeque<Consumer<Consumer<ErrorCode>>> steps, Runnable last) {
    Consumer<Consumer<ErrorCode>> step = steps.poll();
    if (step == null) {
      last.run();
      return;
    }
    conversation.ask(
        step,
        (ErrorCode error) -> {
          if (error == ErrorCode.NONE) {
            proceed(steps, last);
          } else {
            world.trace().add(transactionalId + " starts anew after " + error);
            startAnew();
          }
        });
  }

  private void add(TopicPartition partition, Consumer<ErrorCode> done) {
    world
        .node()
        .submit(
            new AddPartitions(
                transactionalId, producerId, producerEpoch, Set.of(partition), new Reply<>(done)));
  }

  private void produce(TopicPartition output, int value, Consumer<ErrorCode> done) {
    int sequence = sequences.merge(output, 1, Integer::sum) - 1;
    long now = world.clock().wallMillis();
    ByteBuffer batch =
        new BatchBuilder()
            .producer(producerId, producerEpoch, sequence)
            .transactional()
            .append(now, null, ByteBuffer.allocate(4).putInt(0, value))
            .build();
    GroupNode node = world.node();
    node.leader(output)
        .transactions()
        .append(
            batch,
            PartitionLeader.ACKS_ALL,
            Long.MAX_VALUE,
            now,
            node.question(transactionalId, output, bumpsEpochs),
            (error, result, message) -> {
              world
                  .trace()
                  .add(
                      "%s writes %d to %s: %s at %d"
                          .formatted(transactionalId, value, output, error, result.baseOffset()));
              done.accept(error);
            });
  }

  private TxnOffsetCommitRequest offsets(
      Membership membership, TopicPartition partition, long offset) {
    TxnOffsetCommitRequest request = new TxnOffsetCommitRequest();
    request.transactionalId = transactionalId;
    request.groupId = membership.groupId;
    request.memberId = membership.memberId;
    request.groupInstanceId = membership.instanceId;
    request.generationIdOrMemberEpoch = membership.epoch;
    var topic = new TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic();
    topic.name = partition.topic();
    topic.topicId = world.topics.get(partition.topic()).id();
    var committed = new TxnOffsetCommitRequest.TxnOffsetCommitRequestPartition();
    committed.partitionIndex = partition.partition();
    committed.committedOffset = offset;
    topic.partitions.add(committed);
    request.topics.add(topic);
    return request;
  }

  private void commitOffsets(TxnOffsetCommitRequest request) {
    request.producerId = producerId;
    request.producerEpoch = producerEpoch;
    conversation.ask(
        receiver -> world.node().commitOffsets(request, bumpsEpochs, receiver),
        (TxnOffsetCommitResponse response) -> {
          ErrorCode error = ErrorCode.of(response.topics.get(0).partitions.get(0).errorCode);
          world
              .trace()
              .add(
                  "%s has %s at epoch %d: %s"
                      .formatted(transactionalId, next, request.generationIdOrMemberEpoch, error));
          switch (error) {
            case NONE -> end(random.chance(85));
            case ILLEGAL_GENERATION, UNKNOWN_MEMBER_ID, FENCED_INSTANCE_ID -> end(false);
            default -> startAnew();
          }
        });
  }

  private void end(boolean commit) {
    short version = bumpsEpochs ? TransactionMetadata.EPOCH_BUMP_VERSION : 0;
    conversation.ask(
        receiver ->
            world
                .node()
                .submit(
                    new EndTransaction(
                        transactionalId,
                        producerId,
                        producerEpoch,
                        commit,
                        version,
                        new Reply<>(receiver))),
        (ProducerIdentity identity) -> {
          world
              .trace()
              .add(
                  "%s %s %s: %s"
                      .formatted(
                          transactionalId, commit ? "commits" : "aborts", next, identity.error()));
          if (identity.error() != ErrorCode.NONE) {
            startAnew();
            return;
          }
          if (bumpsEpochs) {
            identify(identity);
          }
          if (commit) {
            positions.putAll(next);
          } else {
            positions.keySet().removeAll(next.keySet());
          }
          next.clear();
        });
  }

  @Override
  public boolean isBusyWith(Collection<TopicPartition> partitions) {
    return partitions.stream().anyMatch(next::containsKey);
  }

  @Override
  public void lost(Collection<TopicPartition> partitions) {
    positions.keySet().removeAll(partitions);
  }

  @Override
  public void interrupted(boolean nodeIsGone) {
    startAnew();
    if (nodeIsGone) {
      conversation.disconnected();
    } else {
      conversation.giveUp();
    }
  }

  @Override
  public void asleep(boolean now) {
    conversation.asleep(now);
  }

  @Override
  public boolean isDone(Collection<TopicPartition> partitions) {
    return next.isEmpty()
        && partitions.stream().allMatch(p -> positions.getOrDefault(p, -1L) >= world.available(p));
  }
}
