package io.tidepost.console.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.console.fact.NodeFacts;
import io.tidepost.console.fact.Told;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProduceVerdictTest {

  @ParameterizedTest
  @CsvSource({
    // total, queue, local, remote, reply, sync, cpu, throttled
    "100, 1, 1, 90, 1, 85, 0.1, 0, The disk is slow",
    "100, 1, 1, 90, 1, 2, 0.1, 0, Other copies are slow",
    "100, 1, 80, 10, 1, 2, 0.1, 0, The work itself takes long",
    "100, 80, 1, 10, 1, 2, 0.1, 0, Requests wait behind earlier ones",
    "5, 1, 1, 1, 1, 1, 0.97, 0, The processors of its machine are 97 % in use",
    "5, 1, 1, 1, 1, 1, 0.1, 12, Quotas made clients wait 12 times",
  })
  void theLimitingResourceIsNamed(
      double total,
      double queue,
      double local,
      double remote,
      double reply,
      double sync,
      double cpu,
      long throttled,
      String cause) {
    List<ProduceVerdict> found =
        ProduceVerdict.of(
            Told.by(
                    1,
                    new NodeFacts.Produce(
                        10, total, queue, local, remote, reply, sync, cpu, throttled))
                .all(),
            List.of());
    assertEquals(1, found.size(), found::toString);
    assertTrue(found.getFirst().cause().startsWith(cause), found.getFirst()::cause);
  }

  @Test
  void whatIsQuickHasNoCause() {
    NodeFacts.Produce quick = new NodeFacts.Produce(10, 3, 1, 1, 2, 1, 2, 0.2, 0);
    assertEquals(List.of(), ProduceVerdict.of(Told.by(1, quick).all(), List.of()));
    assertTrue(
        ProduceVerdict.of(Told.by(1, quick).all(), List.of("orders-0"))
            .getFirst()
            .cause()
            .contains("orders-0"));
  }

  @Test
  void ofSeveralNodesTheOneIsNamed() {
    NodeFacts.Produce quick = new NodeFacts.Produce(10, 3, 1, 1, 2, 1, 2, 0.2, 0);
    NodeFacts.Produce busy = new NodeFacts.Produce(10, 3, 1, 1, 2, 1, 2, 0.99, 0);
    List<ProduceVerdict> found =
        ProduceVerdict.of(
            List.of(new Told.Of<>(1, quick), new Told.Of<>(2, busy)), List.of("orders-0"));
    assertEquals(2, found.size(), found::toString);
    assertTrue(found.getFirst().cause().startsWith("Fewer copies"), found::toString);
    assertTrue(found.getLast().cause().startsWith("Node 2: The processors"), found::toString);
  }
}
