package io.tidepost.cli.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {

  private static final String FILE =
      """
      node.id=1
      ssl.keystore.password=keystore-42
      listener.name.sasl.plain.sasl.jaas.config=org.example.PlainLoginModule required \\
        username="admin" password="jaas-42" \\
        user_alice="alice-42";
      sasl.oauthbearer.token.endpoint.url=https://login.example/token
      log.dirs=/var/lib/tidepost
      """;

  @Test
  void aFileKeepsEverythingButItsSecrets() {
    String clean = new Redactor().properties(FILE);
    for (String secret : List.of("keystore-42", "jaas-42", "alice-42")) {
      assertFalse(clean.contains(secret), clean);
    }
    for (String kept :
        List.of(
            "node.id=1",
            "log.dirs=/var/lib/tidepost",
            "ssl.keystore.password=" + Redactor.HIDDEN,
            "https://login.example/token")) {
      assertTrue(clean.contains(kept), clean);
    }
  }

  @Test
  void aSecretOfTheFileIsHiddenWhereverItStands() {
    Redactor redactor = new Redactor();
    redactor.properties(FILE);
    redactor.learn(Map.of("sasl.jaas.config", "Module required password='client-42';"));
    assertEquals(
        "cannot open with '[hidden]', [hidden] or [hidden]",
        redactor.text("cannot open with 'keystore-42', alice-42 or client-42"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password=leak-42",
        "Password: \"leak-42\"",
        "clientSecret = leak-42, more",
        "Authorization: Bearer leak-42-abcdef",
        "jdbc:postgresql://tidepost:leak-42@db/x",
        "-----BEGIN PRIVATE KEY-----\nleak-42\n-----END PRIVATE KEY-----",
        "?token=leak-42&x=1",
      })
  void whatLooksLikeASecretIsHidden(String text) {
    String clean = new Redactor().text(text);
    assertFalse(clean.contains("leak-42"), clean);
    assertTrue(clean.contains(Redactor.HIDDEN), clean);
  }
}
