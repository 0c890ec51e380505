package io.tidepost.broker;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// A logger whose library is loaded with the first message, so that a start that has nothing to say
/// does not pay for it. Any thread.
public final class Log {

  private static final Set<String> NAMES = ConcurrentHashMap.newKeySet();

  private final String name;
  private volatile @Nullable Logger logger;

  private Log(String name) {
    this.name = name;
  }

  /// The logger of a class.
  public static Log of(Class<?> type) {
    NAMES.add(type.getName());
    return new Log(type.getName());
  }

  /// Names of all loggers of the classes in use, also of those that had nothing to say yet.
  public static Set<String> names() {
    return Set.copyOf(NAMES);
  }

  public void info(String format, @Nullable Object... arguments) {
    logger().info(format, arguments);
  }

  public void warn(String format, @Nullable Object... arguments) {
    logger().warn(format, arguments);
  }

  /// With the values apart, for logs that machines read.
  public void warn(Map<String, ?> values, String format, @Nullable Object... arguments) {
    LoggingEventBuilder event = logger().atWarn().setMessage(format);
    for (Object argument : arguments) {
      event = event.addArgument(argument);
    }
    for (Map.Entry<String, ?> value : values.entrySet()) {
      event = event.addKeyValue(value.getKey(), value.getValue());
    }
    event.log();
  }

  /// The last argument may be a `Throwable`.
  public void error(String format, @Nullable Object... arguments) {
    logger().error(format, arguments);
  }

  private Logger logger() {
    Logger known = logger;
    if (known == null) {
      known = LoggerFactory.getLogger(name);
      logger = known;
    }
    return known;
  }
}
