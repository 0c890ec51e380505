package io.tidepost.compat.durable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Compares what one producer was told with what a reader finds in one partition.
///
/// Values are the numbers 0, 1, 2, … in send order. What must hold: each acknowledged number is at
/// the offset that was acknowledged, no number is there twice, and the numbers ascend. A number
/// that was never acknowledged may be there or not.
final class History {
  private final Map<Integer, Long> acknowledged = new HashMap<>();

  synchronized void acknowledge(int number, long offset) {
    acknowledged.put(number, offset);
  }

  synchronized int size() {
    return acknowledged.size();
  }

  /// What does not hold, each in a sentence; empty when all is well.
  synchronized List<String> violations(List<ConsumerRecord<String, String>> records) {
    List<String> violations = new ArrayList<>();
    Map<Integer, Long> found = new HashMap<>();
    int last = -1;
    for (ConsumerRecord<String, String> read : records) {
      int number = Integer.parseInt(read.value());
      Long before = found.put(number, read.offset());
      if (before != null) {
        violations.add(number + " is there twice, at " + before + " and " + read.offset());
      } else if (number < last) {
        violations.add(number + " stands behind " + last + " at " + read.offset());
      }
      last = Math.max(last, number);
    }
    acknowledged.forEach((number, offset) -> {
      Long at = found.get(number);
      if (!offset.equals(at)) {
        violations.add(
            number
                + " was acknowledged at "
                + offset
                + " but is "
                + (at == null ? "missing" : "at " + at));
      }
    });
    return violations;
  }
}
