package io.tidepost.broker.security.tls;

import io.tidepost.broker.security.SecurityConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// Makes a user name of a certificate's distinguished name (`ssl.principal.mapping.rules`,
/// KIP-371): the first rule that fits counts. A rule is `DEFAULT`, the name as it is, or
/// `RULE:pattern/replacement/` with an `L` or `U` behind it for lower or upper case.
final class PrincipalMapping {

  private static final String RULE =
      "(DEFAULT)|RULE:((\\\\.|[^\\\\/])*)/((\\\\.|[^\\\\/])*)/([LU]?)";
  private static final Pattern NEXT = Pattern.compile("\\s*(?:" + RULE + ")\\s*(,\\s*|$)");
  private static final Pattern REFERENCE = Pattern.compile("\\$(\\d+)");

  private enum Case {
    AS_IT_IS,
    LOWER,
    UPPER
  }

  /// @param pattern `null` for `DEFAULT`
  private record Rule(@Nullable Pattern pattern, String replacement, Case letters) {}

  private final List<Rule> rules = new ArrayList<>();

  /// @throws SecurityConfigException naming what is no rule
  PrincipalMapping(String text) throws SecurityConfigException {
    String trimmed = text.trim();
    Matcher matcher = NEXT.matcher(trimmed);
    int at = 0;
    while (at < trimmed.length()) {
      if (!matcher.find(at) || matcher.start() != at) {
        throw new SecurityConfigException(
            "ssl.principal.mapping.rules: '" + trimmed.substring(at) + "' is no rule");
      }
      rules.add(rule(matcher));
      at = matcher.end();
    }
  }

  private static Rule rule(Matcher matcher) throws SecurityConfigException {
    if (matcher.group(1) != null) {
      return new Rule(null, "", Case.AS_IT_IS);
    }
    Case letters =
        switch (matcher.group(6)) {
          case "L" -> Case.LOWER;
          case "U" -> Case.UPPER;
          default -> Case.AS_IT_IS;
        };
    try {
      Pattern pattern = Pattern.compile(matcher.group(2));
      int groups = pattern.matcher("").groupCount();
      return new Rule(pattern, literalWhereUnknown(matcher.group(4), groups), letters);
    } catch (PatternSyntaxException e) {
      throw new SecurityConfigException("ssl.principal.mapping.rules: " + e.getMessage(), e);
    }
  }

  /// A reference to a group that the pattern does not have stands for itself.
  private static String literalWhereUnknown(String replacement, int groups) {
    return REFERENCE
        .matcher(replacement)
        .replaceAll(found -> {
          int number = Integer.parseInt(found.group(1));
          while (number > groups && number >= 10) {
            number /= 10;
          }
          return Matcher.quoteReplacement((number > groups ? "\\" : "") + found.group());
        });
  }

  /// The user name, `null` when no rule fits.
  @Nullable String name(String distinguishedName) {
    for (Rule rule : rules) {
      Pattern pattern = rule.pattern;
      if (pattern == null) {
        return distinguishedName;
      }
      Matcher matcher = pattern.matcher(distinguishedName);
      if (matcher.matches()) {
        String name = matcher.reset().replaceAll(rule.replacement);
        return switch (rule.letters) {
          case AS_IT_IS -> name;
          case LOWER -> name.toLowerCase(Locale.ENGLISH);
          case UPPER -> name.toUpperCase(Locale.ENGLISH);
        };
      }
    }
    return null;
  }
}
