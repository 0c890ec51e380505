package io.tidepost.broker.option;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// `docs/OPTIONS.md` says what the declarations say.
/// `-Dtest.jvm.extra=-Dtidepost.options.page=rewrite` writes it.
class OptionsPageTest {

  private static final Path PAGE = Path.of("..", "docs", "OPTIONS.md");

  @Test
  void isFresh() throws IOException {
    if ("rewrite".equals(System.getProperty("tidepost.options.page"))) {
      Files.writeString(PAGE, OptionsPage.page());
    }
    assertEquals(
        OptionsPage.page(),
        Files.readString(PAGE),
        "docs/OPTIONS.md is stale; rewrite it with: mvn -pl broker -am test -Dtest=OptionsPageTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false"
            + " -Dtest.jvm.extra=-Dtidepost.options.page=rewrite");
  }
}
