package io.tidepost.console.web;

import io.javalin.http.Context;
import io.tidepost.console.cluster.ConsoleFailure;

/// What a request says, read with care. Each error names the field.
public final class Asked {

  private Asked() {}

  /// A field of the query or of a form; empty when it is missing.
  public static String text(Context context, String name) {
    String value =
        context.method() == io.javalin.http.HandlerType.POST
            ? context.formParam(name)
            : context.queryParam(name);
    return value == null ? "" : value.strip();
  }

  /// A whole number.
  ///
  /// @param otherwise when the field is missing or empty
  /// @throws ConsoleFailure when it is none, or out of range
  public static long number(Context context, String name, long otherwise, long least, long most) {
    String text = text(context, name);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new ConsoleFailure(
        400, name + ": '" + text + "' is no whole number from " + least + " to " + most + ".");
  }

  /// Whether a box is ticked.
  public static boolean ticked(Context context, String name) {
    return !text(context, name).isEmpty();
  }

  /// Refuses what has to be confirmed by the name of what is lost.
  public static void confirmed(Context context, String name) {
    if (!text(context, "confirm").equals(name)) {
      throw new ConsoleFailure(
          400, "Nothing was done: to confirm, type the name '" + name + "' as it is.");
    }
  }
}
