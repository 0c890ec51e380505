package io.tidepost.broker.plugin;

import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLEngine;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/// An engine factory as an operator might write one.
public final class CountingEngines extends DefaultSslEngineFactory {

  static final AtomicInteger MADE = new AtomicInteger();
  static final AtomicInteger CLOSED = new AtomicInteger();

  @Override
  public SSLEngine createServerSslEngine(String host, int port) {
    MADE.incrementAndGet();
    return super.createServerSslEngine(host, port);
  }

  @Override
  public void close() {
    CLOSED.incrementAndGet();
    super.close();
  }
}
