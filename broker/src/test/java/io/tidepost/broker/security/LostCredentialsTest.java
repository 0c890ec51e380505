package io.tidepost.broker.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.broker.hostile.SaslPeer;
import io.tidepost.broker.server.TestNode;
import io.tidepost.wire.ErrorCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who came in with a credential that is taken away is out at once; everybody else stays.
class LostCredentialsTest {

  private static final ScramMechanism SHORT = ScramMechanism.SCRAM_SHA_256;
  private static final ScramMechanism LONG = ScramMechanism.SCRAM_SHA_512;

  @TempDir Path directory;

  private static UserScramCredentialAlteration set(
      String user, ScramMechanism mechanism, String password) {
    return new UserScramCredentialUpsertion(
        user, new ScramCredentialInfo(mechanism, 4096), password);
  }

  private static void alter(Admin admin, UserScramCredentialAlteration... alterations)
      throws Exception {
    admin.alterUserScramCredentials(List.of(alterations)).all().get();
  }

  private static SaslPeer scram(int port, ScramMechanism mechanism, String user, String password)
      throws Exception {
    var peer = new SaslPeer(port);
    assertEquals(ErrorCode.NONE, peer.scram(mechanism.mechanismName(), user, password));
    return peer;
  }

  @Test
  void onlyConnectionsOfTheCredentialThatIsGoneAreClosed() throws Exception {
    try (TestNode node = start();
        Admin admin = Admin.create(Map.of("bootstrap.servers", node.bootstrap()))) {
      int port = node.port("SASL");
      alter(admin, set("alice", SHORT, "one"), set("bob", LONG, "x"));
      alter(admin, set("alice", LONG, "two"));
      try (SaslPeer first = scram(port, SHORT, "alice", "one");
          SaslPeer second = scram(port, LONG, "alice", "two");
          SaslPeer plain = plain(port, "alice", "one");
          SaslPeer configured = plain(port, "carol", "configured");
          SaslPeer other = scram(port, LONG, "bob", "x")) {
        alter(admin, new UserScramCredentialDeletion("alice", SHORT));
        first.awaitClosed();
        plain.awaitClosed();
        assertTrue(second.isServed(), "came in with another credential of hers");

        alter(admin, set("alice", LONG, "three"));
        assertTrue(second.isServed(), "a password is changed under running clients");
        try (SaslPeer late = new SaslPeer(port)) {
          assertEquals(
              ErrorCode.SASL_AUTHENTICATION_FAILED,
              late.scram(LONG.mechanismName(), "alice", "two"));
        }

        alter(admin, new UserScramCredentialDeletion("alice", LONG));
        second.awaitClosed();
        assertTrue(other.isServed());
        assertTrue(configured.isServed());
      }
    }
  }

  private TestNode start() throws Exception {
    return TestNode.start(
        directory,
        "listeners=PLAINTEXT://127.0.0.1:0,SASL://127.0.0.1:0",
        "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL:SASL_PLAINTEXT",
        "sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512",
        "listener.name.sasl.plain.sasl.jaas.config="
            + "a.PlainLoginModule required user_carol=\"configured\";");
  }

  private static SaslPeer plain(int port, String user, String password) throws Exception {
    var peer = new SaslPeer(port);
    assertEquals(ErrorCode.NONE, peer.handshake("PLAIN", 1));
    assertEquals(ErrorCode.NONE, peer.token("|" + user + "|" + password));
    return peer;
  }
}
