package io.tidepost.broker.plugin;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import io.tidepost.broker.option.ListenerSettings;
import io.tidepost.broker.option.SslOptions;
import io.tidepost.broker.security.SecurityConfigException;
import io.tidepost.broker.security.tls.TlsEngines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.KeyStore;
import java.util.Map;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.jspecify.annotations.Nullable;

/// TLS engines from a class of the operator's own (`ssl.engine.factory.class`, KIP-519). It is
/// asked on event loops, so it must not block once it is configured.
public final class EngineFactoryPlugin implements TlsEngines {

  private static final String OPTION = "ssl.engine.factory.class";

  private final SslEngineFactory factory;

  private EngineFactoryPlugin(SslEngineFactory factory) {
    this.factory = factory;
  }

  /// @param sasl whether clients say by SASL who they are: then certificates are asked for only
  ///   where the listener's own options want them (KIP-684)
  /// @throws SecurityConfigException with one sentence that names listener and option
  public static EngineFactoryPlugin of(String className, ListenerSettings settings, boolean sasl)
      throws SecurityConfigException {
    Map<String, Object> configs = PluginConfigs.of(settings, SslOptions.GROUP);
    if (sasl && !settings.isOwn(SslOptions.SSL_CLIENT_AUTH)) {
      configs.put(SslOptions.SSL_CLIENT_AUTH.name(), "none");
    }
    try {
      SslEngineFactory factory = Plugins.instance(OPTION, className, SslEngineFactory.class);
      Plugins.configure(OPTION, className, factory, configs);
      return new EngineFactoryPlugin(factory);
    } catch (IllegalArgumentException e) {
      throw new SecurityConfigException(
          "listener.name." + settings.listener() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public SslHandler handler(ByteBufAllocator allocator) {
    return new SslHandler(factory.createServerSslEngine("", -1));
  }

  @Override
  public @Nullable KeyStore keys() {
    return factory.keystore();
  }

  @Override
  public void close() {
    try {
      factory.close();
    } catch (IOException e) {
      throw new UncheckedIOException(OPTION + " could not be closed", e);
    }
  }
}
