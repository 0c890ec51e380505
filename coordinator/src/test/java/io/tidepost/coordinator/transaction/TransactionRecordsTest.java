package io.tidepost.coordinator.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidepost.base.TopicPartition;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Records survive being written and read, but for the last epoch, which they do not carry.
class TransactionRecordsTest {

  @ParameterizedTest
  @EnumSource(
      value = TransactionState.class,
      names = {"DEAD", "PREPARE_EPOCH_FENCE"},
      mode = EnumSource.Mode.EXCLUDE)
  void whatIsWrittenIsRead(TransactionState state) {
    Set<TopicPartition> partitions =
        state == TransactionState.EMPTY
            ? Set.of()
            : new LinkedHashSet<>(
                List.of(
                    new TopicPartition("b", 1),
                    new TopicPartition("b", 0),
                    new TopicPartition("a", 4)));
    TransactionMetadata metadata =
        new TransactionMetadata(
            "x", 7, 6, 8, (short) 3, (short) -1, 60_000, state, partitions, 11, 12, (short) 0);
    CoordinatorRecord record = TransactionRecords.of(metadata);
    assertEquals("x", TransactionRecords.readKey(record.key()));
    byte[] value = record.value();
    assertEquals(metadata, TransactionRecords.readValue("x", value == null ? new byte[0] : value));
  }
}
