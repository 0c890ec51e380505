package io.tidepost.broker.security.inside;

import java.util.Map;

/// Lets clients in this process act for somebody, until it is closed. Any thread.
public final class Pass implements AutoCloseable {

  private final Passes passes;
  private final String id;
  private final String secret;

  Pass(Passes passes, String id, String secret) {
    this.passes = passes;
    this.id = id;
    this.secret = secret;
  }

  /// Settings of Kafka clients that come in by it.
  ///
  /// @param port of the inside listener
  public Map<String, Object> clientSettings(int port) {
    return Map.of(
        "bootstrap.servers",
        "127.0.0.1:" + port,
        "security.protocol",
        "SASL_PLAINTEXT",
        "sasl.mechanism",
        Passes.HASH.mechanism(),
        "sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
            .formatted(id, secret),
        "enable.metrics.push",
        "false");
  }

  /// Nobody comes in by it any more; connections that came in by it are not closed by this.
  @Override
  public void close() {
    passes.forget(id);
  }

  /// Hides the secret.
  @Override
  public String toString() {
    return "Pass[hidden]";
  }
}
