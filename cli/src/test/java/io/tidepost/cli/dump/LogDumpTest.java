package io.tidepost.cli.dump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.cli.Cli;
import io.tidepost.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Segments written with Kafka's own classes, whole and damaged.
class LogDumpTest {

  @TempDir Path folder;

  private Path log;
  private int batchSize;

  @BeforeEach
  void writeThreeBatches() throws IOException {
    log = folder.resolve("00000000000000000100.log");
    var bytes = new ByteArrayOutputStream();
    for (int i = 0; i < 3; i++) {
      MemoryRecords records =
          MemoryRecords.withRecords(
              100L + 2 * i,
              i == 1 ? Compression.lz4().build() : Compression.NONE,
              7,
              new SimpleRecord(1000 + i, utf8("key"), utf8("first of " + i)),
              new SimpleRecord(1000 + i, null, new byte[] {(byte) 0xff}));
      ByteBuffer buffer = records.buffer();
      byte[] batch = new byte[buffer.remaining()];
      buffer.get(batch);
      if (i == 0) {
        batchSize = batch.length;
      }
      bytes.write(batch);
    }
    Files.write(log, bytes.toByteArray());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private record Result(int code, List<String> out, String err) {}

  private static Result dump(String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var terminal =
        new Terminal(
            InputStream.nullInputStream(),
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    String[] all = new String[args.length + 2];
    all[0] = "log";
    all[1] = "dump";
    System.arraycopy(args, 0, all, 2, args.length);
    int code = new Cli().run(terminal, all);
    return new Result(
        code,
        out.toString(StandardCharsets.UTF_8).lines().toList(),
        err.toString(StandardCharsets.UTF_8));
  }

  private void flip(long position) throws IOException {
    byte[] bytes = Files.readAllBytes(log);
    bytes[(int) position] ^= 1;
    Files.write(log, bytes);
  }

  @Test
  void batchesWithPositionAndOffsets() {
    Result result = dump(log.toString());
    assertEquals(0, result.code, result.err);
    assertEquals(4, result.out.size(), result.out.toString());
    assertTrue(
        result
            .out
            .get(1)
            .startsWith("  batch    position 0  size " + batchSize + "  baseOffset 100"),
        result.out.get(1));
    assertTrue(result.out.get(2).contains("codec lz4"), result.out.get(2));
    assertTrue(result.out.get(3).contains("lastOffset 105  records 2  crc ok"), result.out.get(3));
  }

  @Test
  void recordsAsJson() {
    Result result = dump("--records", "-o", "json", folder.toString());
    assertEquals(0, result.code, result.err);
    assertEquals(9, result.out.size(), result.out.toString());
    assertTrue(
        result
            .out
            .get(4)
            .endsWith(
                "\"offset\":102,\"timestamp\":1001,\"key\":\"key\",\"value\":\"first of 1\"}"),
        result.out.get(4));
    assertTrue(
        result.out.get(5).contains("\"key\":null,\"valueBase64\":\"/w==\""), result.out.get(5));
  }

  @Test
  void damageInTheMiddleIsNamedAndWhatFollowsIsShown() throws IOException {
    flip(batchSize + 70);
    Result result = dump(log.toString());
    assertEquals(1, result.code, result.out.toString());
    assertTrue(
        result.out.get(2).startsWith("  damaged  position " + batchSize), result.out.toString());
    assertTrue(result.out.get(3).contains("baseOffset 104"), result.out.toString());
  }

  @Test
  void aTornTailIsDamageZerosAreNot() throws IOException {
    byte[] whole = Files.readAllBytes(log);
    Files.write(log, java.util.Arrays.copyOf(whole, whole.length - 5));
    Result torn = dump(log.toString());
    assertEquals(1, torn.code);
    assertTrue(torn.out.getLast().startsWith("  tail"), torn.out.toString());
    Files.write(log, java.util.Arrays.copyOf(whole, whole.length + 4096));
    Result zeros = dump(log.toString());
    assertEquals(0, zeros.code, zeros.out.toString());
    assertTrue(zeros.out.getLast().contains("size 4096"), zeros.out.toString());
  }

  @Test
  void offsetIndexIsHeldAgainstTheSegment() throws IOException {
    Path index = folder.resolve("00000000000000000100.index");
    Files.write(
        index, ByteBuffer.allocate(16).putInt(3).putInt(batchSize).putInt(5).putInt(1).array());
    Result result = dump(index.toString());
    assertEquals(1, result.code);
    assertTrue(result.out.get(1).endsWith("offset 103  position " + batchSize + "  state ok"));
    assertTrue(result.out.get(2).contains("state wrong"), result.out.toString());
  }

  @Test
  void whatIsNotThereIsNamed() {
    Result result = dump(folder.resolve("00000000000000000999.log").toString());
    assertEquals(1, result.code);
    assertTrue(result.err.startsWith("tidepost: there is no file"), result.err);
  }
}
