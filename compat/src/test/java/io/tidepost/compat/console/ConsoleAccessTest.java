package io.tidepost.compat.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.tidepost.compat.process.Ports;
import io.tidepost.compat.security.GuardedServer;
import io.tidepost.compat.support.Clients;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// API keys, quotas and the audit log in the console, with the rights of who is logged in.
class ConsoleAccessTest {

  private static GuardedServer server;
  private static Chromium chromium;
  private static String base;
  private Page page;

  @BeforeAll
  static void start() throws IOException {
    int port = Ports.free();
    base = "http://127.0.0.1:" + port;
    server =
        new GuardedServer(
            Map.of("tidepost.http.listeners", base, "tidepost.audit.enable", "true"),
            "boss",
            "mallory");
    chromium = new Chromium();
  }

  @AfterAll
  static void stop() {
    chromium.close();
    server.close();
  }

  @BeforeEach
  void open() {
    page = chromium.page(base, 1280, 900);
  }

  @AfterEach
  void close() {
    page.context().close();
  }

  private void login(String user, String to) {
    page.navigate("/login?to=" + to);
    page.locator("#user").fill(user);
    page.locator("#password").fill(user + "-secret");
    press("Log in");
    page.waitForURL("**" + to);
  }

  private void press(String button) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button).setExact(true))
        .click();
  }

  /// A client that logs in with a key.
  private static Admin admin(String key, String secret) {
    Map<String, Object> settings = new HashMap<>(GuardedServer.login("SCRAM-SHA-512", key, secret));
    settings.put("bootstrap.servers", server.bootstrap());
    return Admin.create(settings);
  }

  private Locator row(String text) {
    return page.locator("tbody tr", new Page.LocatorOptions().setHasText(text));
  }

  @Test
  void aKeyIsShownOnceWorksAndIsRevokedByItsName() throws Exception {
    String topic = new Clients(server.openBootstrap()).topic("keyed", 1);
    login("boss", "/access/keys");
    page.getByText("New key").click();
    page.locator("#topics").fill(topic);
    press("Make the key");
    String key = page.locator("#new-key").innerText();
    String secret = page.locator("#new-secret").innerText();
    Screens.look(page, "access-keys");
    try (Admin admin = admin(key, secret)) {
      assertTrue(admin.listTopics().names().get().contains(topic));
    }

    page.navigate("/access/keys");
    assertThat(row(key)).containsText("read");
    assertThat(row(key)).containsText(topic);
    assertTrue(!page.content().contains(secret), "the secret is shown once only");

    Locator row = row(key);
    row.getByText("Revoke", new Locator.GetByTextOptions().setExact(true)).click();
    row.getByLabel("to confirm").fill(key);
    row.getByRole(AriaRole.BUTTON).click();
    assertThat(page.locator(".notice.good")).hasText("Key " + key + " is revoked.");
    assertThat(row(key)).hasCount(0);
    try (Admin admin = admin(key, secret)) {
      assertThrows(ExecutionException.class, () -> admin.listTopics().names().get());
    }
  }

  @Test
  void quotasAreSetChangedAndDeleted() {
    login("boss", "/access/quotas");
    page.getByText("New bound").click();
    page.getByLabel("User").fill("ada");
    page.getByLabel("Value").last().fill("1048576");
    press("Save");
    assertThat(row("user ada")).containsText("1048576 bytes a second");

    row("user ada").getByText("Change").click();
    row("user ada").getByLabel("Value").fill("2097152");
    row("user ada")
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Save"))
        .click();
    assertThat(row("user ada")).containsText("2097152");
    assertEquals(2_097_152, bound());
    row("user ada").getByText("Change").click();
    Screens.look(page, "access-quotas");

    row("user ada").getByLabel("to confirm").fill("ada");
    row("user ada")
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Delete"))
        .click();
    assertThat(row("user ada")).hasCount(0);
    assertEquals(-1, bound());
  }

  private static double bound() {
    try (Admin admin = new Clients(server.openBootstrap()).admin()) {
      return Clients.get(admin.describeClientQuotas(ClientQuotaFilter.all()).entities())
          .entrySet()
          .stream()
          .filter(entry -> entry.getKey().entries().containsValue("ada"))
          .mapToDouble(entry -> entry.getValue().getOrDefault("producer_byte_rate", -1.0))
          .findFirst()
          .orElse(-1);
    }
  }

  @Test
  void theAuditLogTellsWhoWasRefusedToThoseWhoMayReadIt() {
    login("mallory", "/access/keys");
    assertThat(page.locator(".notice.worried")).containsText("Not allowed");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Audit log")).click();
    assertThat(page.locator(".notice.worried")).containsText("You may not see it");

    page.context().clearCookies();
    login("boss", "/access/audit");
    // Events are written once a second.
    page.waitForCondition(() -> {
      page.navigate("/access/audit?user=mallory&result=denied");
      return row("denied").count() > 0;
    });
    assertThat(row("User:mallory").first()).containsText("denied");
    assertThat(row("User:boss")).hasCount(0);
    Screens.look(page, "access-audit");
    page.getByLabel("Result").selectOption("allowed");
    press("Show");
    assertThat(row("denied")).hasCount(0);
  }
}
