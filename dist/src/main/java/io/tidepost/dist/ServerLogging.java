package io.tidepost.dist;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.List;

/// The server's log: messages from INFO on, on standard error. Found by Logback as a service; a
/// file named by the system property `logback.configurationFile` counts more.
public final class ServerLogging extends ContextAwareBase implements Configurator {

  private static final String PATTERN = "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %logger{0} - %msg%n";

  /// Logs each token that it refuses, whole and with a stack trace. That a client was refused is in
  /// the log without it.
  private static final String QUOTES_TOKENS =
      "org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler";

  /// Tells of every vote and of every attempt to reach a voter that is away. Who leads, and which
  /// node is not reached, is in the log without it.
  private static final String NARRATES_ELECTIONS = "org.apache.ratis";

  /// Tell of each step of their start, when somebody asks for a page for the first time.
  private static final List<String> NARRATE_STARTS = List.of("io.javalin", "org.eclipse.jetty");

  /// The clients that live in this process print all their settings whenever one is made.
  private static final String PRINTS_SETTINGS = "org.apache.kafka";

  /// What a start sets from the option `tidepost.log.format`.
  static final String FORMAT_PROPERTY = "tidepost.log.format";

  private static Encoder<ILoggingEvent> text() {
    var encoder = new PatternLayoutEncoder();
    encoder.setPattern(PATTERN);
    return encoder;
  }

  private static Encoder<ILoggingEvent> json() {
    var encoder = new JsonEncoder();
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithContext(false);
    encoder.setWithMDC(false);
    encoder.setWithMessage(false);
    encoder.setWithArguments(false);
    encoder.setWithFormattedMessage(true);
    return encoder;
  }

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    if (System.getProperty("logback.configurationFile") != null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    Encoder<ILoggingEvent> encoder =
        "json".equals(System.getProperty(FORMAT_PROPERTY)) ? json() : text();
    encoder.setContext(context);
    encoder.start();
    var appender = new ConsoleAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    root.addAppender(appender);
    context.getLogger(QUOTES_TOKENS).setLevel(Level.OFF);
    context.getLogger(PRINTS_SETTINGS).setLevel(Level.WARN);
    context.getLogger(NARRATES_ELECTIONS).setLevel(Level.ERROR);
    NARRATE_STARTS.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
