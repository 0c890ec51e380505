package io.tidepost.cli.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HistoryTest {

  private static final long RUN = 77;

  private final History history = new History(RUN, 2);

  private static Payload payload(int producer, long sequence) {
    return new Payload(RUN, producer, sequence, 0);
  }

  private void read(int producer, int... sequences) {
    for (int sequence : sequences) {
      history.read(producer, payload(producer, sequence));
    }
  }

  private void acknowledged(int producer, int... sequences) {
    for (int sequence : sequences) {
      history.acknowledged(producer, sequence);
    }
  }

  @Test
  void whatWasAcknowledgedAndReadIsSound() {
    acknowledged(0, 0, 1);
    acknowledged(1, 0);
    read(0, 0, 1, 2); // the last one's acknowledgement did not arrive
    read(1, 0);
    history.read(0, new Payload(RUN + 1, 9, 0, 0)); // of another run
    assertTrue(history.verdict().sound());
    assertEquals(3, history.verdict().acknowledged());
    assertEquals(4, history.verdict().readBack());
  }

  @Test
  void whatIsMissingIsNamed() {
    acknowledged(1, 0, 1, 2);
    read(1, 0, 2);
    assertFalse(history.verdict().sound());
    assertEquals(1, history.verdict().lost());
    assertEquals(List.of("record 1 of producer 1"), history.verdict().names());
  }

  @Test
  void doublesDisorderAndDamageAreSeen() {
    acknowledged(0, 0, 1, 2);
    read(0, 0, 2, 1, 1);
    assertEquals(1, history.verdict().doubled());
    assertEquals(1, history.verdict().outOfOrder());
    history.read(0, null);
    assertEquals(1, history.verdict().damaged());
  }

  @Test
  void aPayloadComesBackOnlyAsItWasWritten() {
    byte[] filler = new byte[1000];
    new Random(1).nextBytes(filler);
    byte[] value = new Payload(RUN, 3, 4, 5).encode(200, filler, new Random(2));
    assertEquals(200, value.length);
    assertEquals(new Payload(RUN, 3, 4, 5), Payload.decode(value));
    for (int i = 0; i < value.length; i++) {
      value[i] ^= 1;
      assertNull(Payload.decode(value), "byte " + i);
      value[i] ^= 1;
    }
    assertNull(Payload.decode(null));
    assertNull(Payload.decode(new byte[3]));
  }

  @Test
  void percentilesAreCloseFromAbove() {
    var latencies = new Latencies();
    assertEquals(0, latencies.percentile(0.99));
    for (int i = 1; i <= 100_000; i++) {
      latencies.record(i);
    }
    for (double part : new double[] {0.001, 0.5, 0.95, 0.99, 0.999}) {
      long exact = Math.round(part * 100_000);
      long found = latencies.percentile(part);
      assertTrue(found >= exact && found <= exact * 33 / 32 + 1, part + ": " + found);
    }
    assertEquals(100_000, latencies.percentile(1));
    latencies.record(Long.MAX_VALUE);
    assertEquals(Long.MAX_VALUE, latencies.percentile(1));
  }
}
