package io.tidepost.coordinator.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimerBookTest {

  private final TimerBook<Shard> book = new TimerBook<>();

  private record Named(String key) implements InternalCommand<Shard> {
    @Override
    public void decide(Shard shard, Turn<Shard> turn) {}
  }

  private static TimerKey key(String name) {
    return new TimerKey("test", name, "");
  }

  private List<String> due(long nowMillis) {
    List<String> names = new ArrayList<>();
    while (true) {
      Command<Shard> command = book.pollDue(nowMillis);
      if (command == null) {
        return names;
      }
      names.add(command.key());
    }
  }

  private void set(String name, long deadlineMillis) {
    book.set(key(name), deadlineMillis, new Named(name));
  }

  @Test
  void firesInTheOrderOfDeadlines() {
    set("b", 20);
    set("a", 10);
    set("c", 20);
    assertEquals(10, book.nextWakeUpMillis());
    assertEquals(List.of(), due(9));
    assertEquals(List.of("a", "b", "c"), due(20));
    assertEquals(TimerBook.NEVER, book.nextWakeUpMillis());
  }

  @Test
  void aDeadlineThatWasPushedBackIsObeyed() {
    set("a", 10);
    set("a", 50);
    assertEquals(List.of(), due(49));
    assertEquals(List.of("a"), due(50));
  }

  @Test
  void aDeadlineThatWasPulledForwardIsObeyedOnce() {
    set("a", 50);
    set("a", 10);
    assertEquals(List.of("a"), due(10));
    assertEquals(List.of(), due(100));
  }

  @Test
  void whatIsCancelledDoesNotFire() {
    set("a", 10);
    book.cancel(key("a"));
    assertNull(book.pollDue(100));
    set("a", 30);
    assertEquals(List.of("a"), due(30));
    assertEquals(0, book.size());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void agreesWithASortedMap(long seed) {
    Random random = new Random(seed);
    TreeMap<String, Long> model = new TreeMap<>();
    long now = 0;
    for (int i = 0; i < 5000; i++) {
      String name = "t" + random.nextInt(20);
      if (random.nextInt(4) == 0) {
        book.cancel(key(name));
        model.remove(name);
      } else {
        long deadline = now + random.nextInt(100);
        set(name, deadline);
        model.put(name, deadline);
      }
      if (random.nextInt(3) == 0) {
        now += random.nextInt(30);
        long until = now;
        List<String> expected =
            model.keySet().stream()
                .filter(n -> Objects.requireNonNull(model.get(n)) <= until)
                .toList();
        assertEquals(expected, due(now).stream().sorted().toList());
        model.keySet().removeAll(expected);
      }
    }
  }
}
