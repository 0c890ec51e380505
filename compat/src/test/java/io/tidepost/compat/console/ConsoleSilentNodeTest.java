package io.tidepost.compat.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import io.tidepost.compat.server.TidepostCluster;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

/// A node that does not answer is named in the consoles of the others, and keeps nothing else from
/// being shown.
class ConsoleSilentNodeTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern CONSOLE = Pattern.compile("console (http://[^,\\s]+)");

  @Test
  void aNodeThatIsGoneIsNamedAndTheOthersAreShown() throws IOException {
    Map<String, String> options = new HashMap<>(Shared.OPTIONS);
    options.put("tidepost.http.listeners", "http://127.0.0.1:0");
    try (TidepostCluster three =
            new TidepostCluster(Shared.temporary("console-silent"), 3, options);
        Chromium chromium = new Chromium()) {
      three.start();
      try (Admin admin = new Clients(three.bootstrap()).admin()) {
        await()
            .atMost(PATIENCE)
            .until(() -> Clients.get(admin.describeCluster().nodes()).size() == 3);
      }
      Matcher console = CONSOLE.matcher(three.node(1).launched().out());
      assertTrue(console.find(), "the ready line names the console");
      try (Page page = chromium.page(console.group(1), 1280, 900)) {
        await().atMost(PATIENCE).until(() -> nodes(page).equals(List.of("1", "2", "3")));
        assertThat(page.locator("main")).not().containsText("is missing here");

        three.node(3).kill();
        await().atMost(PATIENCE).until(() -> nodes(page).equals(List.of("1", "2")));
        assertThat(page.locator(".notice.worried", new Page.LocatorOptions().setHasText("Node 3 ")))
            .containsText("what it knows is missing here");
        Screens.look(page, "slow-without-a-node");
      }
    }
  }

  /// Those that the page about writes tells of.
  private static List<String> nodes(Page page) {
    page.navigate("/cluster/slow");
    return page.locator("tbody tr td:nth-child(1)").allInnerTexts();
  }
}
