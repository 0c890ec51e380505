package io.tidepost.broker.api;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.tidepost.broker.Log;
import io.tidepost.metadata.ConfigResource;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.metadata.controller.IncrementalAlterConfigs.Operation;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireException;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.IncrementalAlterConfigsRequest;
import io.tidepost.wire.message.IncrementalAlterConfigsRequest.AlterConfigsResource;
import io.tidepost.wire.message.IncrementalAlterConfigsRequest.AlterableConfig;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// Levels of this process's loggers (KIP-412): shown and changed at run time, kept nowhere.
final class LoggerLevels {

  private static final List<String> LEVELS =
      List.of("DEBUG", "ERROR", "FATAL", "INFO", "TRACE", "WARN");
  private static final String ROOT = "root";

  private LoggerLevels() {}

  /// The level of every logger, by name.
  static Map<String, String> levels() {
    Map<String, String> levels = new TreeMap<>();
    for (Logger logger : loggers().getLoggerList()) {
      boolean root = logger.getName().equals(org.slf4j.Logger.ROOT_LOGGER_NAME);
      levels.put(root ? ROOT : logger.getName(), logger.getEffectiveLevel().toString());
    }
    return levels;
  }

  /// Whether a request to alter configurations is about loggers, which are this process's own.
  static boolean areMeant(ByteBuffer body, short version) {
    try {
      return IncrementalAlterConfigsRequest.read(new WireReader(body), version).resources.stream()
          .anyMatch(resource ->
              ConfigResource.Type.of(resource.resourceType) == ConfigResource.Type.BROKER_LOGGER);
    } catch (WireException e) {
      return false; // whoever reads it next says what is wrong with it
    }
  }

  /// Changes levels, all or none.
  ///
  /// @return why not, or `null`
  static @Nullable Failure alter(AlterConfigsResource asked, int nodeId, boolean validateOnly) {
    Failure failure = checkName(asked.resourceName, nodeId);
    for (AlterableConfig config : asked.configs) {
      if (failure == null) {
        failure = check(config);
      }
    }
    if (failure == null && !validateOnly) {
      asked.configs.forEach(LoggerLevels::apply);
    }
    return failure;
  }

  private static @Nullable Failure checkName(String name, int nodeId) {
    try {
      return Integer.parseInt(name) == nodeId
          ? null
          : invalid("Unexpected broker id, expected " + nodeId + ", but received " + name);
    } catch (NumberFormatException e) {
      return invalid("Node id must be an integer, but it is: " + name);
    }
  }

  private static @Nullable Failure check(AlterableConfig config) {
    Operation operation = Operation.values()[config.configOperation];
    if (loggers().exists(slf4jName(config.name)) == null) {
      return new Failure(ErrorCode.INVALID_CONFIG, "Logger " + config.name + " does not exist!");
    }
    return switch (operation) {
      case SET ->
          LEVELS.contains(config.value)
              ? null
              : new Failure(
                  ErrorCode.INVALID_CONFIG,
                  "Cannot set the log level of "
                      + config.name
                      + " to "
                      + config.value
                      + " as it is not a supported log level. Valid log levels are "
                      + String.join(", ", LEVELS));
      case DELETE ->
          config.name.equals(ROOT)
              ? invalid("Removing the log level of the root logger is not allowed")
              : null;
      case APPEND, SUBTRACT ->
          invalid(operation + " operation is not allowed for the BROKER_LOGGER resource");
    };
  }

  private static void apply(AlterableConfig config) {
    boolean set = config.configOperation == Operation.SET.ordinal();
    // Logback has no FATAL; ERROR is its highest level.
    String level = "FATAL".equals(config.value) ? "ERROR" : String.valueOf(config.value);
    loggers().getLogger(slf4jName(config.name)).setLevel(set ? Level.toLevel(level) : null);
  }

  private static String slf4jName(String name) {
    return name.equals(ROOT) ? org.slf4j.Logger.ROOT_LOGGER_NAME : name;
  }

  private static LoggerContext loggers() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Log.names().forEach(context::getLogger);
    return context;
  }

  private static Failure invalid(String message) {
    return new Failure(ErrorCode.INVALID_REQUEST, message);
  }
}
