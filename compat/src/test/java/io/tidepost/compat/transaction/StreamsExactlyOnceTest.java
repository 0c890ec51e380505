package io.tidepost.compat.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Kafka Streams counts words with `exactly_once_v2`, a state store and a standby: each word is
/// counted once, also when one of two instances is killed.
@ExtendWith(Shared.class)
final class StreamsExactlyOnceTest {

  private final WordCount words;

  StreamsExactlyOnceTest(ServerUnderTest server) {
    Clients clients = new Clients(server);
    this.words =
        new WordCount(server.bootstrap(), clients.topic("lines", 2), clients.topic("counts", 2));
  }

  @Test
  void eachWordIsCountedOnceWhenAnInstanceIsKilled() {
    try (ChildProcess one = words.instance();
        ChildProcess two = words.instance()) {
      one.awaitOut(out -> out.contains("state RUNNING"), WordCount.LIMIT);
      two.awaitOut(out -> out.contains("state RUNNING"), WordCount.LIMIT);
      words.write(50);
      assertEquals(WordCount.expected(50), words.read(50), () -> one.describe() + two.describe());
      two.kill();
      words.write(50);
      assertEquals(WordCount.expected(100), words.read(100), one::describe);
      Map<String, Integer> stored = new TreeMap<>();
      WordCount.WORDS.forEach(word -> stored.put(word, 100));
      one.awaitOut(out -> out.contains("stored " + stored), WordCount.LIMIT);
    }
  }
}
