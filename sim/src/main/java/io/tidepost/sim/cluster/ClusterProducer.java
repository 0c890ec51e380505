package io.tidepost.sim.cluster;

import io.tidepost.sim.log.SimulationFailure;
import io.tidepost.sim.world.SeededRandomness;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.records.BatchBuilder;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/// A producer that waits for all replicas, as Kafka's own does: several batches under way, and when
/// one is not answered well, all from the first unanswered one on are sent again.
final class ClusterProducer {

  private static final int NOT_IDEMPOTENT_FROM = 100;
  private static final int UNDER_WAY_MAX = 3;
  private static final long TIMEOUT_MILLIS = 600;

  private static final class Batch {
    final ByteBuffer bytes;
    final long firstValue;
    final int count;
    final long number;
    int attempt;
    boolean waiting;
    boolean sentFirst;

    Batch(ByteBuffer bytes, long firstValue, int count, long number) {
      this.number = number;
      this.bytes = bytes;
      this.firstValue = firstValue;
      this.count = count;
    }
  }

  private final ClusterSimulation cluster;
  private final SeededRandomness random;
  private final int id;
  private final boolean idempotent;
  private final int everUnderWayMax;
  private final ArrayDeque<Batch> underWay = new ArrayDeque<>();
  private long nextValue;
  private int nextSequence;
  private int leader = 1;
  private boolean known;
  private long sent;
  private boolean stopping;

  ClusterProducer(
      ClusterSimulation cluster, SeededRandomness random, int number, boolean idempotent) {
    this.cluster = cluster;
    this.random = random;
    this.idempotent = idempotent;
    this.everUnderWayMax = number == 1 ? UNDER_WAY_MAX : 1;
    this.id = idempotent ? number : NOT_IDEMPOTENT_FROM + number;
    this.nextValue = (long) id << 40;
  }

  static long producerOf(long value) {
    return value >> 40;
  }

  static boolean isIdempotent(long value) {
    return producerOf(value) < NOT_IDEMPOTENT_FROM;
  }

  void start() {
    cluster.events().after(random.between(10, 100), this::step);
  }

  /// Sends nothing new any more.
  void stop() {
    stopping = true;
  }

  boolean isIdle() {
    return underWay.isEmpty();
  }

  private void step() {
    if (!stopping && underWay.size() < underWayMax() && isWithinWindow()) {
      sent++;
      Batch batch = batch(random.between(1, 4));
      underWay.add(batch);
      send(batch);
    }
    cluster.events().after(random.between(5, 120), this::step);
  }

  /// A partition that does not know the producer takes any sequence for the first.
  private int underWayMax() {
    return known ? everUnderWayMax : 1;
  }

  /// Stays well within the batches of a producer that a partition recognises.
  private boolean isWithinWindow() {
    Batch oldest = underWay.peekFirst();
    return oldest == null || sent - oldest.number < 4;
  }

  private Batch batch(int count) {
    BatchBuilder builder = new BatchBuilder();
    if (idempotent) {
      builder.producer(id, (short) 0, nextSequence);
      nextSequence += count;
    }
    long first = nextValue;
    for (int i = 0; i < count; i++) {
      ByteBuffer value = ByteBuffer.allocate(8 + random.nextInt(120));
      value.putLong(0, nextValue);
      cluster.history().wrote(nextValue);
      nextValue++;
      builder.append(cluster.wallMillis(), null, value);
    }
    return new Batch(builder.build(), first, count, sent);
  }

  private void send(Batch batch) {
    int attempt = ++batch.attempt;
    batch.waiting = true;
    batch.sentFirst = batch == underWay.peekFirst();
    BrokerNode to = cluster.broker(leader);
    int place = ClusterSimulation.CLIENTS + id;
    cluster
        .network()
        .send(
            place,
            to.id(),
            "produce " + batch.firstValue,
            () ->
                to.receive(() ->
                    to.produce(
                        copy(batch.bytes),
                        (error, offset, newest) ->
                            cluster
                                .network()
                                .send(
                                    to.id(),
                                    place,
                                    "produced " + batch.firstValue + " " + error,
                                    () -> answered(batch, attempt, error, offset, newest)))));
    cluster
        .events()
        .after(
            TIMEOUT_MILLIS,
            () -> {
              if (batch.attempt == attempt && batch.waiting) {
                tryAgain(batch);
              }
            });
  }

  /// Offsets are patched in place: each arrival has bytes of its own.
  private static ByteBuffer copy(ByteBuffer bytes) {
    ByteBuffer copy = ByteBuffer.allocate(bytes.remaining());
    return copy.put(bytes.duplicate()).flip();
  }

  /// @param newest whether who answers led in the newest leader epoch there is
  private void answered(Batch batch, int attempt, ErrorCode error, long offset, boolean newest) {
    if (error == ErrorCode.NONE) {
      if (underWay.contains(batch)) {
        underWay.remove(batch);
        known = true;
        batch.waiting = false;
        if (offset >= 0) {
          for (int i = 0; i < batch.count; i++) {
            cluster.history().acknowledged(offset + i, batch.firstValue + i, idempotent);
          }
        }
      }
      return;
    }
    if (batch.attempt != attempt || !batch.waiting) {
      return;
    }
    switch (error) {
      case NOT_LEADER_OR_FOLLOWER,
          NOT_ENOUGH_REPLICAS,
          NOT_ENOUGH_REPLICAS_AFTER_APPEND,
          REQUEST_TIMED_OUT,
          KAFKA_STORAGE_ERROR ->
          tryAgain(batch);
      case OUT_OF_ORDER_SEQUENCE_NUMBER -> {
        if (batch.sentFirst && newest && everUnderWayMax > 1) {
          // A restarted leader knows only the last batch of those that were under way: Kafka's
          // clients give up here as well.
          underWay.clear();
          stopping = true;
          return;
        }
        if (batch.sentFirst && newest) {
          throw new SimulationFailure(
              "producer %d is out of order although everything before %d was acknowledged"
                  .formatted(id, batch.firstValue));
        }
        tryAgain(batch);
      }
      default -> throw new SimulationFailure("producer %d was told %s".formatted(id, error));
    }
  }

  private void tryAgain(Batch failed) {
    failed.waiting = false;
    leader = cluster.leaderAccordingToSomebody(random, leader);
    long wait = random.between(5, 60);
    int attempt = failed.attempt;
    cluster
        .events()
        .after(
            wait,
            () -> {
              if (underWay.contains(failed) && failed.attempt == attempt) {
                // All behind it are sent again as well, in order.
                boolean behind = false;
                for (Batch batch : underWay) {
                  behind |= batch == failed;
                  if (behind) {
                    send(batch);
                  }
                }
              }
            });
  }

  @Override
  public String toString() {
    return "producer " + id + ", under way " + underWay.size();
  }
}
