package io.tidepost.compat.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.tidepost.compat.security.SecureServer.SecureClients;
import io.tidepost.compat.security.TokenLogin.Token;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// OAUTHBEARER with tokens that are checked with keys from a server, and clients that have to show
/// a new token before the old one ends.
final class OAuthTest {

  private static final String ISSUER = "https://issuer.example";
  private static final String AUDIENCE = "tidepost";

  /// A client fetches the next one halfway, so a pause may take the other half.
  private static final int TOKEN_SECONDS = 14;

  private static TokenIssuer issuer;
  private static SecureServer server;

  @BeforeAll
  static void start() throws IOException {
    issuer = new TokenIssuer();
    Map<String, String> protocols = new LinkedHashMap<>();
    protocols.put("PLAINTEXT", "PLAINTEXT");
    protocols.put("OAUTH", "SASL_PLAINTEXT");
    Map<String, String> options = new LinkedHashMap<>();
    options.put("sasl.enabled.mechanisms", "OAUTHBEARER");
    options.put("sasl.oauthbearer.jwks.endpoint.url", issuer.address());
    options.put("sasl.oauthbearer.expected.audience", AUDIENCE);
    options.put("sasl.oauthbearer.expected.issuer", ISSUER);
    options.put("sasl.oauthbearer.clock.skew.seconds", "0");
    options.put(
        "listener.name.oauth.oauthbearer.sasl.jaas.config",
        "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;");
    if (ServerUnderTest.isApacheKafka()) {
      options.put(
          "listener.name.oauth.oauthbearer.sasl.server.callback.handler.class",
          "org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler");
    }
    server = new SecureServer(protocols, options).started();
  }

  @AfterAll
  static void stop() {
    server.close();
    issuer.close();
  }

  private static SecureClients clients(Supplier<Token> tokens) {
    String source = Clients.unique("source");
    TokenLogin.SOURCES.put(source, tokens);
    Map<String, String> login = new HashMap<>();
    login.put("security.protocol", "SASL_PLAINTEXT");
    login.put("sasl.mechanism", "OAUTHBEARER");
    login.put("sasl.login.callback.handler.class", TokenLogin.class.getName());
    login.put("sasl.login.refresh.min.period.seconds", "1");
    login.put("sasl.login.refresh.buffer.seconds", "1");
    login.put("sasl.login.refresh.window.factor", "0.5");
    login.put("sasl.login.refresh.window.jitter", "0.0");
    login.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required source=\"%s\";"
            .formatted(source));
    return server.clients("OAUTH", login);
  }

  private static long now() {
    return System.currentTimeMillis() / 1000;
  }

  private static Token good(int seconds) {
    long from = now();
    String claims = TokenIssuer.claims("alice", ISSUER, AUDIENCE, from, from + seconds);
    return new Token(
        TokenIssuer.signed(issuer.keys(), claims), from * 1000, (from + seconds) * 1000);
  }

  /// Hides from the client what is wrong with a token.
  private static Token bad(String value) {
    return new Token(value, System.currentTimeMillis(), System.currentTimeMillis() + 600_000);
  }

  @Test
  void aTokenOpens() {
    clients(() -> good(600)).exercise(20, 20);
  }

  @Test
  void aTokenThatIsNotForUsDoesNot() {
    long from = now() - 100;
    long to = now() + 600;
    String claims = TokenIssuer.claims("alice", ISSUER, AUDIENCE, from, to);
    Map<String, String> tokens = new LinkedHashMap<>();
    tokens.put("another key", TokenIssuer.signed(TokenIssuer.newKeys(), claims));
    tokens.put("nobody's signature", TokenIssuer.unsigned(claims));
    tokens.put("ended", signed(TokenIssuer.claims("alice", ISSUER, AUDIENCE, from, now() - 10)));
    tokens.put("another audience", signed(TokenIssuer.claims("alice", ISSUER, "others", from, to)));
    tokens.put("another issuer", signed(TokenIssuer.claims("alice", "evil", AUDIENCE, from, to)));
    tokens.put("nobody", signed("{\"iss\":\"x\",\"exp\":" + to + "}"));
    tokens.put("not a token", "abc");
    tokens.put("huge", "a".repeat(300_000) + ".b.c");
    tokens.forEach((what, token) -> {
      try (Admin admin = clients(() -> bad(token)).admin()) {
        Throwable failure = Clients.failure(admin.describeCluster().nodes());
        assertInstanceOf(SaslAuthenticationException.class, failure, what);
        assertEquals("{\"status\":\"invalid_token\"}", failure.getMessage(), what);
      }
    });
    clients(() -> good(600)).exercise(1, 1);
  }

  private static String signed(String claims) {
    return TokenIssuer.signed(issuer.keys(), claims);
  }

  @Test
  void aClientShowsANewTokenBeforeTheOldOneEnds() {
    AtomicInteger issued = new AtomicInteger();
    SecureClients clients =
        clients(() -> {
          issued.incrementAndGet();
          return good(TOKEN_SECONDS);
        });
    try (Admin admin = clients.admin()) {
      Awaitility.await()
          .until(() -> {
            Clients.get(admin.describeCluster().nodes());
            return issued.get() > 1 && total(admin, "successful-reauthentication-total") > 0;
          });
      assertEquals(0.0, total(admin, "failed-reauthentication-total"));
    }
  }

  private static double total(Admin admin, String metric) {
    return admin.metrics().entrySet().stream()
        .filter(e -> e.getKey().name().equals(metric))
        .mapToDouble(e -> (Double) e.getValue().metricValue())
        .sum();
  }
}
