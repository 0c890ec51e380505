package io.tidepost.sim.transaction;

import io.tidepost.base.TopicPartition;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.transaction.AddPartitions;
import io.tidepost.coordinator.transaction.EndTransaction;
import io.tidepost.coordinator.transaction.InitProducerId;
import io.tidepost.coordinator.transaction.ProducerIdentity;
import io.tidepost.coordinator.transaction.TransactionMetadata;
import io.tidepost.replica.PartitionLeader;
import io.tidepost.sim.coordinator.CoordinatorNode;
import io.tidepost.sim.world.SeededRandomness;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.records.BatchBuilder;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// An application that writes transactions under one transactional id, by the older protocol or by
/// that of KIP-890. When it loses patience it comes back as a new producer, and what it sent before
/// may still arrive.
final class SimulatedApplication {

  private static final int TIMEOUT_MILLIS = 60_000;

  private final TransactionSimulation world;
  private final SeededRandomness random;
  private final String transactionalId;
  private final boolean bumpsEpochs;
  private final Map<TopicPartition, Integer> sequences = new HashMap<>();

  /// Counts lives and transactions: answers to earlier ones are not listened to.
  private int turn;

  private long producerId = -1;
  private short producerEpoch = -1;
  private boolean waiting;
  private int patience;
  private int unacknowledged;
  private ModelTransaction current = new ModelTransaction(-1);

  SimulatedApplication(TransactionSimulation world, String transactionalId, boolean bumpsEpochs) {
    this.world = world;
    this.random = world.random.split();
    this.transactionalId = transactionalId;
    this.bumpsEpochs = bumpsEpochs;
  }

  /// The connection is gone, and with it all answers.
  void disconnected() {
    startAnew();
  }

  private void startAnew() {
    turn++;
    waiting = false;
    producerId = -1;
  }

  /// Does the next thing unless it waits for an answer.
  void step() {
    if (waiting) {
      if (patience-- <= 0) {
        world.trace.add(transactionalId + " loses patience");
        startAnew();
      }
      return;
    }
    patience = random.chance(15) ? random.between(0, 20) : 400;
    if (producerId < 0) {
      initialize();
    } else {
      begin();
    }
  }

  private <T> Consumer<T> answer(Consumer<T> listener) {
    int asked = turn;
    CoordinatorNode node = world.node();
    return result ->
        node.tasks.add(() -> {
          if (asked == turn) {
            listener.accept(result);
          }
        });
  }

  private void send(Runnable request) {
    waiting = true;
    world.node().tasks.add(request);
  }

  private void initialize() {
    CoordinatorNode node = world.node();
    Consumer<ProducerIdentity> reply =
        answer(identity -> {
          waiting = false;
          if (identity.error() == ErrorCode.NONE) {
            identify(identity);
          }
        });
    send(() ->
        node.submit(
            new InitProducerId(
                transactionalId, TIMEOUT_MILLIS, -1, (short) -1, new Reply<>(reply))));
  }

  private void identify(ProducerIdentity identity) {
    if (producerId != identity.producerId() || producerEpoch != identity.producerEpoch()) {
      sequences.clear();
    }
    producerId = identity.producerId();
    producerEpoch = identity.producerEpoch();
  }

  private void begin() {
    turn++;
    current = world.newTransaction();
    List<TopicPartition> touched = world.somePartitions();
    unacknowledged = touched.size();
    for (TopicPartition partition : touched) {
      if (bumpsEpochs) {
        produce(partition);
      } else {
        join(partition);
      }
    }
  }

  private void join(TopicPartition partition) {
    CoordinatorNode node = world.node();
    Consumer<ErrorCode> reply =
        answer(error -> {
          if (error == ErrorCode.NONE) {
            produce(partition);
          } else {
            startAnew();
          }
        });
    long id = producerId;
    short epoch = producerEpoch;
    send(() ->
        node.submit(
            new AddPartitions(transactionalId, id, epoch, Set.of(partition), new Reply<>(reply))));
  }

  private void produce(TopicPartition partition) {
    int sequence = sequences.merge(partition, 1, Integer::sum) - 1;
    ByteBuffer batch =
        new BatchBuilder()
            .producer(producerId, producerEpoch, sequence)
            .transactional()
            .append(
                world.clock.wallMillis(), null, ByteBuffer.allocate(4).putInt(0, current.number))
            .build();
    ModelTransaction transaction = current;
    CoordinatorNode node = world.node();
    Consumer<ErrorCode> reply =
        answer(error -> {
          if (error == ErrorCode.NONE) {
            transaction.batches++;
            if (--unacknowledged == 0) {
              end();
            }
          } else {
            startAnew();
          }
        });
    send(() ->
        node.leader(partition)
            .transactions()
            .append(
                batch,
                PartitionLeader.ACKS_ALL,
                Long.MAX_VALUE,
                world.clock.wallMillis(),
                node.question(transactionalId, partition, bumpsEpochs),
                (error, result, message) -> {
                  world.trace.add(
                      "%s in %s: %s at %d"
                          .formatted(transaction, partition, error, result.baseOffset()));
                  reply.accept(error);
                }));
  }

  private void end() {
    boolean commit = random.chance(65);
    ModelTransaction transaction = current;
    CoordinatorNode node = world.node();
    long id = producerId;
    short epoch = producerEpoch;
    Consumer<ProducerIdentity> reply =
        answer(identity -> {
          waiting = false;
          if (identity.error() == ErrorCode.NONE) {
            if (commit) {
              transaction.outcome = ModelTransaction.Outcome.COMMITTED;
            }
            if (bumpsEpochs) {
              identify(identity);
            }
          } else {
            startAnew();
          }
        });
    if (commit) {
      transaction.outcome = ModelTransaction.Outcome.UNKNOWN;
    }
    world.trace.add(transactionalId + (commit ? " commits " : " aborts ") + transaction);
    short version = bumpsEpochs ? TransactionMetadata.EPOCH_BUMP_VERSION : 0;
    send(() ->
        node.submit(
            new EndTransaction(transactionalId, id, epoch, commit, version, new Reply<>(reply))));
  }
}
