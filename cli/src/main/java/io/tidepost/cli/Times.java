package io.tidepost.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Moments as people type them.
public final class Times {

  private static final Pattern AGO = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
  private static final Pattern EPOCH = Pattern.compile("@(\\d{1,18})");

  private Times() {}

  /// Milliseconds since the epoch of `2026-01-31T08:00:00Z`, with an offset, without one (local
  /// time), of a date, of `@1769846400000`, or of so long ago (`30s`, `15m`, `2h`, `7d`).
  ///
  /// @param nowMillis what "ago" counts from
  public static long parse(String text, long nowMillis) {
    Matcher ago = AGO.matcher(text);
    if (ago.matches()) {
      return nowMillis - duration(Long.parseLong(ago.group(1)), ago.group(2)).toMillis();
    }
    Matcher epoch = EPOCH.matcher(text);
    if (epoch.matches()) {
      return Long.parseLong(epoch.group(1));
    }
    try {
      return calendar(text).toEpochMilli();
    } catch (DateTimeParseException e) {
      throw new Failure(
          "'"
              + text
              + "' is no moment: give 2026-01-31T08:00:00Z, 2026-01-31, @1769846400000"
              + " or so long ago, as 15m",
          e);
    }
  }

  /// Milliseconds of a span such as `30s`, `15m`, `2h`.
  public static long span(String text) {
    Matcher span = AGO.matcher(text);
    if (!span.matches()) {
      throw new Failure("'" + text + "' is no span of time: give one as 500ms, 30s, 15m, 2h or 7d");
    }
    return duration(Long.parseLong(span.group(1)), span.group(2)).toMillis();
  }

  private static Instant calendar(String text) {
    if (text.length() == 10) {
      return LocalDate.parse(text).atStartOfDay(ZoneId.systemDefault()).toInstant();
    }
    boolean zoned = text.endsWith("Z") || text.matches(".*[+-]\\d\\d:?\\d\\d$");
    return zoned
        ? OffsetDateTime.parse(text).toInstant()
        : LocalDateTime.parse(text.replace(' ', 'T')).atZone(ZoneId.systemDefault()).toInstant();
  }

  private static Duration duration(long amount, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }
}
