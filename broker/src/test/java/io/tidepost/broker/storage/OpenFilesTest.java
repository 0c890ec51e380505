package io.tidepost.broker.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/// The limit on open files, as Linux tells it.
class OpenFilesTest {

  @Test
  void theSoftLimitCounts() {
    assertEquals(
        1024,
        OpenFiles.max(
            List.of(
                "Limit                     Soft Limit           Hard Limit           Units     ",
                "Max processes             95790                95790                processes ",
                "Max open files            1024                 524288               files     ")));
    assertEquals(
        Long.MAX_VALUE,
        OpenFiles.max(List.of("Max open files            unlimited            unlimited  files")));
    assertEquals(Long.MAX_VALUE, OpenFiles.max(List.of()));
  }

  @Test
  void whatIsOpenIsBelowIt() {
    assertTrue(OpenFiles.open() < OpenFiles.max());
  }
}
