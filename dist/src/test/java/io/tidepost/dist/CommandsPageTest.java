package io.tidepost.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidepost.cli.CommandsPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// `docs/COMMANDS.md` says what the commands say.
/// `-Dtest.jvm.extra=-Dtidepost.commands.page=rewrite` writes it.
class CommandsPageTest {

  private static final Path PAGE = Path.of("..", "docs", "COMMANDS.md");

  @Test
  void isFresh() throws IOException {
    String page = CommandsPage.page(Main.commands());
    if ("rewrite".equals(System.getProperty("tidepost.commands.page"))) {
      Files.writeString(PAGE, page);
    }
    assertEquals(
        page,
        Files.readString(PAGE),
        "docs/COMMANDS.md is stale; rewrite it with: mvn -pl dist -am test -Dtest=CommandsPageTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false"
            + " -Dtest.jvm.extra=-Dtidepost.commands.page=rewrite");
  }
}
