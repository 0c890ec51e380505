package io.tidepost.compat.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.raw.Connection;
import io.tidepost.compat.security.SecureServer.SecureClients;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import io.tidepost.compat.tool.ApacheTools;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateDelegationTokenOptions;
import org.apache.kafka.clients.admin.DescribeDelegationTokenOptions;
import org.apache.kafka.clients.admin.ExpireDelegationTokenOptions;
import org.apache.kafka.clients.admin.RenewDelegationTokenOptions;
import org.apache.kafka.common.errors.DelegationTokenNotFoundException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedByAuthenticationException;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.SaslAuthenticateRequestData;
import org.apache.kafka.common.message.SaslAuthenticateResponseData;
import org.apache.kafka.common.message.SaslHandshakeRequestData;
import org.apache.kafka.common.message.SaslHandshakeResponseData;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.token.delegation.DelegationToken;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A server on which everybody has to log in, from its first start: the first administrator,
/// sessions that end, delegation tokens, and bytes that no decent client sends. Tidepost only:
/// Apache Kafka is formatted with its first users by another tool.
@ExtendWith(Shared.class)
final class SessionsTest {

  private static final short ILLEGAL_SASL_STATE = 34;
  private static final int CLOSE_LIMIT_MILLIS = 120_000;

  private static SecureServer server;

  @BeforeAll
  static void start() {
    Map<String, String> protocols = new LinkedHashMap<>();
    protocols.put("SASL", "SASL_PLAINTEXT");
    protocols.put("LASTING", "SASL_PLAINTEXT");
    Map<String, String> options = new LinkedHashMap<>();
    options.put("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512");
    options.put(
        "tidepost.bootstrap.scram", "SCRAM-SHA-256=[name=admin,password=\"first, of all\"]");
    options.put("delegation.token.secret.key", "not to be guessed");
    options.put("listener.name.sasl.plain.connections.max.reauth.ms", "1500");
    options.put("sasl.server.max.receive.size", "20000");
    server = new SecureServer(protocols, options).started();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static SecureClients admins() {
    return server.clients("SASL", SaslTest.login("SCRAM-SHA-256", "admin", "first, of all"));
  }

  private static SecureClients plain() {
    return server.clients("SASL", SaslTest.login("PLAIN", "admin", "first, of all"));
  }

  @Test
  void theFirstUserIsThereFromTheBeginning() {
    admins().exercise(5, 5);
    try (Admin admin = admins().admin()) {
      assertEquals(
          List.of("admin"),
          Clients.get(admin.describeUserScramCredentials().users()).stream()
              .filter("admin"::equals)
              .toList());
    }
  }

  @Test
  void aSessionThatEndsIsRenewedOnItsConnection() {
    try (Admin admin = plain().admin()) {
      Awaitility.await()
          .until(() -> {
            Clients.get(admin.describeCluster().nodes());
            return total(admin, "successful-reauthentication-total") >= 2;
          });
      assertEquals(0.0, total(admin, "failed-authentication-total"));
      assertEquals(0.0, total(admin, "failed-reauthentication-total"));
    }
  }

  private static double total(Admin admin, String metric) {
    return admin.metrics().entrySet().stream()
        .filter(e -> e.getKey().name().equals(metric))
        .mapToDouble(e -> (Double) e.getValue().metricValue())
        .sum();
  }

  private static byte[] plainToken() {
    return "\u0000admin\u0000first, of all".getBytes(StandardCharsets.UTF_8);
  }

  /// Where sessions with PLAIN are short.
  private static Connection connect() throws IOException {
    return new Connection(server.port("SASL"));
  }

  /// Where no session ends, however slow a test is.
  private static Connection connectLasting() throws IOException {
    return new Connection(server.port("LASTING"));
  }

  private static void handshake(Connection connection, String mechanism, int version) {
    var response =
        connection.call(
            new SaslHandshakeRequestData().setMechanism(mechanism),
            new SaslHandshakeResponseData(),
            version);
    assertEquals(0, response.errorCode());
  }

  @Test
  void aConnectionIsNotLoggedInTwice() throws Exception {
    try (Connection connection = connectLasting()) {
      handshake(connection, "PLAIN", 1);
      assertEquals(0, authenticate(connection, plainToken()).errorCode());
      connection.call(new ApiVersionsRequestData(), new ApiVersionsResponseData(), 0);
      var late =
          connection.call(
              new SaslAuthenticateRequestData().setAuthBytes(plainToken()),
              new SaslAuthenticateResponseData(),
              2);
      assertEquals(ILLEGAL_SASL_STATE, late.errorCode());
    }
  }

  @Test
  void aConnectionThatIsUsedAfterItsSessionIsClosed() throws Exception {
    try (Connection connection = connect()) {
      handshake(connection, "PLAIN", 1);
      var answer = authenticate(connection, plainToken());
      assertEquals(0, answer.errorCode());
      assertEquals(1500, answer.sessionLifetimeMs());
      Thread.sleep(1700);
      connection.send(
          io.tidepost.compat.raw.Frames.encode(new MetadataRequestData().setTopics(null), 9));
      assertTrue(connection.closedByBroker(CLOSE_LIMIT_MILLIS));
    }
  }

  private static SaslAuthenticateResponseData authenticate(Connection connection, byte[] token) {
    return connection.call(
        new SaslAuthenticateRequestData().setAuthBytes(token),
        new SaslAuthenticateResponseData(),
        2);
  }

  @Test
  void anotherUserOrMechanismIsNotTheSameSession() throws Exception {
    try (Connection connection = connect()) {
      handshake(connection, "PLAIN", 1);
      assertEquals(0, authenticate(connection, plainToken()).errorCode());
      handshake(connection, "SCRAM-SHA-256", 1);
      connection.send(io.tidepost.compat.raw.Frames.encode(new SaslAuthenticateRequestData(), 2));
      assertTrue(connection.closedByBroker(CLOSE_LIMIT_MILLIS));
    }
  }

  @Test
  void tokensComeBareAfterAnOldHandshake() throws Exception {
    try (Connection connection = connectLasting()) {
      handshake(connection, "PLAIN", 0);
      byte[] token = plainToken();
      connection.sendRaw(
          ByteBuffer.allocate(4 + token.length).putInt(token.length).put(token).flip());
      assertEquals(0, connection.receive().remaining());
      var response =
          connection.call(new ApiVersionsRequestData(), new ApiVersionsResponseData(), 0);
      assertEquals(0, response.errorCode());
    }
  }

  @Test
  void nothingIsServedBeforeTheLogin() throws Exception {
    List<ByteBuffer> frames = new ArrayList<>();
    frames.add(io.tidepost.compat.raw.Frames.encode(new MetadataRequestData().setTopics(null), 9));
    frames.add(
        io.tidepost.compat.raw.Frames.encode(
            new SaslAuthenticateRequestData().setAuthBytes(plainToken()), 2));
    frames.add(ByteBuffer.allocate(7).putInt(3).put(new byte[3]).flip());
    frames.add(ByteBuffer.allocate(4).putInt(20_001).flip());
    frames.add(ByteBuffer.allocate(4).putInt(-1).flip());
    frames.add(ByteBuffer.allocate(12).putInt(8).putShort((short) 17).putShort((short) 9).flip());
    frames.add(ByteBuffer.allocate(14).putInt(10).putShort((short) 17).putShort((short) 1).flip());
    for (int i = 0; i < frames.size(); i++) {
      ByteBuffer frame = frames.get(i);
      try (Connection connection = connect()) {
        ByteBuffer bytes = frame.limit(frame.capacity());
        connection.sendRaw(bytes);
        assertTrue(connection.closedByBroker(CLOSE_LIMIT_MILLIS), "frame " + i);
      }
    }
    admins().exercise(1, 1);
  }

  @Test
  void brokenTokensFailForThemselves() throws Exception {
    List<byte[]> tokens = new ArrayList<>();
    tokens.add(new byte[0]);
    tokens.add(new byte[19_000]);
    tokens.add("n,,n=admin,r=".getBytes(StandardCharsets.UTF_8));
    tokens.add(("n,,n=" + "=2C".repeat(5000) + ",r=x").getBytes(StandardCharsets.UTF_8));
    tokens.add("\u0000\u0000\u0000\u0000".getBytes(StandardCharsets.UTF_8));
    for (String mechanism : List.of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512")) {
      for (byte[] token : tokens) {
        try (Connection connection = connect()) {
          handshake(connection, mechanism, 1);
          var answer = authenticate(connection, token);
          if (answer.errorCode() == 0) {
            answer = authenticate(connection, token);
          }
          assertEquals(58, answer.errorCode());
          assertTrue(connection.closedByBroker(CLOSE_LIMIT_MILLIS));
        }
      }
    }
    admins().exercise(1, 1);
  }

  @Test
  void aTokenStandsForItsOwner() throws Exception {
    try (Admin admin = admins().admin()) {
      var renewer = new KafkaPrincipal("User", "renewer");
      DelegationToken token =
          Clients.get(
              admin
                  .createDelegationToken(
                      new CreateDelegationTokenOptions()
                          .renewers(List.of(renewer))
                          .maxLifetimeMs(3_600_000))
                  .delegationToken());
      assertEquals("admin", token.tokenInfo().owner().getName());
      List<DelegationToken> described =
          Clients.get(admin.describeDelegationToken().delegationTokens());
      assertTrue(described.contains(token), described.toString());

      Map<String, String> login = new HashMap<>();
      login.put("security.protocol", "SASL_PLAINTEXT");
      login.put("sasl.mechanism", "SCRAM-SHA-512");
      login.put(
          "sasl.jaas.config",
          "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\" tokenauth=\"true\";"
              .formatted(token.tokenInfo().tokenId(), token.hmacAsBase64String()));
      SecureClients byToken = server.clients("SASL", login);
      byToken.exercise(5, 5);
      try (Admin second = byToken.admin()) {
        assertInstanceOf(
            UnsupportedByAuthenticationException.class,
            Clients.failure(second.createDelegationToken().delegationToken()));
      }
      long until =
          Clients.get(
              admin
                  .renewDelegationToken(
                      token.hmac(), new RenewDelegationTokenOptions().renewTimePeriodMs(60_000))
                  .expiryTimestamp());
      assertTrue(until < token.tokenInfo().maxTimestamp());
      Clients.get(
          admin
              .expireDelegationToken(
                  token.hmac(), new ExpireDelegationTokenOptions().expiryTimePeriodMs(-1))
              .expiryTimestamp());
      assertInstanceOf(
          DelegationTokenNotFoundException.class,
          Clients.failure(admin.renewDelegationToken(token.hmac()).expiryTimestamp()));
      try (Admin ended = byToken.admin()) {
        assertInstanceOf(
            SaslAuthenticationException.class, Clients.failure(ended.describeCluster().nodes()));
      }
      assertEquals(
          List.of(),
          Clients.get(
              admin
                  .describeDelegationToken(
                      new DescribeDelegationTokenOptions().owners(List.of(renewer)))
                  .delegationTokens()));
    }
  }

  @Test
  void kafkaDelegationTokensWorks(ApacheTools tools) throws IOException {
    Path config = Shared.temporary("token-tool").resolve("client.properties");
    StringBuilder lines = new StringBuilder();
    SaslTest.login("SCRAM-SHA-256", "admin", "first, of all")
        .forEach((name, value) -> lines.append(name).append('=').append(value).append('\n'));
    Files.writeString(config, lines);
    String main = "org.apache.kafka.tools.DelegationTokenCommand";
    List<String> start =
        List.of(
            "--bootstrap-server",
            "127.0.0.1:" + server.port("SASL"),
            "--command-config",
            config.toString());
    List<String> create = new ArrayList<>(start);
    create.addAll(List.of("--create", "--max-life-time-period", "-1"));
    create.addAll(List.of("--renewer-principal", "User:renewer"));
    String out = tools.run(main, create, "").orThrow();
    Matcher hmac = Pattern.compile("([A-Za-z0-9+/]{86}==)").matcher(out);
    assertTrue(hmac.find(), out);
    List<String> describe = new ArrayList<>(start);
    describe.addAll(List.of("--describe", "--owner-principal", "User:admin"));
    assertTrue(tools.run(main, describe, "").orThrow().contains(hmac.group(1)));
    List<String> renew = new ArrayList<>(start);
    renew.addAll(List.of("--renew", "--renew-time-period", "-1", "--hmac", hmac.group(1)));
    tools.run(main, renew, "").orThrow();
    List<String> expire = new ArrayList<>(start);
    expire.addAll(List.of("--expire", "--expiry-time-period", "-1", "--hmac", hmac.group(1)));
    tools.run(main, expire, "").orThrow();
  }
}
