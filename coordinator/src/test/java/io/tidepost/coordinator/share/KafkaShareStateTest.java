package io.tidepost.coordinator.share;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.coordinator.share.PersisterStateBatchCombiner;
import org.apache.kafka.coordinator.share.ShareCoordinatorRecordSerde;
import org.apache.kafka.server.share.persister.PersisterStateBatch;
import org.junit.jupiter.api.Test;

/// Our records and what they add up to are Kafka's; Kafka's own classes are the judge.
final class KafkaShareStateTest {

  private static final ShareCoordinatorRecordSerde KAFKA = new ShareCoordinatorRecordSerde();
  private static final SharePartitionKey KEY = new SharePartitionKey("g", new Uuid(7, 8), 5);
  private static final List<DeliveryBatch> BATCHES =
      List.of(
          new DeliveryBatch(10, 12, (byte) 2, (short) 1),
          new DeliveryBatch(14, 15, (byte) 0, (short) 3));

  private static void assertKafkas(CoordinatorRecord record) {
    byte[] value = record.value();
    var read =
        KAFKA.deserialize(
            ByteBuffer.wrap(record.key()), value == null ? null : ByteBuffer.wrap(value));
    assertArrayEquals(record.key(), KAFKA.serializeKey(read));
    if (value != null) {
      assertArrayEquals(value, KAFKA.serializeValue(read));
    }
  }

  @Test
  void kafkaReadsOurRecordsAndWritesThemTheSame() {
    SharePartitionState state = new SharePartitionState(3, 4, 5, 10, 3, 1000, 2000, BATCHES);
    assertKafkas(ShareRecords.snapshot(KEY, state));
    assertKafkas(ShareRecords.update(KEY, 3, new StateUpdate(5, 10, -1, BATCHES)));
    assertKafkas(ShareRecords.tombstone(KEY));
  }

  @Test
  void batchesAddUpAsInKafka() {
    Random random = new Random(932);
    for (int run = 0; run < 3000; run++) {
      List<DeliveryBatch> known = DeliveryBatches.merge(List.of(), disjoint(random, 6), -1);
      List<DeliveryBatch> news = disjoint(random, 4);
      long start = random.nextInt(4) == 0 ? -1 : random.nextInt(40);
      List<PersisterStateBatch> expected =
          new PersisterStateBatchCombiner(kafkas(known), kafkas(newer(known, news)), start)
              .combineStateBatches();
      List<PersisterStateBatch> ours =
          kafkas(DeliveryBatches.merge(known, newer(known, news), start));
      assertEquals(joined(expected), ours, known + " and " + news + " from " + start);
    }
  }

  /// Kafka does not say which of two batches is newer: the one with the higher delivery count wins,
  /// then the higher state. What a share partition writes only ever moves on in that order.
  private static List<DeliveryBatch> newer(List<DeliveryBatch> known, List<DeliveryBatch> news) {
    List<DeliveryBatch> result = new ArrayList<>();
    for (DeliveryBatch batch : news) {
      result.add(
          new DeliveryBatch(
              batch.firstOffset(),
              batch.lastOffset(),
              batch.state(),
              (short) (batch.deliveryCount() + 10)));
    }
    return result;
  }

  private static List<DeliveryBatch> disjoint(Random random, int count) {
    List<DeliveryBatch> result = new ArrayList<>();
    long next = random.nextInt(8);
    byte[] states = {0, 2, 4};
    for (int i = 0; i < count; i++) {
      long last = next + random.nextInt(6);
      result.add(
          new DeliveryBatch(
              next, last, states[random.nextInt(3)], (short) (1 + random.nextInt(2))));
      next = last + 1 + random.nextInt(3);
    }
    return result;
  }

  private static List<PersisterStateBatch> kafkas(List<DeliveryBatch> batches) {
    List<PersisterStateBatch> result = new ArrayList<>();
    for (DeliveryBatch batch : batches) {
      result.add(
          new PersisterStateBatch(
              batch.firstOffset(), batch.lastOffset(), batch.state(), batch.deliveryCount()));
    }
    return result;
  }

  /// Kafka leaves neighbours apart that it did not have to touch.
  private static List<PersisterStateBatch> joined(List<PersisterStateBatch> batches) {
    List<DeliveryBatch> ours = new ArrayList<>();
    for (PersisterStateBatch batch : batches) {
      ours.add(
          new DeliveryBatch(
              batch.firstOffset(),
              batch.lastOffset(),
              batch.deliveryState(),
              batch.deliveryCount()));
    }
    return kafkas(DeliveryBatches.merge(ours, List.of(), -1));
  }
}
