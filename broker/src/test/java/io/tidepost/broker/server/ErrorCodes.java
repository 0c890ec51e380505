package io.tidepost.broker.server;

import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.Message;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Finds the errors in a response, wherever they are.
final class ErrorCodes {

  private ErrorCodes() {}

  /// All of them, without [ErrorCode#NONE].
  static Set<ErrorCode> in(Message response) throws IllegalAccessException {
    Set<ErrorCode> found = EnumSet.noneOf(ErrorCode.class);
    collect(response, found);
    found.remove(ErrorCode.NONE);
    return found;
  }

  private static void collect(Object part, Set<ErrorCode> found) throws IllegalAccessException {
    for (Field field : part.getClass().getFields()) {
      if (Modifier.isStatic(field.getModifiers())) {
        continue;
      }
      Object value = field.get(part);
      if (field.getName().toLowerCase(Locale.ROOT).endsWith("errorcode")
          && value instanceof Short code) {
        found.add(ErrorCode.of(code));
      } else if (value instanceof List<?> list) {
        for (Object each : list) {
          if (each != null && each.getClass().getName().startsWith("io.tidepost.wire.message")) {
            collect(each, found);
          }
        }
      }
    }
  }
}
