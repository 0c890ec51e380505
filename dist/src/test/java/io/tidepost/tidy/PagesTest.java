package io.tidepost.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The pages for people: links that lead somewhere, rooms that are all on the map.
class PagesTest {

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern CODE_FENCE = Pattern.compile("(?s)```.*?```");

  @Test
  void relativeLinksLeadSomewhere() {
    List<String> broken = new ArrayList<>();
    for (Path page : Repository.files(".md")) {
      Matcher link = LINK.matcher(CODE_FENCE.matcher(Repository.text(page)).replaceAll(""));
      while (link.find()) {
        String target = link.group(1).replaceFirst("#.*", "");
        if (target.isEmpty() || target.contains(":")) {
          continue;
        }
        Path there = page.resolveSibling(URLDecoder.decode(target, StandardCharsets.UTF_8));
        if (!Files.exists(there)) {
          broken.add(Repository.name(page) + " -> " + link.group(1));
        }
      }
    }
    assertEquals(List.of(), broken, "links that lead nowhere");
  }

  @Test
  void everyModuleIsOnTheMap() {
    String map = Repository.text(Repository.root().resolve("docs/ARCHITECTURE.md"));
    List<String> missing =
        Repository.modules().stream()
            .filter(module -> !Pattern.compile("\\b" + module + "\\b").matcher(map).find())
            .toList();
    assertEquals(List.of(), missing, "modules that docs/ARCHITECTURE.md does not name");
  }

  @Test
  void decisionsAreNumberedWithoutGapsOrDoubles() {
    List<String> names =
        Repository.files(".md").stream()
            .filter(p -> Repository.name(p).startsWith("docs/decisions/0"))
            .map(p -> String.valueOf(p.getFileName()))
            .toList();
    for (int i = 0; i < names.size(); i++) {
      assertEquals(String.format("%04d", i + 1), names.get(i).substring(0, 4), names.get(i));
    }
  }
}
