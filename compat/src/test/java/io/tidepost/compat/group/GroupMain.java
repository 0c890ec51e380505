package io.tidepost.compat.group;

import io.tidepost.compat.support.Clients;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;

/// A member of a group in a process of its own, so that it can be killed: prints `assigned N`
/// whenever the number of its partitions changes. Arguments: bootstrap server, group, topic.
public final class GroupMain {
  private GroupMain() {}

  public static void main(String[] arguments) {
    Map<String, Object> options = Map.of("session.timeout.ms", 2_000, "heartbeat.interval.ms", 300);
    try (Consumer<String, String> consumer =
        new Clients(arguments[0]).member(arguments[1], options)) {
      consumer.subscribe(List.of(arguments[2]));
      int before = 0;
      while (true) {
        consumer.poll(Duration.ofMillis(50));
        if (consumer.assignment().size() != before) {
          before = consumer.assignment().size();
          System.out.println("assigned " + before);
        }
      }
    }
  }
}
