package io.tidepost.broker.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.LoggerFactory;

/// Listens to the broker's log: bad input is no fault of the broker's, so nothing there may have a
/// stack trace or be an error, and no line may be absurdly long or have line breaks of a
/// stranger's.
final class Faults implements AutoCloseable {

  private static final int LINE_LENGTH_MAX = 1000;
  private static final String BROKER = "io.tidepost";

  private final List<String> found = new CopyOnWriteArrayList<>();
  private final AtomicInteger lines = new AtomicInteger();
  private final Logger logger = (Logger) LoggerFactory.getLogger(BROKER);

  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          lines.incrementAndGet();
          String text = event.getFormattedMessage();
          boolean absurd =
              text.length() > LINE_LENGTH_MAX || text.chars().anyMatch(Character::isISOControl);
          boolean traced = event.getThrowableProxy() != null;
          if (event.getLevel().isGreaterOrEqual(Level.ERROR) || traced || absurd) {
            found.add(describe(event));
          }
        }
      };

  /// Listens from now on; single lines of the broker do not reach the console meanwhile.
  Faults() {
    appender.start();
    logger.addAppender(appender);
    logger.setAdditive(false);
  }

  private static String describe(ILoggingEvent event) {
    String text = event.getFormattedMessage();
    var out =
        new StringBuilder(text.length() > LINE_LENGTH_MAX ? text.substring(0, 300) + "…" : text);
    for (var proxy = event.getThrowableProxy(); proxy != null; proxy = proxy.getCause()) {
      out.append("\n  ").append(proxy.getClassName()).append(": ").append(proxy.getMessage());
      var trace = proxy.getStackTraceElementProxyArray();
      for (int i = 0; i < Math.min(6, trace.length); i++) {
        out.append("\n    ").append(trace[i].getSTEAsString());
      }
    }
    return out.toString();
  }

  /// Fails when something was found since the last call.
  void assertNone(String what) {
    List<String> all = List.copyOf(found);
    found.clear();
    assertEquals(
        0,
        all.size(),
        () -> what + ":\n" + String.join("\n", all.subList(0, Math.min(4, all.size()))));
  }

  /// Fails when there were more lines than that.
  void assertAtMost(int most) {
    assertTrue(lines.get() <= most, () -> lines.get() + " lines in the log");
  }

  @Override
  public void close() {
    logger.setAdditive(true);
    logger.detachAppender(appender);
    appender.stop();
  }
}
