package io.tidepost.test;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A broker of one test each.
class TidepostPerTestTest {

  @RegisterExtension final TidepostExtension kafka = TidepostExtension.builder().build();

  @RepeatedTest(2)
  void eachTestBeginsAnew() throws Exception {
    try (Admin admin = kafka.cluster().admin()) {
      assertEquals(Set.of(), admin.listTopics().names().get());
      kafka.cluster().createTopic("mine", 1);
      assertEquals(Set.of("mine"), admin.listTopics().names().get());
    }
  }
}
