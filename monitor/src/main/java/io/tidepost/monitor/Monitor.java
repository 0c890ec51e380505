package io.tidepost.monitor;

import io.tidepost.base.option.Options;
import io.tidepost.broker.option.MonitorOptions;
import io.tidepost.broker.option.OtlpOptions;
import io.tidepost.broker.server.TidepostServer;
import io.tidepost.monitor.figures.NodeWatch;
import io.tidepost.monitor.jmx.KafkaBeans;
import io.tidepost.monitor.otlp.OtlpPush;
import org.jspecify.annotations.Nullable;

/// What watches one node. Nothing of it is loaded before somebody asks. Any thread.
public final class Monitor {

  private static final String JMX_PROPERTY = "com.sun.management.jmxremote";

  private final TidepostServer server;
  private @Nullable NodeWatch watch;

  public Monitor(TidepostServer server) {
    this.server = server;
  }

  /// The node.
  public TidepostServer server() {
    return server;
  }

  /// Gathers the node's figures; the node must serve clients.
  public synchronized NodeWatch watch() {
    NodeWatch known = watch;
    if (known == null) {
      known = new NodeWatch(server.context());
      watch = known;
    }
    return known;
  }

  /// Registers MBeans where the options, or the JVM's own settings, say that somebody reads them.
  public void startJmxIfWanted() {
    String wanted = server.context().options().get(MonitorOptions.TIDEPOST_JMX_ENABLE);
    if (wanted.equals("true") || wanted.equals("auto") && isJmxInUse()) {
      new KafkaBeans(server.context(), server.ports().keySet(), watch()).start();
    }
  }

  /// Pushes metrics where the options say so.
  ///
  /// @throws IllegalArgumentException naming the option that makes no sense
  public void startOtlpIfWanted() {
    Options options = server.context().options().startup();
    String endpoint = options.get(OtlpOptions.TIDEPOST_OTLP_ENDPOINT);
    if (!endpoint.isEmpty()) {
      OtlpPush.start(this, OtlpOptions.endpoint(endpoint));
    }
  }

  private static boolean isJmxInUse() {
    return System.getProperty(JMX_PROPERTY) != null
        || System.getProperty(JMX_PROPERTY + ".port") != null
        || String.valueOf(System.getenv("TIDEPOST_JAVA_OPTS")).contains("-javaagent:");
  }
}
