package io.tidepost.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.log.segment.Segment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that are not used are closed and opened again, and rotten bits are found before anybody
/// reads them.
final class IdleFilesTest {

  @TempDir Path directory;
  private LogKit kit;

  @BeforeEach
  void open() throws IOException {
    kit = new LogKit(directory);
    kit.config = kit.config.withSegment(1000, Long.MAX_VALUE);
    kit.create();
    for (int i = 0; i < 30; i++) {
      kit.append(Batches.of(1).valueSize(100).build());
    }
    kit.runWork();
  }

  private long openFiles() {
    return kit.log().state().segments.stream().filter(s -> s.openFile() != null).count();
  }

  @Test
  void onlyFilesInUseStayOpen() throws IOException {
    kit.sync();
    kit.read(0);
    assertTrue(openFiles() > 1);
    kit.log().closeIdleFiles(kit.now, false);
    kit.read(0);
    kit.log().closeIdleFiles(kit.now, false);
    assertEquals(1, openFiles(), "the one that was read again");
    kit.log().closeIdleFiles(kit.now, false);
    assertEquals(0, openFiles());
    kit.log().closeIdleFiles(kit.now + 1_000_000, false);
    assertEquals(30, kit.append(Batches.of(1).build()).baseOffset());
    assertEquals(31, kit.baseOffsets(0).size());
  }

  @Test
  void whenFilesAreScarceThoseInUseGoToo() throws IOException {
    kit.sync();
    kit.read(0);
    kit.log().closeIdleFiles(kit.now, true);
    assertEquals(0, openFiles());
    assertEquals(30, kit.baseOffsets(0).size());
    assertEquals(30, kit.append(Batches.of(1).build()).baseOffset());
  }

  /// The segment that it was in the middle of is cut and filled with other batches.
  @Test
  void aScrubBeginsASegmentAnewThatWasTruncated() throws IOException {
    ScrubCursor cursor = new ScrubCursor();
    int steps = 0;
    while (cursor.nextOffset < cursor.segmentBaseOffset + 3) {
      LogKit.run(Objects.requireNonNull(kit.log().scrub(cursor, 1)));
      assertTrue(steps++ < 100, "no segment takes three steps");
    }
    kit.log().truncateTo(cursor.segmentBaseOffset + 1, kit.now);
    for (int i = 0; i < 20; i++) {
      kit.append(Batches.of(1).valueSize(90 + i));
    }
    LogWork work;
    while ((work = kit.log().scrub(cursor, 1)) != null) {
      LogKit.run(work);
    }
    assertEquals(List.of(), kit.damaged);
  }

  @Test
  void aScrubFindsWhatHasRotted() throws IOException {
    Segment second = kit.log().state().segments.get(1);
    byte[] content = Files.readAllBytes(second.path());
    content[content.length / 2] ^= 4;
    Files.write(second.path(), content);
    ScrubCursor cursor = new ScrubCursor();
    int stretches = 0;
    LogWork work;
    while ((work = kit.log().scrub(cursor, 300)) != null) {
      LogKit.run(work);
      stretches++;
    }
    assertTrue(stretches > kit.log().state().segments.size(), "in small steps");
    assertEquals(1, kit.damaged.size());
    assertEquals(second.path(), kit.damaged.get(0).file());
    assertEquals(1, kit.log().damagedRanges().size());
  }
}
