package io.tidepost.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What a source file may look like: its size, its words, the sign on its package's door.
class SourcesTest {

  /// Packages that the build writes: what their fields may hold is in the message definitions.
  private static final Set<String> GENERATED =
      Set.of(
          "wire/src/main/java/io/tidepost/wire/message",
          "wire/src/main/java/io/tidepost/wire/record");

  private static final int WELCOME_LINES = 500;
  // Written so that this file does not match itself.
  private static final Pattern LEFT_OVER = Pattern.compile("\\b(TO[D]O|FIX[M]E|X[X]X)\\b");
  private static final Pattern MACHINE_PATH =
      Pattern.compile("(?<![\\w.$}>*-])/(work|root|home|Users)/[\\w.]");

  @Test
  void noFileOverstaysItsWelcomeWithoutAReason() {
    Map<String, String> reasons = Repository.reasons("large-files.txt");
    List<String> large = new ArrayList<>();
    var unusedReasons = new TreeSet<>(reasons.keySet());
    for (Path file : Repository.files(".java")) {
      long lines = Repository.text(file).lines().count();
      if (lines > WELCOME_LINES && !unusedReasons.remove(Repository.name(file))) {
        large.add(Repository.name(file) + ": " + lines + " lines");
      }
    }
    assertEquals(
        List.of(),
        large,
        "split it, or give a reason in dist/src/test/resources/tidy/large-files.txt");
    assertEquals(
        new TreeSet<String>(), unusedReasons, "no longer large: take it out of large-files.txt");
  }

  @Test
  void everyPackageHasASignOnItsDoor() {
    var folders = new TreeSet<Path>();
    for (Path file : Repository.files(".java")) {
      if (Repository.name(file).contains("src/main/java/")) {
        folders.add(file.getParent());
      }
    }
    List<String> bare = new ArrayList<>();
    for (Path folder : folders) {
      Path sign = folder.resolve("package-info.java");
      String text = Files.exists(sign) ? Repository.text(sign) : "";
      boolean generated = GENERATED.contains(Repository.name(folder));
      if ((!generated && !text.contains("@NullMarked")) || !text.startsWith("///")) {
        bare.add(Repository.name(folder));
      }
    }
    assertEquals(List.of(), bare, "needs a package-info.java with a /// sentence and @NullMarked");
  }

  @Test
  void nothingIsLeftForLater() {
    assertEquals(List.of(), matches(LEFT_OVER), "finish it, or do not write it");
  }

  @Test
  void noPathOfOneMachine() {
    assertEquals(List.of(), matches(MACHINE_PATH), "a path that only one machine has");
  }

  private static List<String> matches(Pattern pattern) {
    List<String> found = new ArrayList<>();
    for (Path file :
        Repository.files(".java", ".md", ".xml", ".sh", ".txt", ".properties", "tidepost", "run")) {
      String[] lines = Repository.text(file).split("\n", -1);
      for (int i = 0; i < lines.length; i++) {
        Matcher m = pattern.matcher(lines[i]);
        if (m.find()) {
          found.add(Repository.name(file) + ":" + (i + 1) + ": " + lines[i].strip());
        }
      }
    }
    return found;
  }
}
