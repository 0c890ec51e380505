package io.tidepost.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Sizes that are patched in afterwards are right, and records keep their place.
final class WireWriterTest {

  /// Records that are not in memory.
  private record FileRange(int sizeInBytes) implements RecordData {}

  private static List<Object> parts(WireWriter out) {
    List<Object> parts = new ArrayList<>();
    out.drainTo(
        new WireWriter.Sink() {
          @Override
          public void bytes(ByteBuffer buffer, int from, int to) {
            byte[] bytes = new byte[to - from];
            buffer.get(from, bytes);
            parts.add(new String(bytes, UTF_8));
          }

          @Override
          public void records(RecordData records) {
            parts.add(records);
          }
        });
    return parts;
  }

  private static ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  @Test
  void recordsStayWhereTheyAreAndKeepTheirPlace() {
    WireWriter out = new WireWriter();
    RecordData first = new FileRange(1000);
    RecordData second = new FileRange(3_000);
    for (int reuse = 0; reuse < 2; reuse++) {
      out.reset();
      out.writeRaw(text("ab"));
      out.writeRecords("records", first, true, true);
      out.writeRecords("records", new FileRange(0), true, true);
      out.writeRecords("records", null, true, true);
      out.writeRecords("records", second, true, true);
      out.writeRaw(text("z"));
      assertEquals(2 + 2 + 1000 + 1 + 1 + 2 + 3000 + 1, out.size());
      List<Object> parts = parts(out);
      assertEquals(5, parts.size());
      assertSame(first, parts.get(1));
      assertSame(second, parts.get(3));
      assertEquals("z", parts.get(4));
    }
    assertThrows(IllegalStateException.class, out::toBuffer);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 128, 129, 16_383, 16_384, 2_097_151, 2_097_152, 5_000_000})
  void taggedFieldsOfAnySizeAreMovedIntoPlace(int size) {
    for (int capacity : new int[] {4, 1000, 16_390, 6_000_000}) {
      WireWriter out =
          new WireWriter(
              ByteBuffer.allocateDirect(capacity),
              (current, used, wanted) -> ByteBuffer.allocate(wanted).put(0, current, 0, used));
      int tags = out.startTags();
      int tag = out.startTag(7);
      byte[] content = new byte[size];
      for (int i = 0; i < size; i++) {
        content[i] = (byte) (i * 31);
      }
      out.writeRaw(ByteBuffer.wrap(content));
      out.endTag(tag);
      out.endTags(tags, 1, null);
      WireReader in = new WireReader(out.toBuffer());
      assertEquals(1, in.readTagCount());
      assertEquals(7, in.readUnsignedVarint());
      assertEquals(in.position() + size + varintSize(size), in.readTagEnd(7));
      UnknownTags kept = in.readTag(null, 7, in.position() + size);
      assertEquals(1, kept.count());
      assertEquals(
          ByteBuffer.wrap(content), kept.encoded().position(kept.encoded().remaining() - size));
      in.checkEnd("section");
    }
  }

  private static int varintSize(int value) {
    return value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x200000 ? 3 : 4;
  }

  @Test
  void stringsOfEveryKindComeBack() {
    for (String text : List.of("", "plain", "x".repeat(126), "y".repeat(20_000), "ä", "aä🌊")) {
      for (boolean compact : new boolean[] {true, false}) {
        WireWriter out =
            new WireWriter(
                ByteBuffer.allocate(1),
                (current, used, wanted) -> ByteBuffer.allocate(wanted).put(0, current, 0, used));
        out.writeString("s", text, compact, false);
        WireReader in = new WireReader(out.toBuffer());
        assertEquals(text, in.readString("s", compact, false));
        in.checkEnd("string");
      }
    }
  }

  @Test
  void refusesWhatHasNoFormOnTheWire() {
    WireWriter out = new WireWriter();
    assertThrows(WireException.class, () -> out.writeString("s", null, true, false));
    assertThrows(WireException.class, () -> out.writeString("s", "x".repeat(32_768), true, false));
    assertThrows(WireException.class, () -> out.writeString("s", "ä".repeat(16_384), true, false));
    assertThrows(WireException.class, () -> out.writeUint16(65_536));
    assertThrows(WireException.class, () -> out.writeUint32(-1));
    assertThrows(WireException.class, () -> out.writeBytes("b", null, true, false));
  }

  @Test
  void patchesFrameSizes() {
    WireWriter out = new WireWriter();
    out.writeInt32(0);
    out.writeInt64(5);
    out.patchInt32(0, (int) out.size() - 4);
    assertEquals(8, out.toBuffer().getInt(0));
  }
}
