package io.tidepost.broker.security.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.broker.security.Credentials;
import io.tidepost.broker.security.SecurityConfigException;
import io.tidepost.broker.security.sasl.SaslConversation;
import io.tidepost.broker.security.sasl.SaslFailure;
import io.tidepost.broker.security.scram.ScramCredential;
import io.tidepost.broker.security.scram.ScramHash;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.MetadataDelta;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.image.Provenance;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Names and passwords in one message, and where they are configured.
class PlainMechanismTest {

  private static final Credentials CREDENTIALS = new Credentials();

  static {
    var delta = new MetadataDelta(MetadataImage.EMPTY);
    ScramHash hash = ScramHash.SHA_512;
    delta.replay(MetadataRecord.of(ScramCredential.of(hash, "kept", 4096).record("keeper", hash)));
    MetadataImage image = delta.apply(Provenance.EMPTY);
    CREDENTIALS.follow(() -> image);
  }

  private static SaslConversation begin() {
    return new PlainMechanism(Map.of("user_bob", "builder", "other", "x"), CREDENTIALS).begin();
  }

  private static byte[] message(String text) {
    return text.replace('|', '\u0000').getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"|bob|builder", "bob|bob|builder", "|keeper|kept"})
  void theRightPasswordOpens(String text) throws Exception {
    var conversation = begin();
    assertEquals(0, conversation.step(message(text)).length);
    assertTrue(conversation.isComplete());
    assertEquals(text.split("\\|")[1], conversation.user());
  }

  @ParameterizedTest
  @CsvSource({
    "|bob|destroyer,Authentication failed: Invalid username or password",
    "|nobody|builder,Authentication failed: Invalid username or password",
    "|keeper|lost,Authentication failed: Invalid username or password",
    "|other|x,Authentication failed: Invalid username or password",
    "||x,Authentication failed: username not specified",
    "|bob|,Authentication failed: password not specified",
    "bob|builder,'Invalid SASL/PLAIN response: expected 3 tokens, got 2'",
    "a|b|c|d,'Invalid SASL/PLAIN response: expected 3 tokens, got 4'",
    "alice|bob|builder,Authentication failed: Client requested an authorization id that is"
        + " different from username"
  })
  void everythingElseIsKafkasError(String text, String expected) {
    var conversation = begin();
    var failure = assertThrows(SaslFailure.class, () -> conversation.step(message(text)));
    assertEquals(expected, failure.getMessage());
    assertFalse(conversation.isComplete());
  }

  @Test
  void whateverIsWrongTakesAHash() {
    assertFalse(begin().isExpensive(message("|bob|builder")));
    assertTrue(begin().isExpensive(message("|bob|x")));
    assertTrue(begin().isExpensive(message("|keeper|x")));
    assertTrue(begin().isExpensive(message("|nobody|x")));
    assertFalse(begin().isExpensive(message("nonsense")));
  }

  @Test
  void readsJaas() throws Exception {
    var config =
        JaasConfig.parse(
            "org.example.PlainLoginModule required /* c */ username='admin' user_bob=\"a"
                + " \\\"b\\\"\" user_1-x=7\n"
                + " user_y=word;");
    assertEquals("org.example.PlainLoginModule", config.module());
    assertEquals(
        Map.of("username", "admin", "user_bob", "a \"b\"", "user_1-x", "7", "user_y", "word"),
        config.settings());
    assertFalse(config.toString().contains("admin"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "org.example.Module",
        "org.example.Module required",
        "org.example.Module required user;",
        "org.example.Module required user=;",
        "org.example.Module required user=secret",
        "a.B required; c.D required;"
      })
  void malformedJaasIsRefusedWithoutQuotingIt(String text) {
    var complaint = assertThrows(SecurityConfigException.class, () -> JaasConfig.parse(text));
    assertFalse(String.valueOf(complaint.getMessage()).contains("secret"));
  }
}
