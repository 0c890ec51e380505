package io.tidepost.registry.contract;

import static io.tidepost.registry.contract.Payloads.bytes;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class WireFormatTest {

  @Test
  void theIdIsInFront() throws Exception {
    byte[] framed = WireFormat.frame(258, new byte[] {9});
    assertArrayEquals(new byte[] {0, 0, 0, 1, 2, 9}, framed);
    assertEquals(258, WireFormat.schemaId(ByteBuffer.wrap(framed)));
    assertEquals(bytes(9), WireFormat.payload(ByteBuffer.wrap(framed)));
  }

  @Test
  void saysWhatIsThereInstead() {
    assertEquals(
        "expected a schema id behind a first byte 0x00, found first byte 0x7b '{'",
        assertThrows(
                MismatchException.class,
                () -> WireFormat.schemaId(ByteBuffer.wrap("{\"a\": 1}".getBytes())))
            .getMessage());
    assertEquals(
        "expected a schema id in front of the data, found 4 bytes in all",
        assertThrows(MismatchException.class, () -> WireFormat.schemaId(bytes(0, 0, 0, 1)))
            .getMessage());
  }
}
