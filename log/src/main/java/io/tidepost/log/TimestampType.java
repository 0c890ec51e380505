package io.tidepost.log;

/// Where a record's timestamp comes from (`message.timestamp.type`).
public enum TimestampType {
  /// The producer's.
  CREATE_TIME("CreateTime"),
  /// The leader's clock at append.
  LOG_APPEND_TIME("LogAppendTime");

  private final String configValue;

  TimestampType(String configValue) {
    this.configValue = configValue;
  }

  /// The option's spelling.
  public String configValue() {
    return configValue;
  }
}
