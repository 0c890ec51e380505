package io.tidepost.broker.security.scram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.broker.security.Credentials;
import io.tidepost.broker.security.sasl.SaslFailure;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.MetadataDelta;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.image.Provenance;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.sasl.SaslException;
import org.apache.kafka.common.security.scram.internals.ScramFormatter;
import org.apache.kafka.common.security.scram.internals.ScramSaslClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Apache Kafka's SCRAM client against this server, without a network; and messages that no decent
/// client sends.
class ScramConversationTest {

  private static Credentials with(ScramHash hash, String user, String password) {
    var delta = new MetadataDelta(MetadataImage.EMPTY);
    var record = ScramCredential.of(hash, password, 4096).record(user, hash);
    delta.replay(MetadataRecord.of(record));
    MetadataImage image = delta.apply(Provenance.EMPTY);
    var credentials = new Credentials();
    credentials.follow(() -> image);
    return credentials;
  }

  private static ScramSaslClient client(ScramHash hash, String user, String password)
      throws SaslException, java.security.NoSuchAlgorithmException {
    return new ScramSaslClient(
        org.apache.kafka.common.security.scram.internals.ScramMechanism.forMechanismName(
            hash.mechanism()),
        callbacks -> {
          for (Callback callback : callbacks) {
            if (callback instanceof NameCallback name) {
              name.setName(user);
            } else if (callback instanceof PasswordCallback secret) {
              secret.setPassword(password.toCharArray());
            }
          }
        });
  }

  @ParameterizedTest
  @EnumSource(ScramHash.class)
  void kafkasClientLogsIn(ScramHash hash) throws Exception {
    for (String user : List.of("alice", "a,b=c", "жена", "=2C")) {
      var server = new ScramMechanism(hash, with(hash, user, "pass wörd,="), null).begin();
      var client = client(hash, user, "pass wörd,=");
      byte[] challenge = server.step(client.evaluateChallenge(new byte[0]));
      byte[] proof = server.step(client.evaluateChallenge(challenge));
      client.evaluateChallenge(proof);
      assertTrue(client.isComplete());
      assertTrue(server.isComplete());
      assertEquals("User:" + user, server.principal());
      assertThrows(SaslFailure.class, () -> server.step(new byte[0]));
    }
  }

  @ParameterizedTest
  @EnumSource(ScramHash.class)
  void anotherPasswordAndAnotherUserFailAtTheSamePlace(ScramHash hash) throws Exception {
    var mechanism = new ScramMechanism(hash, with(hash, "alice", "right"), null);
    for (String user : List.of("alice", "nobody")) {
      var server = mechanism.begin();
      var client = client(hash, user, "wrong");
      byte[] challenge = server.step(client.evaluateChallenge(new byte[0]));
      assertTrue(new String(challenge, StandardCharsets.UTF_8).endsWith(",i=4096"));
      byte[] proof = client.evaluateChallenge(challenge);
      var failure = assertThrows(SaslFailure.class, () -> server.step(proof));
      assertEquals("invalid credentials", failure.getMessage());
      assertFalse(server.isComplete());
    }
  }

  @Test
  void formulasAreKafkas() throws Exception {
    for (ScramHash hash : ScramHash.values()) {
      var formatter =
          new ScramFormatter(
              org.apache.kafka.common.security.scram.internals.ScramMechanism.forMechanismName(
                  hash.mechanism()));
      byte[] salt = SecureBytes.next(20);
      byte[] salted = formatter.saltedPassword("пароль", salt, 5000);
      org.junit.jupiter.api.Assertions.assertArrayEquals(salted, hash.salted("пароль", salt, 5000));
      org.junit.jupiter.api.Assertions.assertArrayEquals(
          formatter.storedKey(formatter.clientKey(salted)), hash.storedKey(salted));
      org.junit.jupiter.api.Assertions.assertArrayEquals(
          formatter.serverKey(salted), hash.serverKey(salted));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "n",
        "n,,",
        "n,,n=,r=x",
        "n,,n=alice",
        "n,,n=alice,r=",
        "p=tls-unique,,n=alice,r=abc",
        "n,,n=al=ice,r=abc",
        "n,,n=alice,r=abc,",
        "n,,n=alice,r=abc,=",
        "n,a=bob,n=alice,r=abc",
        "n,,m=ext,n=alice,r=abc"
      })
  void aMalformedFirstMessageIsRefused(String text) {
    var server =
        new ScramMechanism(ScramHash.SHA_256, with(ScramHash.SHA_256, "alice", "x"), null).begin();
    assertThrows(SaslFailure.class, () -> server.step(text.getBytes(StandardCharsets.UTF_8)));
    assertThrows(
        SaslFailure.class, () -> server.step("n,,n=alice,r=abc".getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "c=biws,r=%s",
        "c=biws,r=%s,p=",
        "c=biws,r=%s,p=====",
        "c=biws,r=%s,p=AAAA",
        "c=biws,r=other,p=AAAA",
        "c=eSws,r=%s,p=AAAA",
        "c=biws,r=%s,p=AAAA,p=BBBB"
      })
  void aMalformedFinalMessageIsRefused(String text) throws Exception {
    var server =
        new ScramMechanism(ScramHash.SHA_256, with(ScramHash.SHA_256, "alice", "x"), null).begin();
    String challenge =
        new String(
            server.step("n,,n=alice,r=abc".getBytes(StandardCharsets.UTF_8)),
            StandardCharsets.UTF_8);
    String nonce = challenge.substring(2, challenge.indexOf(','));
    byte[] message = text.replace("%s", nonce).getBytes(StandardCharsets.UTF_8);
    assertThrows(SaslFailure.class, () -> server.step(message));
  }

  @Test
  void aHugeMessageIsRefusedAtOnce() {
    var mechanism = new ScramMechanism(ScramHash.SHA_256, new Credentials(), null);
    byte[] huge = ("n,,n=" + "a".repeat(400_000) + ",r=x").getBytes(StandardCharsets.UTF_8);
    assertThrows(SaslFailure.class, () -> mechanism.begin().step(huge));
  }

  @Test
  void longMessagesTakeNoDeepStack() throws Exception {
    String attributes = ",a=b".repeat(4_000);
    var failure = new java.util.concurrent.atomic.AtomicReference<Throwable>();
    Thread shallow =
        new Thread(
            null,
            () -> {
              try {
                ScramMessages.first("n,,n=alice,r=nonce" + attributes);
                ScramMessages.last("c=biws,r=nonce" + attributes + ",p=AAAA");
              } catch (SaslFailure | StackOverflowError e) {
                failure.set(e);
              }
            },
            "shallow",
            128 << 10);
    shallow.start();
    shallow.join();
    org.junit.jupiter.api.Assertions.assertNull(failure.get());
  }
}
