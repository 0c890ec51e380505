package io.tidepost.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The reader believes nothing that the bytes do not bear out.
final class WireReaderTest {

  private static WireReader hex(String hex) {
    return new WireReader(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
  }

  private static String refusal(Runnable read) {
    return assertThrows(WireException.class, read::run).getMessage();
  }

  @ParameterizedTest
  @CsvSource({
    "00, 0",
    "7f, 127",
    "8001, 128",
    "ff7f, 16383",
    "808001, 16384",
    "ffffffff0f, -1",
    "8080808008, -2147483648"
  })
  void readsVarints(String bytes, int value) {
    assertEquals(value, hex(bytes).readUnsignedVarint());
  }

  @ParameterizedTest
  @ValueSource(strings = {"80", "ffffffff", "ffffffff8f01", "ffffffff1f", "808080808000"})
  void refusesVarintsThatAreTooLongOrCut(String bytes) {
    refusal(() -> hex(bytes).readUnsignedVarint());
  }

  @Test
  void namesTheFieldWhoseLengthIsImpossible() {
    assertEquals(
        "clientId has the length 16, but 1 bytes are left",
        refusal(() -> hex("001041").readString("clientId", false, true)));
    assertEquals(
        "clientId must not be null",
        refusal(() -> hex("ffff").readString("clientId", false, false)));
    assertEquals(
        "data has the length -2", refusal(() -> hex("fffffffe").readBytes("data", false, true)));
    assertEquals(
        "topics has 2147483647 elements, but 0 bytes are left",
        refusal(() -> hex("7fffffff").readCount("topics", 1, false, false)));
    assertEquals(
        "ids has 3 elements, but 8 bytes are left",
        refusal(() -> hex("040000000100000002").readInt32List("ids", true, false)));
    refusal(() -> hex("ffffffff0f").readRecords("records", true, true));
  }

  @Test
  void nullIsNull() {
    assertNull(hex("00").readString("s", true, true));
    assertNull(hex("ffffffff").readBytes("b", false, true));
    assertNull(hex("00").readStringList("l", true, true));
    assertEquals(-1, hex("ffffffff").readCount("c", 1, false, true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ff", "c3", "c328", "eda080", "f8888080"})
  void refusesBrokenUtf8(String bytes) {
    String length = "%04x".formatted(bytes.length() / 2);
    assertEquals(
        "name is not valid UTF-8",
        refusal(() -> hex(length + bytes).readString("name", false, false)));
  }

  @Test
  void takesTheReplacementCharacterWhenItWasWritten() {
    byte[] text = "a\ufffdb".getBytes(UTF_8);
    ByteBuffer bytes = ByteBuffer.allocateDirect(2 + text.length);
    bytes.putShort((short) text.length).put(text).flip();
    assertEquals("a\ufffdb", new WireReader(bytes).readString("name", false, false));
  }

  @Test
  void slicesAreViewsAndThePositionOfTheBufferStays() {
    ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex("aa00000002010203"));
    bytes.position(1);
    WireReader in = new WireReader(bytes);
    ByteBuffer data = in.readBytes("data", false, false);
    assertTrue(data != null && data.remaining() == 2);
    bytes.put(5, (byte) 9);
    assertEquals(9, data.get(0));
    assertEquals(1, bytes.position());
    assertEquals(1, in.remaining());
    assertEquals("X is followed by 1 bytes too many", refusal(() -> in.checkEnd("X")));
  }

  @Test
  void taggedFieldsMustFillTheirSize() {
    WireReader in = hex("0101050000");
    assertEquals(1, in.readTagCount());
    int tag = in.readUnsignedVarint();
    refusal(() -> in.readTagEnd(tag));
    WireReader shorter = hex("0000000000");
    assertEquals(
        "tagged field 3 ends at 1 instead of 4",
        refusal(() -> {
          shorter.readInt8();
          shorter.checkTagEnd(3, 4);
        }));
    refusal(() -> hex("ff0100").readTagCount());
  }
}
