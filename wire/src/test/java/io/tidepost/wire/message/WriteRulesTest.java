package io.tidepost.wire.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidepost.wire.WireException;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.WireWriter;
import org.junit.jupiter.api.Test;

/// What a version cannot carry is refused by name, unless Kafka's definition lets it be dropped.
final class WriteRulesTest {

  private static String refusal(io.tidepost.wire.Message message, int version) {
    return assertThrows(WireException.class, () -> message.write(new WireWriter(), (short) version))
        .getMessage();
  }

  @Test
  void namesFieldAndVersion() {
    FetchRequest fetch = new FetchRequest();
    fetch.replicaId = 5;
    assertEquals(
        "FetchRequest.replicaId is set, but version 15 does not have it", refusal(fetch, 15));
    fetch.replicaId = -1;
    FetchRequest.ForgottenTopic forgotten = new FetchRequest.ForgottenTopic();
    fetch.forgottenTopicsData.add(forgotten);
    assertEquals(
        "FetchRequest.forgottenTopicsData is set, but version 4 does not have it",
        refusal(fetch, 4));
    assertEquals("FetchRequest has no version 3, only 4 to 18", refusal(fetch, 3));
    assertThrows(
        WireException.class, () -> FetchRequest.read(new WireReader(WireReader.EMPTY), (short) 19));
  }

  @Test
  void dropsWhatMayBeDropped() {
    FetchRequest fetch = new FetchRequest();
    fetch.rackId = "eu-1";
    fetch.sessionId = 8;
    WireWriter out = new WireWriter();
    fetch.write(out, (short) 4);
    FetchRequest read = FetchRequest.read(new WireReader(out.toBuffer()), (short) 4);
    assertEquals("", read.rackId);
    assertEquals(0, read.sessionId);
  }

  @Test
  void taggedStructuresCountAsSetOnlyWhenTheyDiffer() {
    FetchRequest fetch = new FetchRequest();
    fetch.write(new WireWriter(), (short) 4);
    fetch.replicaState.replicaId = 3;
    assertEquals(
        "FetchRequest.replicaState is set, but version 14 does not have it", refusal(fetch, 14));
  }
}
