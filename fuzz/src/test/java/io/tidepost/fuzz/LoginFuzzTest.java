package io.tidepost.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tidepost.broker.security.Credentials;
import io.tidepost.broker.security.SecurityConfigException;
import io.tidepost.broker.security.plain.JaasConfig;
import io.tidepost.broker.security.plain.PlainMechanism;
import io.tidepost.broker.security.sasl.SaslConversation;
import io.tidepost.broker.security.sasl.SaslFailure;
import io.tidepost.broker.security.scram.ScramHash;
import io.tidepost.broker.security.scram.ScramMechanism;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// What is said before anybody is known, and the options that say who is: refused, or understood;
/// and nobody comes in who does not know the password.
class LoginFuzzTest {

  private static final String PASSWORD = "wonderland";

  private static Stream<byte[]> bytes(String... texts) {
    return Stream.of(texts).map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  static Stream<byte[]> configurations() {
    return bytes(
        "",
        "a.PlainLoginModule required user_alice=\"secret\" user_bob='x';",
        "a.Module required debug=true count=3 price=1.5; // comment",
        "a.Module /* comment */ required;",
        "a.Module required x=\"\\\"\\n\";");
  }

  @MethodSource("configurations")
  @FuzzTest(maxDuration = "60s")
  void configuration(byte[] data) {
    try {
      JaasConfig understood = JaasConfig.parse(new String(data, StandardCharsets.UTF_8));
      assertFalse(understood.module().isEmpty());
    } catch (SecurityConfigException refused) {
      // as it should be
    }
  }

  static Stream<byte[]> passwords() {
    return bytes(
        "\0alice\0" + PASSWORD, "alice\0alice\0" + PASSWORD, "\0alice\0x", "\0\0", "\0a\0b\0c", "");
  }

  @MethodSource("passwords")
  @FuzzTest(maxDuration = "60s")
  void plain(byte[] data) {
    SaslConversation conversation =
        new PlainMechanism(Map.of("user_alice", PASSWORD), new Credentials()).begin();
    conversation.isExpensive(data);
    if (said(conversation, data)) {
      String[] parts = new String(data, StandardCharsets.UTF_8).split("\0", -1);
      assertEquals("alice", conversation.user());
      assertEquals("alice", parts[1]);
      assertEquals(PASSWORD, parts[2]);
    }
  }

  static Stream<byte[]> scramMessages() {
    return bytes(
        "n,,n=alice,r=abc\n\nc=biws,r=abc,p=dGVzdA==",
        "n,a=bob,n=al=2Cice,r=abc,tokenauth=true\n\nc=,r=,p=",
        "y,,m=x,n=,r=\n\n",
        "p=tls,,n=a,r=b\n\nc=x");
  }

  @MethodSource("scramMessages")
  @FuzzTest(maxDuration = "60s")
  void scram(byte[] data) {
    SaslConversation conversation =
        new ScramMechanism(ScramHash.SHA_256, new Credentials(), null).begin();
    for (String message : new String(data, StandardCharsets.UTF_8).split("\n\n", 4)) {
      byte[] token = message.getBytes(StandardCharsets.UTF_8);
      conversation.isExpensive(token);
      assertFalse(said(conversation, token), "there is no user at all");
    }
  }

  /// @return whether the client is known now
  private static boolean said(SaslConversation conversation, byte[] token) {
    try {
      conversation.step(token);
      return conversation.isComplete();
    } catch (SaslFailure refused) {
      return false;
    }
  }
}
