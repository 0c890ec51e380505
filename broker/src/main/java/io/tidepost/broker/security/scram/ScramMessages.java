package io.tidepost.broker.security.scram;

import io.tidepost.broker.security.sasl.SaslFailure;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The messages of RFC 5802 that a client sends. All patterns take linear time.
final class ScramMessages {

  private static final String ATTRIBUTES = "((?:,[A-Za-z]+=[^,\\x00]*+)*+)";
  private static final Pattern FIRST =
      Pattern.compile(
          "(([ny]),(?:a=([^,\\x00]*+))?+,)(n=([^,\\x00]++),r=([\\x21-\\x2B\\x2D-\\x7E]++)"
              + ATTRIBUTES
              + ")");
  private static final Pattern FINAL =
      Pattern.compile(
          "(c=([A-Za-z0-9+/=]++),r=([\\x21-\\x2B\\x2D-\\x7E]++)"
              + "((?:,(?!p=)[A-Za-z]+=[^,\\x00]*+)*+)),p=([A-Za-z0-9+/=]++)");

  /// Longest message that is looked at; user name, nonce and extensions are much shorter.
  private static final int CHARACTERS_MAX = 16 << 10;

  private ScramMessages() {}

  /// The first message of a client.
  ///
  /// @param header the GS2 header, which comes back in the final message
  /// @param authorizationId whom the client wants to act as, if it says so
  /// @param bare the message without the header
  record First(
      String header,
      @Nullable String authorizationId,
      String bare,
      String user,
      String nonce,
      String extensions) {

    boolean asksForToken() {
      return extensions.contains(",tokenauth=true");
    }
  }

  /// The last message of a client.
  ///
  /// @param withoutProof what the proof is about
  record Final(byte[] header, String nonce, String withoutProof, byte[] proof) {}

  static First first(String text) throws SaslFailure {
    Matcher matcher = FIRST.matcher(bounded(text));
    if (!matcher.matches()) {
      throw SaslFailure.hidden("the first SCRAM message is malformed");
    }
    String authorizationId = matcher.group(3);
    return new First(
        matcher.group(1),
        authorizationId == null || authorizationId.isEmpty() ? null : unescaped(authorizationId),
        matcher.group(4),
        unescaped(matcher.group(5)),
        matcher.group(6),
        matcher.group(7));
  }

  static Final last(String text) throws SaslFailure {
    Matcher matcher = FINAL.matcher(bounded(text));
    if (!matcher.matches()) {
      throw SaslFailure.hidden("the final SCRAM message is malformed");
    }
    try {
      Base64.Decoder base64 = Base64.getDecoder();
      return new Final(
          base64.decode(matcher.group(2)),
          matcher.group(3),
          matcher.group(1),
          base64.decode(matcher.group(5)));
    } catch (IllegalArgumentException e) {
      throw SaslFailure.hidden("the final SCRAM message is not base64");
    }
  }

  private static String bounded(String text) throws SaslFailure {
    if (text.length() > CHARACTERS_MAX) {
      throw SaslFailure.hidden("a SCRAM message of " + text.length() + " characters");
    }
    return text;
  }

  private static String unescaped(String name) throws SaslFailure {
    String text = name.replace("=2C", ",").replace("=3D", "\u0000");
    if (text.indexOf('=') >= 0) {
      throw SaslFailure.hidden("a user name in a SCRAM message is malformed");
    }
    return text.replace('\u0000', '=');
  }
}
