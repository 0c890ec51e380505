package io.tidepost.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The bytes on disk, spelled out: a change here is a change of format.
class GoldenFilesTest {

  @TempDir Path root;

  @Test
  void everyFileHasItsKnownContent() throws IOException {
    var kit = new LogKit(root);
    kit.config = LogConfig.DEFAULT.withIndexInterval(50);
    kit.create();
    kit.now = 5000;
    for (int i = 0; i < 3; i++) {
      kit.append(Batches.of(2).valueSize(1).timestamp(0x1000 + i).producer(9, 1, 2 * i));
    }
    kit.log().close(kit.now);
    // base size of a batch is 61 + 2 * 8 bytes
    check(kit, "00000000000000000000.index", "00000003" + "0000004d" + "00000005" + "0000009a");
    check(
        kit,
        "00000000000000000000.timeindex",
        "0000000000001001" + "00000003" + "0000000000001002" + "00000005");
    check(
        kit,
        "00000000000000000006.snapshot",
        "0001"
            + "8254d4f5"
            + "00000001"
            + "0000000000000009"
            + "0001"
            + "00000005"
            + "0000000000000005"
            + "00000001"
            + "0000000000001002"
            + "ffffffff"
            + "ffffffffffffffff");
    assertEquals("0\n1\n0 0\n", Files.readString(kit.directory.resolve("leader-epoch-checkpoint")));
    assertEquals(
        "version: 0\ntopic_id: EjRWeJq8Te-HZUMhD-3LqQ\n",
        Files.readString(kit.directory.resolve("partition.metadata")));
    String segments = Files.readString(kit.directory.resolve("tidepost-segments"));
    assertEquals(
        """
        log-start-offset 0
        log-end-offset 6
        synced-offset 6
        topic-id EjRWeJq8Te-HZUMhD-3LqQ
        leader-epochs 0:0
        """,
        segments.substring(segments.indexOf('\n') + 1, segments.indexOf("producer-snapshot")));
    assertEquals(231, Files.size(kit.directory.resolve("00000000000000000000.log")));
  }

  private static void check(LogKit kit, String name, String hex) throws IOException {
    assertArrayEquals(
        HexFormat.of().parseHex(hex), Files.readAllBytes(kit.directory.resolve(name)), name);
  }
}
