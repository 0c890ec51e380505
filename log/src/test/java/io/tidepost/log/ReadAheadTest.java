package io.tidepost.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What has left the page cache is read on the I/O pool before the owner loop touches it.
final class ReadAheadTest {

  private static final int BATCHES = 30;

  @TempDir Path directory;
  private final FaultyDisk disk = new FaultyDisk();
  private LogKit kit;

  @BeforeEach
  void create() throws IOException {
    kit = new LogKit(disk, directory);
    kit.config = kit.config.withSegment(2000, Long.MAX_VALUE);
    kit.create();
    for (int i = 0; i < BATCHES; i++) {
      kit.append(Batches.of(1).valueSize(100).timestamp(1000 + i).build());
    }
    kit.runWork();
    assertTrue(kit.log().state().segments.size() > 2);
    disk.cached = false;
  }

  @Test
  void whatIsNotCachedIsReadAheadOnceAndThenServed() throws IOException {
    List<LogWork.Kind> kinds = worksBefore(0);
    assertEquals(1, Collections.frequency(kinds, LogWork.Kind.READ_AHEAD), kinds.toString());
    assertEquals(List.of(), worksBefore(0));
    assertEquals(BATCHES, kit.baseOffsets(0).size());
  }

  @Test
  void whatIsCachedAndTheTailAreServedAtOnce() throws IOException {
    assertEquals(List.of(), worksBefore(BATCHES - 1));
    disk.cached = true;
    List<LogWork.Kind> kinds = worksBefore(0);
    assertFalse(kinds.contains(LogWork.Kind.READ_AHEAD), kinds.toString());
  }

  /// What has to be done before the batch at `offset` is served.
  private List<LogWork.Kind> worksBefore(long offset) throws IOException {
    List<LogWork.Kind> kinds = new ArrayList<>();
    LogWork work;
    while ((work = kit.log().read(offset, 1 << 20, Long.MAX_VALUE, true).work()) != null) {
      kinds.add(work.kind());
      LogKit.run(work);
    }
    return kinds;
  }

  @Test
  void aSearchByTimestampPreparesTheSegmentItEndsIn() throws IOException {
    List<LogWork.Kind> kinds = kinds(1011);
    assertEquals(LogWork.Kind.READ_AHEAD, kinds.getLast());
    assertEquals(11, offset(1011));
    assertEquals(List.of(LogWork.Kind.READ_AHEAD), kinds(1011));
    disk.cached = true;
    assertEquals(List.of(), kinds(1011));
  }

  @Test
  void aSearchLoadsTheIndexesOfAReopenedLogFirst() throws IOException {
    kit.restart();
    assertEquals(List.of(LogWork.Kind.VERIFY, LogWork.Kind.READ_AHEAD), kinds(1011));
    assertEquals(11, offset(1011));
  }

  @Test
  void indexesThatNobodyVouchesForAreLoadedForTheSearchOneByOne() throws IOException {
    kit.sync();
    kit.crash();
    List<LogWork.Kind> kinds = kinds(1011);
    assertTrue(kinds.contains(LogWork.Kind.VERIFY), kinds.toString());
    assertEquals(11, offset(1011));
    assertNull(kit.log().prepareOffsetForTimestamp(1011 + BATCHES).next());
  }

  @Test
  void theLargestTimestampIsPreparedToo() throws IOException {
    SearchPreparation preparation = kit.log().prepareMaxTimestamp();
    LogWork work;
    LogWork last = null;
    while ((work = preparation.next()) != null) {
      last = work;
      LogKit.run(work);
    }
    assertNotNull(last);
    assertEquals(LogWork.Kind.READ_AHEAD, last.kind());
    TimestampOffset found = kit.log().maxTimestamp();
    assertNotNull(found);
    assertEquals(BATCHES - 1, found.offset());
  }

  private List<LogWork.Kind> kinds(long timestamp) throws IOException {
    SearchPreparation preparation = kit.log().prepareOffsetForTimestamp(timestamp);
    List<LogWork.Kind> kinds = new ArrayList<>();
    LogWork work;
    while ((work = preparation.next()) != null) {
      kinds.add(work.kind());
      LogKit.run(work);
    }
    return kinds;
  }

  private long offset(long timestamp) throws IOException {
    TimestampOffset found = kit.log().offsetForTimestamp(timestamp);
    return found == null ? -1 : found.offset();
  }
}
