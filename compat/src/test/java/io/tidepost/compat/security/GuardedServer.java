package io.tidepost.compat.security;

import io.tidepost.compat.security.SecureServer.SecureClients;
import java.util.LinkedHashMap;
import java.util.Map;

/// A server with an authorizer. Whoever comes in by the listener `PLAINTEXT` may do everything; by
/// the listener `SASL` come users with a password each, `NAME-secret`, who may do nothing until
/// somebody says so.
public final class GuardedServer implements AutoCloseable {

  private final SecureServer server;

  /// @param users names of the users
  public GuardedServer(String... users) {
    this(Map.of(), users);
  }

  /// @param more options on top
  /// @param users names of the users
  public GuardedServer(Map<String, String> more, String... users) {
    Map<String, String> protocols = new LinkedHashMap<>();
    protocols.put("PLAINTEXT", "PLAINTEXT");
    protocols.put("SASL", "SASL_PLAINTEXT");
    Map<String, String> options = new LinkedHashMap<>();
    options.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    options.put("super.users", "User:ANONYMOUS;User:boss");
    options.put("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512");
    var plain =
        new StringBuilder("org.apache.kafka.common.security.plain.PlainLoginModule required");
    for (String user : users) {
      plain.append(" user_%s=\"%s-secret\"".formatted(user, user));
    }
    options.put("listener.name.sasl.plain.sasl.jaas.config", plain.append(';').toString());
    for (String mechanism : new String[] {"scram-sha-256", "scram-sha-512"}) {
      options.put(
          "listener.name.sasl." + mechanism + ".sasl.jaas.config",
          "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    }
    options.put("transaction.state.log.num.partitions", "1");
    options.put("transaction.state.log.replication.factor", "1");
    options.put("offsets.topic.replication.factor", "1");
    options.put("transaction.state.log.min.isr", "1");
    options.putAll(more);
    server = new SecureServer(protocols, options).started();
  }

  /// Where those come in who may do everything.
  public String openBootstrap() {
    return "127.0.0.1:" + server.port("PLAINTEXT");
  }

  /// Where users come in.
  public String bootstrap() {
    return "127.0.0.1:" + server.port("SASL");
  }

  /// Clients that may do everything.
  SecureClients operator() {
    return server.clients("PLAINTEXT", Map.of());
  }

  /// Clients of a user.
  SecureClients user(String name) {
    return server.clients("SASL", login("PLAIN", name, name + "-secret"));
  }

  /// Properties of a client with that password.
  public static Map<String, String> login(String mechanism, String user, String password) {
    String module =
        mechanism.equals("PLAIN")
            ? "org.apache.kafka.common.security.plain.PlainLoginModule"
            : "org.apache.kafka.common.security.scram.ScramLoginModule";
    return Map.of(
        "security.protocol",
        "SASL_PLAINTEXT",
        "sasl.mechanism",
        mechanism,
        "sasl.jaas.config",
        "%s required username=\"%s\" password=\"%s\";".formatted(module, user, password));
  }

  @Override
  public void close() {
    server.close();
  }
}
