package io.tidepost.base.option;

import org.jspecify.annotations.Nullable;

/// Where a value comes from.
///
/// @param source the kind of place, as `DescribeConfigs` tells it
/// @param file configuration file, or `--set`; `null` where there is none
/// @param line line in the file, from 1; 0 where there is none
public record Origin(Source source, @Nullable String file, int line) {

  /// Kinds of places with their codes in `DescribeConfigs`.
  public enum Source {
    /// Set on the topic.
    TOPIC(1),
    /// Changed at run time for one broker.
    DYNAMIC_BROKER(2),
    /// Changed at run time for all brokers.
    DYNAMIC_DEFAULT_BROKER(3),
    /// In the configuration file or on the command line.
    STATIC_BROKER(4),
    /// The option's own default.
    DEFAULT(5),
    /// Set on the subscription to client metrics.
    CLIENT_METRICS(7),
    /// Set on the group.
    GROUP(8);

    private final byte wireCode;

    Source(int wireCode) {
      this.wireCode = (byte) wireCode;
    }

    /// The number in `DescribeConfigs` from version 1 on.
    public byte wireCode() {
      return wireCode;
    }
  }

  /// The option's own default.
  public static final Origin DEFAULT = new Origin(Source.DEFAULT, null, 0);

  /// A line of a configuration file.
  public static Origin line(String file, int line) {
    return new Origin(Source.STATIC_BROKER, file, line);
  }

  /// `--set` on the command line.
  public static Origin commandLine() {
    return new Origin(Source.STATIC_BROKER, "--set", 0);
  }

  /// Changed at run time or set on a resource.
  public static Origin of(Source source) {
    return new Origin(source, null, 0);
  }

  /// `server.properties:12`, `--set`, or the kind of place in words.
  @Override
  public String toString() {
    if (file == null) {
      return source.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
    return line == 0 ? file : file + ":" + line;
  }
}
