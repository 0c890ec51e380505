package io.tidepost.cli.debug;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes secrets out of texts: values of options whose names say that they are secret, what looks
/// like a secret wherever it stands, and every secret that it has learnt, in any text.
final class Redactor {

  /// What stands in its place.
  static final String HIDDEN = "[hidden]";

  /// Shorter ones are words that stand everywhere.
  private static final int LENGTH_MIN = 4;

  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "password|passwd|secret|jaas|token(?!.*(url|endpoint|lifetime|expiry|interval))"
              + "|credential|keystore\\.key|certificate\\.chain|truststore\\.certificates"
              + "|private\\.?key|basic\\.auth|api\\.?key",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern PROPERTY =
      Pattern.compile(
          "(?m)^([ \\t]*)([A-Za-z0-9_.\\-]+)([ \\t]*[=:][ \\t]*)((?:[^\\n]*\\\\\\n)*[^\\n]*)");

  private static final Pattern[] SHAPES = {
    Pattern.compile(
        "((?:password|passwd|secret|token|api[-_.]?key|user_[A-Za-z0-9_.\\-]+)\\s*[=:]\\s*)"
            + "(\"[^\"]*\"|'[^']*'|[^\\s,;&]+)",
        Pattern.CASE_INSENSITIVE),
    Pattern.compile("(\\b(?:Bearer|Basic)\\s+)([A-Za-z0-9+/=_.\\-]{8,})"),
    Pattern.compile("(://[^/\\s:@]+:)([^/\\s@]+)(?=@)"),
    Pattern.compile("(-----BEGIN [A-Z ]*PRIVATE KEY-----)(.*?)(?=-----END|\\z)", Pattern.DOTALL),
  };

  private final TreeSet<String> learnt =
      new TreeSet<>(
          Comparator.comparingInt(String::length)
              .reversed()
              .thenComparing(Comparator.naturalOrder()));

  /// Whether the name of an option says that its value is a secret.
  static boolean isSecret(String name) {
    return SECRET_NAME.matcher(name).find();
  }

  /// From now on this is hidden wherever it stands.
  void learn(String secret) {
    String value = secret.strip();
    if (value.length() >= LENGTH_MIN && !value.equals(HIDDEN)) {
      learnt.add(value);
    }
  }

  /// Learns the secrets among options.
  void learn(Map<String, ?> options) {
    options.forEach((name, value) -> learn(name, String.valueOf(value)));
  }

  private void learn(String name, String value) {
    if (isSecret(name)) {
      learn(value);
    }
    Matcher inside = SHAPES[0].matcher(value);
    while (inside.find()) {
      String found = inside.group(2);
      boolean quoted = found.length() > 1 && "\"'".indexOf(found.charAt(0)) >= 0;
      learn(quoted ? found.substring(1, found.length() - 1) : found);
    }
  }

  /// A properties file without its secrets; they are learnt.
  String properties(String text) {
    Matcher lines = PROPERTY.matcher(text);
    StringBuilder result = new StringBuilder();
    while (lines.find()) {
      String name = lines.group(2);
      learn(name, lines.group(4));
      lines.appendReplacement(
          result,
          Matcher.quoteReplacement(
              isSecret(name.toLowerCase(Locale.ROOT))
                  ? lines.group(1) + name + lines.group(3) + HIDDEN
                  : lines.group()));
    }
    lines.appendTail(result);
    return text(result.toString());
  }

  /// Any text without secrets.
  String text(String text) {
    String clean = text;
    for (Pattern shape : SHAPES) {
      clean =
          shape
              .matcher(clean)
              .replaceAll(found -> Matcher.quoteReplacement(found.group(1) + HIDDEN));
    }
    for (String secret : learnt) {
      clean = clean.replace(secret, HIDDEN);
    }
    return clean;
  }
}
