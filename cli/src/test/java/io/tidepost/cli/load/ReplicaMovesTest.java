package io.tidepost.cli.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReplicaMovesTest {

  @Test
  void replicasGoToTheNextBrokers() {
    assertEquals(List.of(4, 1), ReplicaMoves.moved(List.of(2, 4), List.of(1, 2, 4)));
    assertEquals(List.of(9), ReplicaMoves.moved(List.of(2), List.of(2, 9)));
  }

  @Test
  void withoutFurtherBrokersTheLastReplicaGoes() {
    assertEquals(List.of(3, 1), ReplicaMoves.moved(List.of(3, 1, 2), List.of(1, 2, 3)));
    assertEquals(List.of(3), ReplicaMoves.moved(List.of(3), List.of(3)));
  }

  @Test
  void theSecondReplicaIsTheNextToLead() {
    assertEquals(List.of(1, 2, 3), LeaderMoves.rotated(List.of(3, 1, 2)));
  }
}
