package io.tidepost.broker.net;

import io.netty.util.internal.logging.AbstractInternalLogger;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.tidepost.broker.Log;
import org.jspecify.annotations.Nullable;

/// What Netty is told before its first class is used: leave out what costs at start-up and is not
/// needed here, and say only what an operator should know.
final class NettySettings {

  private NettySettings() {}

  /// Takes effect once per process; settings from the command line win.
  static void apply() {
    InternalLoggerFactory.setDefaultFactory(new Loggers());
    setIfAbsent("io.netty.leakDetection.level", "disabled");
    // Its first event costs tens of milliseconds, whether anybody records or not.
    setIfAbsent("io.netty.jfr.enabled", "false");
    // Only used to name channels in logs; finding out takes a walk over all network interfaces.
    setIfAbsent("io.netty.machineId", "00:00:00:00:00:00:00:01");
    setIfAbsent("io.netty.processId", "1");
  }

  private static void setIfAbsent(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }

  private static final class Loggers extends InternalLoggerFactory {
    @Override
    protected InternalLogger newInstance(String name) {
      return new Quiet(name);
    }
  }

  /// Passes warnings and errors on, and loads no logging library for anything less.
  private static final class Quiet extends AbstractInternalLogger {

    private static final long serialVersionUID = 1L;

    private static final Log LOG = Log.of(NettySettings.class);

    Quiet(String name) {
      super(name);
    }

    @Override
    public boolean isTraceEnabled() {
      return false;
    }

    @Override
    public boolean isDebugEnabled() {
      return false;
    }

    @Override
    public boolean isInfoEnabled() {
      return false;
    }

    @Override
    public boolean isWarnEnabled() {
      return true;
    }

    @Override
    public boolean isErrorEnabled() {
      return true;
    }

    @Override
    public void trace(@Nullable String message) {}

    @Override
    public void trace(@Nullable String format, @Nullable Object argument) {}

    @Override
    public void trace(@Nullable String format, @Nullable Object first, @Nullable Object second) {}

    @Override
    public void trace(@Nullable String format, @Nullable Object... arguments) {}

    @Override
    public void trace(@Nullable String message, @Nullable Throwable cause) {}

    @Override
    public void debug(@Nullable String message) {}

    @Override
    public void debug(@Nullable String format, @Nullable Object argument) {}

    @Override
    public void debug(@Nullable String format, @Nullable Object first, @Nullable Object second) {}

    @Override
    public void debug(@Nullable String format, @Nullable Object... arguments) {}

    @Override
    public void debug(@Nullable String message, @Nullable Throwable cause) {}

    @Override
    public void info(@Nullable String message) {}

    @Override
    public void info(@Nullable String format, @Nullable Object argument) {}

    @Override
    public void info(@Nullable String format, @Nullable Object first, @Nullable Object second) {}

    @Override
    public void info(@Nullable String format, @Nullable Object... arguments) {}

    @Override
    public void info(@Nullable String message, @Nullable Throwable cause) {}

    @Override
    public void warn(@Nullable String message) {
      LOG.warn("{}: {}", name(), message);
    }

    @Override
    public void warn(@Nullable String format, @Nullable Object argument) {
      LOG.warn(name() + ": " + format, argument);
    }

    @Override
    public void warn(@Nullable String format, @Nullable Object first, @Nullable Object second) {
      LOG.warn(name() + ": " + format, first, second);
    }

    @Override
    public void warn(@Nullable String format, @Nullable Object... arguments) {
      LOG.warn(name() + ": " + format, arguments);
    }

    @Override
    public void warn(@Nullable String message, @Nullable Throwable cause) {
      LOG.warn("{}: {}", name(), message, cause);
    }

    @Override
    public void error(@Nullable String message) {
      LOG.error("{}: {}", name(), message);
    }

    @Override
    public void error(@Nullable String format, @Nullable Object argument) {
      LOG.error(name() + ": " + format, argument);
    }

    @Override
    public void error(@Nullable String format, @Nullable Object first, @Nullable Object second) {
      LOG.error(name() + ": " + format, first, second);
    }

    @Override
    public void error(@Nullable String format, @Nullable Object... arguments) {
      LOG.error(name() + ": " + format, arguments);
    }

    @Override
    public void error(@Nullable String message, @Nullable Throwable cause) {
      LOG.error("{}: {}", name(), message, cause);
    }
  }
}
