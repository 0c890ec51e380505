package io.tidepost.compat.console;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.tidepost.compat.foreign.NodePackage;
import io.tidepost.compat.process.Places;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The system's Chromium, driven by Playwright.
final class Chromium implements AutoCloseable {

  private static final String HOW_TO_INSTALL = "apt-get install chromium";
  private static final double PATIENCE_MILLIS = 60_000;

  private static final List<String> QUIETLY =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--disable-dev-shm-usage");

  private final Playwright playwright;
  private final Browser browser;

  Chromium() throws IOException {
    Path folder = NodePackage.install("browser", "playwright-core");
    Path driver = folder.resolve("driver");
    Files.createDirectories(driver);
    if (!Files.exists(driver.resolve("package"))) {
      Files.createSymbolicLink(
          driver.resolve("package"), folder.resolve("node_modules/playwright-core"));
    }
    System.setProperty("playwright.cli.dir", driver.toString());
    Path node = Places.executable("node", NodePackage.HOW_TO_INSTALL);
    playwright =
        Playwright.create(
            new Playwright.CreateOptions()
                .setEnv(
                    Map.of(
                        "PLAYWRIGHT_NODEJS_PATH",
                        node.toString(),
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(Places.executable("chromium", HOW_TO_INSTALL))
                    .setArgs(QUIETLY)
                    .setTimeout(PATIENCE_MILLIS));
  }

  /// A new window, without anything that another one left behind.
  Page page(String base, int width, int height) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions().setBaseURL(base).setViewportSize(width, height));
    Page page = context.newPage();
    page.setDefaultTimeout(PATIENCE_MILLIS);
    page.setDefaultNavigationTimeout(PATIENCE_MILLIS);
    return page;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
