package io.tidepost.coordinator.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatcherTest {

  private final Batcher<Shard> batcher = new Batcher<>();

  private static Write<Shard> write(int records, int valueBytes) {
    List<CoordinatorRecord> list = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      list.add(new CoordinatorRecord(new byte[8], new byte[valueBytes]));
    }
    return new Write<>("k", list, Outcome.ignored(), false, 0, null, null);
  }

  @Test
  void smallWritesShareABatch() {
    Write<Shard> one = write(1, 10);
    Write<Shard> two = write(3, 10);
    batcher.add(one);
    batcher.add(two);
    List<Batcher.Batch<Shard>> batches = batcher.drain(10_000);
    assertEquals(1, batches.size());
    assertEquals(4, batches.get(0).records().size());
    assertEquals(List.of(one, two), batches.get(0).ending());
    assertTrue(batcher.isEmpty());
  }

  @Test
  void aWriteLargerThanABatchGoesOverSeveral() {
    Write<Shard> small = write(1, 10);
    Write<Shard> large = write(5, 400);
    batcher.add(small);
    batcher.add(large);
    List<Batcher.Batch<Shard>> batches = batcher.drain(1000);
    assertEquals(3, batches.size());
    assertEquals(List.of(small, large), batches.get(0).touched());
    assertEquals(List.of(small), batches.get(0).ending());
    assertEquals(List.of(), batches.get(1).ending());
    assertEquals(List.of(large), batches.get(2).ending());
    assertEquals(6, batches.stream().mapToInt(b -> b.records().size()).sum());
  }

  @Test
  void aWriteThatFitsIsNotDivided() {
    Write<Shard> one = write(2, 300);
    Write<Shard> two = write(2, 300);
    batcher.add(one);
    batcher.add(two);
    List<Batcher.Batch<Shard>> batches = batcher.drain(1000);
    assertEquals(2, batches.size());
    assertEquals(List.of(one), batches.get(0).touched());
    assertEquals(List.of(two), batches.get(1).touched());
    assertFalse(Batcher.fitTogether(write(3, 300).records, 1000));
    assertTrue(Batcher.fitTogether(write(2, 300).records, 1000));
  }

  @Test
  void aRecordLargerThanABatchDoesNotFit() {
    CoordinatorRecord record = new CoordinatorRecord(new byte[8], new byte[1000]);
    assertFalse(Batcher.fits(record, 1000));
    assertTrue(Batcher.fits(record, 1200));
  }
}
