package io.tidepost.tidy;

import static org.junit.jupiter.api.Assertions.fail;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Formatting is a machine's business. With `-Dtidepost.format=write` this test rewrites what it
/// would otherwise complain about.
class FormattingTest {

  private static final String HOW_TO_MEND =
      "mvn -pl dist -am test -Dtest=FormattingTest -Dtidepost.format=write"
          + " -Dsurefire.failIfNoSpecifiedTests=false";

  private static final boolean WRITE = "write".equals(System.getProperty("tidepost.format"));

  @Test
  void sourcesAreFormattedWithGoogleJavaFormat() {
    List<String> unformatted =
        Repository.files(".java").parallelStream()
            .filter(file -> !isFormatted(file))
            .map(Repository::name)
            .toList();
    if (!unformatted.isEmpty()) {
      fail("not formatted: " + String.join(", ", unformatted) + "\nto mend: " + HOW_TO_MEND);
    }
  }

  private static boolean isFormatted(Path file) {
    String source = Repository.text(file);
    try {
      String formatted = new Formatter().formatSourceAndFixImports(source);
      if (formatted.equals(source)) {
        return true;
      }
      if (WRITE) {
        Files.writeString(file, formatted);
        return true;
      }
      return false;
    } catch (FormatterException e) {
      throw new AssertionError(Repository.name(file) + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new AssertionError(Repository.name(file) + " cannot be written", e);
    }
  }
}
