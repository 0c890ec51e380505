package io.tidepost.dist;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What stands behind `tidepost start`.
///
/// @param config the file, if one was given
/// @param sets `name=value` each, in order
/// @param strict whether an unknown option refuses the start
record StartArguments(@Nullable Path config, List<String> sets, boolean strict) {

  /// Options may be written `--set a=b` and `--set=a=b`.
  ///
  /// @throws IllegalArgumentException with a sentence that names the argument
  static StartArguments parse(String[] args) {
    Path config = null;
    List<String> sets = new ArrayList<>();
    List<String> users = new ArrayList<>();
    boolean strict = false;
    for (int i = 0; i < args.length; i++) {
      String argument = args[i];
      if (i == 0 && argument.equals("start")) {
        continue;
      }
      int equals = argument.indexOf('=');
      String name = equals < 0 ? argument : argument.substring(0, equals);
      switch (name) {
        case "--strict" -> strict = true;
        case "--config", "--set", "--add-scram" -> {
          if (equals < 0 && ++i == args.length) {
            throw new IllegalArgumentException(name + " needs a value");
          }
          String value = equals < 0 ? args[i] : argument.substring(equals + 1);
          if (name.equals("--set")) {
            sets.add(value);
          } else if (name.equals("--add-scram")) {
            users.add(value);
          } else {
            config = Path.of(value);
          }
        }
        default -> throw new IllegalArgumentException("unknown argument '" + argument + "'");
      }
    }
    if (!users.isEmpty()) {
      sets.add("tidepost.bootstrap.scram=" + String.join(";", users));
    }
    return new StartArguments(config, sets, strict);
  }
}
