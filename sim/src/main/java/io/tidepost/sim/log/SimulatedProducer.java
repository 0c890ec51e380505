package io.tidepost.sim.log;

import io.tidepost.sim.world.SeededRandomness;
import io.tidepost.wire.compression.Compression;
import io.tidepost.wire.records.BatchBuilder;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/// A client that writes to one partition, idempotent or not, and sends again what was not
/// acknowledged when the broker went away.
final class SimulatedProducer {

  private final SeededRandomness random;
  private final boolean idempotent;
  private long producerId;
  private int nextSequence;
  private int incarnation;

  /// Written, not acknowledged, in order.
  final Deque<ModelBatch> unacknowledged = new ArrayDeque<>();

  /// To be sent again, in order.
  final Deque<ModelBatch> again = new ArrayDeque<>();

  SimulatedProducer(SeededRandomness random, long producerId, boolean idempotent) {
    this.random = random;
    this.idempotent = idempotent;
    this.producerId = idempotent ? producerId : -1;
  }

  boolean idempotent() {
    return idempotent;
  }

  /// Something new.
  ModelBatch next(long nowMillis) {
    int count = random.between(1, 5);
    long[] timestamps = new long[count];
    BatchBuilder builder = new BatchBuilder();
    if (random.chance(15)) {
      builder.compression(random.chance(50) ? Compression.LZ4 : Compression.GZIP);
    }
    for (int i = 0; i < count; i++) {
      timestamps[i] = nowMillis + random.between(-500, 500);
      builder.append(timestamps[i], null, value());
    }
    if (idempotent) {
      builder.producer(producerId, (short) 0, nextSequence);
    }
    ModelBatch batch =
        new ModelBatch(
            producerId, idempotent ? nextSequence : -1, count, timestamps, builder.build());
    nextSequence += count;
    return batch;
  }

  private ByteBuffer value() {
    byte[] value = new byte[random.chance(5) ? random.between(200, 400) : random.between(0, 120)];
    for (int i = 0; i < value.length; i += 8) {
      long bits = random.nextLong();
      for (int j = i; j < Math.min(i + 8, value.length); j++) {
        value[j] = (byte) (bits >>> 8 * (j - i));
      }
    }
    return ByteBuffer.wrap(value);
  }

  /// The broker went away: what was not acknowledged will be sent again.
  void connectionLost() {
    ArrayDeque<ModelBatch> all = new ArrayDeque<>(unacknowledged);
    all.addAll(again);
    again.clear();
    unacknowledged.clear();
    if (idempotent) {
      again.addAll(all);
    }
  }

  /// The broker does not accept this producer's sequences any more: a new one takes over.
  void startOver() {
    again.clear();
    unacknowledged.clear();
    nextSequence = 0;
    incarnation++;
    if (idempotent) {
      producerId = producerId % 1000 + 1000L * incarnation;
    }
  }

  void acknowledge(PartitionModel model) {
    unacknowledged.removeIf(batch -> batch.endOffset() <= model.acknowledgedEnd);
  }
}
