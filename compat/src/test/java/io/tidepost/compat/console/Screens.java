package io.tidepost.compat.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.tidepost.compat.process.Places;
import java.util.Locale;

/// Pictures of a page in both themes, on a wide and a narrow screen, to be looked at.
final class Screens {

  private static final int[] WIDTHS = {1280, 390};
  private static final int HEIGHT = 900;

  private Screens() {}

  /// Takes them of the page as it is, and sees that it is nowhere wider than the screen.
  static void look(Page page, String name) {
    for (ColorScheme scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
      for (int width : WIDTHS) {
        page.setViewportSize(width, HEIGHT);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        String file = name + "-" + scheme.name().toLowerCase(Locale.ROOT) + "-" + width + ".png";
        page.screenshot(
            new Page.ScreenshotOptions()
                .setPath(Places.root().resolve("compat/target/screenshots").resolve(file))
                .setFullPage(true));
        assertEquals(
            width,
            ((Number) page.evaluate("document.documentElement.scrollWidth")).intValue(),
            name + " is wider than " + width);
      }
    }
    page.setViewportSize(WIDTHS[0], HEIGHT);
  }
}
