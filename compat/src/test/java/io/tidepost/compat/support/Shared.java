package io.tidepost.compat.support;

import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.tool.ApacheTools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Hands every test class the same running server and the same JVM with Apache's tools: both are
/// started when first asked for and ended with the last test. Tests keep apart by using topics and
/// groups of their own.
public final class Shared implements ParameterResolver {
  private static final Namespace SPACE = Namespace.create(Shared.class);

  /// Short delays where Kafka's defaults would make a test wait; everything else as it comes.
  public static final Map<String, String> OPTIONS =
      Map.of(
          "offsets.topic.num.partitions", "3",
          "transaction.state.log.num.partitions", "3",
          "transaction.abort.timed.out.transaction.cleanup.interval.ms", "200",
          "group.initial.rebalance.delay.ms", "0",
          "group.min.session.timeout.ms", "500",
          "log.retention.check.interval.ms", "300",
          "log.segment.delete.delay.ms", "100");

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == ServerUnderTest.class || type == ApacheTools.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    ExtensionContext.Store store = context.getRoot().getStore(SPACE);
    return parameter.getParameter().getType() == ApacheTools.class
        ? store.computeIfAbsent("tools", _ -> new ApacheTools(), ApacheTools.class)
        : store.computeIfAbsent("server", _ -> new Running(), Running.class).server;
  }

  private static final class Running implements AutoCloseable {
    private final ServerUnderTest server;

    Running() {
      server = ServerUnderTest.create(temporary("shared-server"), OPTIONS);
      server.start();
    }

    @Override
    public void close() {
      server.stop();
    }
  }

  /// A new folder under `target`, kept until the next clean build so that a failure can be looked
  /// into.
  public static Path temporary(String name) {
    try {
      Path folder = Path.of("target", "servers").toAbsolutePath();
      Files.createDirectories(folder);
      return Files.createTempDirectory(folder, name + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
