package io.tidepost.compat.durable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/// The checker finds what it is there to find.
final class HistoryTest {
  private final History history = new History();

  HistoryTest() {
    history.acknowledge(0, 0);
    history.acknowledge(1, 1);
  }

  private List<String> violations(int... numbers) {
    List<ConsumerRecord<String, String>> records = new ArrayList<>();
    for (int number : numbers) {
      records.add(new ConsumerRecord<>("t", 0, records.size(), "", Integer.toString(number)));
    }
    return history.violations(records);
  }

  @Test
  void whatWasAcknowledgedMustBeThereOnceInOrderAtItsOffset() {
    assertEquals(List.of(), violations(0, 1));
    assertEquals(List.of(), violations(0, 1, 2));
    assertTrue(violations(0).getFirst().contains("missing"));
    assertTrue(violations(0, 1, 1).getFirst().contains("twice"));
    assertTrue(violations(0, 1, 3, 2).getFirst().contains("behind"));
    assertTrue(
        violations(5, 0, 1).stream()
            .anyMatch(text -> text.contains("acknowledged at 0 but is at 1")));
  }
}
