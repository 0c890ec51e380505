package io.tidepost.metadata.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.metadata.MetadataRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A broker among three that lead 20,000 partitions is fenced and comes back.
class ManyPartitionsTest extends ClusterTest {

  @Test
  void everythingThatABrokerLedIsLedByOthers() {
    controller.call(new UnregisterBroker(4));
    for (int i = 0; i < 200; i++) {
      controller.create(NewTopic.of("topic-" + i, 100, (short) 3));
    }
    assertEquals(20_000, controller.image.topics().partitionCount());
    fence(1);
    List<MetadataRecord> records = controller.lastRecords;
    assertEquals(20_001, records.size());
    int[] led = new int[4];
    controller
        .image
        .topics()
        .forEach(topic ->
            topic
                .partitions()
                .forEach(partition -> {
                  assertEquals(2, partition.isr().size());
                  led[partition.leader()]++;
                }));
    assertEquals(0, led[1]);
    assertTrue(led[2] > 7_000 && led[3] > 7_000, led[2] + " and " + led[3]);
    assertFalse(beat(1, epochs[1]).isFenced());
    assertEquals(1, controller.lastRecords.size(), "nobody waits for it");
    assertEquals(0, controller.call(new ElectWhereDue(ElectWhereDue.Kind.PREFERRED)));
  }
}
