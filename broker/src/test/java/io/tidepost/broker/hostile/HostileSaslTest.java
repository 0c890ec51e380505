package io.tidepost.broker.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.broker.api.ApiRegistry.ServedApi;
import io.tidepost.broker.server.TestNode;
import io.tidepost.wire.ErrorCode;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ApiMessageType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What strangers try before anybody knows who they are: every mechanism, every state.
class HostileSaslTest {

  private static final String HEADER = "{\"alg\":\"RS256\",\"kid\":\"first\"}";
  private static final int RECEIVE_BYTES_MAX = 512 << 10;

  @TempDir static Path directory;

  private static Tokens tokens;
  private static TestNode node;
  private static Innocent innocent;
  private static Health health;
  private static Faults faults;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    tokens = new Tokens();
    node =
        TestNode.start(
            directory,
            "listeners=PLAINTEXT://127.0.0.1:0,SASL://127.0.0.1:0",
            "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL:SASL_PLAINTEXT",
            "sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER",
            "connection.failed.authentication.delay.ms=5",
            "tidepost.bootstrap.scram=SCRAM-SHA-256=[name=alice,password=right]",
            "delegation.token.secret.key=secret",
            "sasl.oauthbearer.jwks.endpoint.url=" + tokens.address(),
            "sasl.oauthbearer.expected.audience=tidepost",
            "sasl.oauthbearer.expected.issuer=issuer",
            "tidepost.durability=os");
    port = node.port("SASL");
    try (SaslPeer peer = new SaslPeer(port)) {
      assertEquals(ErrorCode.NONE, peer.scram("SCRAM-SHA-256", "alice", "right"));
    }
    innocent = new Innocent(Map.of("bootstrap.servers", node.bootstrap()));
    faults = new Faults();
    health = new Health(node);
  }

  @AfterEach
  void nobodyNoticed() throws Exception {
    innocent.check();
    faults.assertNone("an attack");
    try (SaslPeer peer = new SaslPeer(port)) {
      assertEquals(ErrorCode.NONE, peer.scram("SCRAM-SHA-256", "alice", "right"));
      assertTrue(peer.isServed());
    }
  }

  @AfterAll
  static void stop() throws Exception {
    try {
      health.check();
    } finally {
      faults.close();
      innocent.close();
      node.close();
      tokens.close();
    }
  }

  private static void assertRefused(SaslPeer peer, byte[] token) throws IOException {
    try {
      if (peer.token(token).errorCode == 0) {
        // OAUTHBEARER says no in words first (RFC 7628), SCRAM goes on to ask for a proof.
        assertFalse(peer.isServed());
      }
    } catch (EOFException | SocketException e) {
      return; // closed without a word
    }
    peer.awaitClosed();
  }

  private static void assertRefused(String mechanism, byte[] token) throws IOException {
    try (SaslPeer peer = new SaslPeer(port)) {
      assertEquals(ErrorCode.NONE, peer.handshake(mechanism, 1));
      assertRefused(peer, token);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"})
  void garbageInPlaceOfTokens(String mechanism) throws Exception {
    SplittableRandom random = new SplittableRandom(mechanism.hashCode());
    List<byte[]> sound =
        List.of(
            utf8("\u0000alice\u0000right"),
            utf8("n,,n=alice,r=nonce"),
            utf8("n,,\u0001auth=Bearer a.b.c\u0001\u0001"));
    for (int i = 0; i < 60; i++) {
      byte[] token = new byte[random.nextInt(300)];
      random.nextBytes(token);
      assertRefused(mechanism, token);
    }
    var bodies = new HostileBodies(random, List.of(Uuid.randomUuid()), true);
    for (int i = 0; i < 60; i++) {
      byte[] damaged = bodies.damage(sound.get(i % 3));
      if (sound.stream().noneMatch(each -> Arrays.equals(each, damaged))
          && !new String(damaged, StandardCharsets.UTF_8).startsWith("n,,n=")) {
        assertRefused(mechanism, damaged);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SCRAM-SHA-256", "SCRAM-SHA-512"})
  void scramMessagesThatNoClientSends(String mechanism) throws Exception {
    for (String first :
        List.of(
            "",
            "n,,",
            "p=tls-unique,,n=alice,r=nonce",
            "y,,n=,r=nonce",
            "n,,n=alice,r=",
            "n,a=root,n=alice,r=nonce",
            "n,,m=ext,n=alice,r=nonce",
            "n,,n=ali=2ce=,r=nonce",
            "n,,n=alice,r=" + "x".repeat(100_000),
            "n,,n=alice,r=nonce" + ",a=b".repeat(3_500),
            "n,,n=alice,r=nonce" + ",".repeat(15_000),
            "n,,n=nobody,r=nonce,tokenauth=true,,")) {
      assertRefused(mechanism, utf8(first));
    }
  }

  @Test
  void scramProofsThatDoNotBelongToTheFirstMessage() throws Exception {
    for (String last :
        List.of(
            "",
            "c=biws,r=%s",
            "c=biws,r=%s,p=",
            "c=biws,r=other,p=AAAA",
            "c=AAAA,r=%s,p=AAAA",
            "c=biws,r=%s,p=" + "A".repeat(14_000),
            "c=biws,r=%s,i=2147483647,p=AAAA",
            "c=biws,r=%s" + ",a=b".repeat(3_000) + ",p=AAAA",
            "c=biws,r=%s,p=====")) {
      try (SaslPeer peer = new SaslPeer(port)) {
        assertEquals(ErrorCode.NONE, peer.handshake("SCRAM-SHA-256", 1));
        String challenge =
            StandardCharsets.UTF_8
                .decode(peer.token(utf8("n,,n=alice,r=nonce")).authBytes)
                .toString();
        String nonce = challenge.substring(2, challenge.indexOf(",s="));
        assertRefused(peer, utf8(last.replace("%s", nonce)));
      }
    }
  }

  @Test
  void nothingIsServedBeforeAuthentication() throws Exception {
    for (ServedApi api : node.served()) {
      if (api.apiKey() == 17 || api.apiKey() == 18) {
        continue; // SaslHandshake and ApiVersions are what comes first
      }
      var random = new SplittableRandom(api.apiKey());
      byte[] body =
          new HostileBodies(random, List.of(Uuid.randomUuid()), true)
              .body(ApiMessageType.fromApiKey(api.apiKey()).requestSchemas()[api.lowestVersion()]);
      byte[] request = Attacker.request(api.apiKey(), api.lowestVersion(), 1, body);
      try (SaslPeer early = new SaslPeer(port);
          SaslPeer inTheMiddle = new SaslPeer(port)) {
        early.connection().send(request);
        early.awaitClosed();
        if (api.apiKey() != 36) {
          assertEquals(ErrorCode.NONE, inTheMiddle.handshake("PLAIN", 1));
          inTheMiddle.connection().send(request);
          inTheMiddle.awaitClosed();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 18, 36})
  void hostileBodiesOfTheFirstRequests(int apiKey) throws Exception {
    var api = node.served().stream().filter(each -> each.apiKey() == apiKey).findFirst();
    for (short version = 0; version <= api.orElseThrow().highestVersion(); version++) {
      var random = new SplittableRandom(apiKey * 31L + version);
      var bodies = new HostileBodies(random, List.of(Uuid.randomUuid()), true);
      var schema = ApiMessageType.fromApiKey((short) apiKey).requestSchemas()[version];
      for (int i = 0; i < 40; i++) {
        byte[] body = bodies.body(schema);
        for (byte[] sent : List.of(body, bodies.damage(body))) {
          try (SaslPeer peer = new SaslPeer(port)) {
            peer.connection().send(Attacker.request((short) apiKey, version, i, sent));
            peer.connection().send(Attacker.request((short) 3, (short) 13, 1, new byte[0]));
            peer.awaitClosed(); // Metadata in any case is too early
          }
        }
      }
    }
  }

  @Test
  void bareTokensAndRepeatedHandshakes() throws Exception {
    SplittableRandom random = new SplittableRandom(5);
    for (String mechanism : List.of("PLAIN", "SCRAM-SHA-256", "OAUTHBEARER")) {
      for (int i = 0; i < 10; i++) {
        try (SaslPeer peer = new SaslPeer(port)) {
          assertEquals(ErrorCode.NONE, peer.handshake(mechanism, 0));
          byte[] token = new byte[random.nextInt(200)];
          random.nextBytes(token);
          peer.connection().sendRaw(ByteBuffer.allocate(4).putInt(token.length).array());
          peer.connection().sendRaw(token);
          peer.awaitClosed();
        }
      }
    }
    try (SaslPeer peer = new SaslPeer(port)) {
      assertEquals(ErrorCode.UNSUPPORTED_SASL_MECHANISM, peer.handshake("GSSAPI", 1));
      peer.awaitClosed();
    }
    try (SaslPeer twice = new SaslPeer(port)) {
      assertEquals(ErrorCode.NONE, twice.handshake("PLAIN", 1));
      twice.connection().send(Attacker.request((short) 17, (short) 1, 1, new byte[] {0, 0}));
      twice.awaitClosed();
    }
    try (SaslPeer other = new SaslPeer(port)) {
      assertEquals(ErrorCode.NONE, other.scram("SCRAM-SHA-256", "alice", "right"));
      assertEquals(ErrorCode.NONE, other.handshake("PLAIN", 1));
      assertFalse(other.isServed(), "the mechanism cannot change");
    }
  }

  @Test
  void framesBeforeAuthenticationAreSmall() throws Exception {
    for (int size : new int[] {RECEIVE_BYTES_MAX + 1, Integer.MAX_VALUE, -1, 0}) {
      try (SaslPeer peer = new SaslPeer(port)) {
        peer.connection().sendRaw(ByteBuffer.allocate(8).putInt(size).array());
        peer.awaitClosed();
      }
    }
    assertRefused("OAUTHBEARER", new byte[RECEIVE_BYTES_MAX - 100]);
    assertRefused("PLAIN", new byte[RECEIVE_BYTES_MAX - 100]);
    assertRefused("SCRAM-SHA-256", new byte[RECEIVE_BYTES_MAX - 100]);
  }

  @Test
  void hundredsThatSayNothingKeepNobodyOut() throws Exception {
    List<Attacker> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 400; i++) {
        Attacker attacker = new Attacker(port);
        if (i % 2 == 0) {
          attacker.sendRaw(new byte[] {0, 0, 1, 0, 0, 17});
        }
        idle.add(attacker);
      }
      nobodyNoticed();
      long held = node.server().frameBytes();
      assertTrue(held < 4 << 20, () -> held + " bytes are held for 400 silent connections");
    } finally {
      for (Attacker attacker : idle) {
        attacker.close();
      }
    }
  }

  private static String claims(long from, long to) {
    return claims("issuer", "tidepost", from, to);
  }

  private static String claims(String issuer, String audience, long from, long to) {
    return "{\"sub\":\"mallory\",\"iss\":\"%s\",\"aud\":\"%s\",\"iat\":%d,\"nbf\":%d,\"exp\":%d,\"scope\":\"kafka\"}"
        .formatted(issuer, audience, from, from, to);
  }

  private static byte[] bearer(String token) {
    return utf8("n,,\u0001auth=Bearer " + token + "\u0001\u0001");
  }

  @Test
  void tokensThatNobodyMayUse() throws Exception {
    long now = System.currentTimeMillis() / 1000;
    String good = claims(now - 10, now + 600);
    try (SaslPeer peer = new SaslPeer(port)) {
      assertEquals(ErrorCode.NONE, peer.handshake("OAUTHBEARER", 1));
      assertEquals(0, peer.token(bearer(tokens.signed(HEADER, good))).errorCode);
      assertTrue(peer.isServed(), "the same token as it should be");
    }
    String none = Tokens.base64("{\"alg\":\"none\"}") + "." + Tokens.base64(good) + ".";
    List<String> all =
        new ArrayList<>(
            List.of(
                none,
                none + "AAAA",
                Tokens.base64("{\"alg\":\"NoNe\",\"kid\":\"first\"}")
                    + "."
                    + Tokens.base64(good)
                    + ".",
                hmacWithPublicKey(good),
                tokens.signed(HEADER, claims(now - 7200, now - 3600)),
                tokens.signed(HEADER, claims(now + 3600, now + 7200)),
                tokens.signed(HEADER, claims(now - 10, Long.MAX_VALUE)),
                tokens.signed(HEADER, claims(now - 10, -1)),
                tokens.signed(HEADER, claims("somebody", "tidepost", now, now + 600)),
                tokens.signed(HEADER, claims("issuer", "another", now, now + 600)),
                tokens.signed(HEADER, "{}"),
                tokens.signed(HEADER, "[".repeat(20_000)),
                tokens.signed(HEADER, "{\"a\":".repeat(20_000)),
                tokens.signed("{\"alg\":\"RS256\",\"kid\":\"first\",\"crit\":[\"x\"]}", good),
                Tokens.signed(Tokens.newKeys(), HEADER, good),
                "a.b.c",
                "..",
                "x".repeat(300_000),
                "a.".repeat(100_000)));
    for (String token : all) {
      assertRefused("OAUTHBEARER", bearer(token));
    }
  }

  /// The header says HMAC, and the "secret" is the public key.
  private String hmacWithPublicKey(String claims) throws Exception {
    String text =
        Tokens.base64("{\"alg\":\"HS256\",\"kid\":\"first\"}") + "." + Tokens.base64(claims);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(tokens.publicKey(), "HmacSHA256"));
    return text + "." + Tokens.base64(mac.doFinal(utf8(text)));
  }

  @Test
  void keysThatNobodyHasHeardOfDoNotFloodTheirServer() throws Exception {
    long now = System.currentTimeMillis() / 1000;
    String good = claims(now - 10, now + 600);
    int before = tokens.asked();
    for (int i = 0; i < 40; i++) {
      String header = "{\"alg\":\"RS256\",\"kid\":\"unknown-%d\"}".formatted(i);
      assertRefused("OAUTHBEARER", bearer(tokens.signed(header, good)));
    }
    int asked = tokens.asked() - before;
    assertTrue(asked < 20, () -> "asked for keys " + asked + " times");
    tokens.answer("not a set of keys");
    assertRefused(
        "OAUTHBEARER",
        bearer(tokens.signed("{\"alg\":\"RS256\",\"kid\":\"still unknown\"}", good)));
    tokens.fallSilent();
    assertRefused(
        "OAUTHBEARER",
        bearer(tokens.signed("{\"alg\":\"RS256\",\"kid\":\"never answered\"}", good)));
    try (SaslPeer peer = new SaslPeer(port)) {
      assertEquals(ErrorCode.NONE, peer.handshake("OAUTHBEARER", 1));
      assertEquals(0, peer.token(bearer(tokens.signed(HEADER, good))).errorCode);
    }
  }
}
