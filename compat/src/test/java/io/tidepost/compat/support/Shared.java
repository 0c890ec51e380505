package io.tidepost.compat.support;

import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.tool.ApacheTools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Hands a test class a running server, of one node or of as many as
/// [ServerUnderTest#NODES_PROPERTY] says, and a JVM with Apache's tools, for itself while it runs:
/// both are started when first asked for, handed on to the next class and ended with the last test.
/// Tests keep apart from those before them by using topics and groups of their own.
public final class Shared implements ParameterResolver {
  private static final Namespace IDLE = Namespace.create(Shared.class, "idle");
  private static final Namespace LEASED = Namespace.create(Shared.class, "leased");

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
    return parameter.getParameter().getType() == ApacheTools.class
        ? lease(context, Tools.class, Tools::new).tools
        : lease(context, Running.class, Running::new).server;
  }

  /// What the class of this context has, or takes from those that nobody has, or starts.
  private static <T extends AutoCloseable> T lease(
      ExtensionContext context, Class<T> type, Supplier<T> start) {
    Idle<T> idle =
        context.getRoot().getStore(IDLE).computeIfAbsent(type, _ -> new Idle<T>(), Idle.class);
    ExtensionContext ofClass = context;
    while (ofClass.getParent().orElseThrow() != context.getRoot()) {
      ofClass = ofClass.getParent().orElseThrow();
    }
    Lease<T> lease =
        ofClass
            .getStore(LEASED)
            .computeIfAbsent(type, _ -> new Lease<>(idle, idle.take(start)), Lease.class);
    return lease.thing;
  }

  /// Things that no class has at the moment. Used by several threads.
  private static final class Idle<T extends AutoCloseable> implements AutoCloseable {
    private final Deque<T> things = new ConcurrentLinkedDeque<>();

    T take(Supplier<T> start) {
      T thing = things.poll();
      return thing == null ? start.get() : thing;
    }

    @Override
    public void close() throws Exception {
      for (T thing = things.poll(); thing != null; thing = things.poll()) {
        thing.close();
      }
    }
  }

  /// A thing that one class has until its end.
  private record Lease<T extends AutoCloseable>(Idle<T> idle, T thing) implements AutoCloseable {
    @Override
    public void close() {
      idle.things.push(thing);
    }
  }

  private static final class Tools implements AutoCloseable {
    private final ApacheTools tools = new ApacheTools();

    @Override
    public void close() {
      tools.close();
    }
  }

  private static final class Running implements AutoCloseable {
    private final ServerUnderTest server;

    Running() {
      server = ServerUnderTest.ofAnySize(temporary("shared-server"), OPTIONS);
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
