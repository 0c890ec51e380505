package io.tidepost.broker.security.outgoing;

import io.tidepost.broker.net.client.ClientSecurity.Authentication;
import io.tidepost.broker.security.scram.ScramHash;
import io.tidepost.broker.security.scram.SecureBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The client's side of SCRAM (RFC 5802). One caller at a time.
final class ScramClient implements Authentication {

  private static final Pattern SERVER_FIRST =
      Pattern.compile("r=([\\x21-\\x2B\\x2D-\\x7E]+),s=([A-Za-z0-9+/=]+),i=([0-9]{1,7})");
  private static final Pattern SERVER_LAST = Pattern.compile("v=([A-Za-z0-9+/=]+)");
  private static final String HEADER = "n,,";
  private static final int NONCE_BYTES = 18;

  /// As Kafka's clients: fewer rounds are a server that wants to learn the password.
  private static final int ITERATIONS_MIN = 4096;

  private static final int ITERATIONS_MAX = 1_000_000;

  /// Hashes the password.
  interface Salting {
    byte[] salted(ScramHash hash, byte[] salt, int iterations);
  }

  private enum State {
    BEGIN,
    FIRST,
    LAST,
    OVER
  }

  private final String mechanism;
  private final ScramHash hash;
  private final Salting salting;
  private final String nonce = Base64.getEncoder().encodeToString(SecureBytes.next(NONCE_BYTES));
  private final String firstBare;
  private State state = State.BEGIN;
  private byte[] expectedProof = {};

  ScramClient(String mechanism, ScramHash hash, String user, Salting salting) {
    this.mechanism = mechanism;
    this.hash = hash;
    this.salting = salting;
    this.firstBare = "n=" + user.replace("=", "=3D").replace(",", "=2C") + ",r=" + nonce;
  }

  @Override
  public String mechanism() {
    return mechanism;
  }

  @Override
  public byte @Nullable [] respond(byte[] challenge) throws IOException {
    String text = new String(challenge, StandardCharsets.UTF_8);
    return switch (state) {
      case BEGIN -> {
        state = State.FIRST;
        yield (HEADER + firstBare).getBytes(StandardCharsets.UTF_8);
      }
      case FIRST -> {
        state = State.LAST;
        yield last(text);
      }
      case LAST -> {
        state = State.OVER;
        check(text);
        yield null;
      }
      case OVER -> null;
    };
  }

  private byte[] last(String serverFirst) throws IOException {
    Matcher matcher = SERVER_FIRST.matcher(serverFirst);
    if (!matcher.matches()) {
      throw new IOException("the answer to the first SCRAM message cannot be read");
    }
    String joined = matcher.group(1);
    int iterations = Integer.parseInt(matcher.group(3));
    if (!joined.startsWith(nonce) || joined.length() == nonce.length()) {
      throw new IOException("the answer to the first SCRAM message is to another one");
    }
    if (iterations < ITERATIONS_MIN || iterations > ITERATIONS_MAX) {
      throw new IOException(iterations + " rounds of hashing are not between 4096 and 1000000");
    }
    byte[] salted = salting.salted(hash, decoded(matcher.group(2)), iterations);
    String header = Base64.getEncoder().encodeToString(HEADER.getBytes(StandardCharsets.US_ASCII));
    String withoutProof = "c=" + header + ",r=" + joined;
    byte[] exchanged =
        (firstBare + "," + serverFirst + "," + withoutProof).getBytes(StandardCharsets.UTF_8);
    expectedProof = hash.hmac(hash.serverKey(salted), exchanged);
    byte[] clientKey = hash.clientKey(salted);
    byte[] signature = hash.hmac(hash.storedKey(salted), exchanged);
    byte[] proof = clientKey.clone();
    for (int i = 0; i < proof.length; i++) {
      proof[i] ^= signature[i];
    }
    return (withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof))
        .getBytes(StandardCharsets.UTF_8);
  }

  /// The server, too, has to know the password, or something that was made of it.
  private void check(String serverLast) throws IOException {
    Matcher matcher = SERVER_LAST.matcher(serverLast);
    if (!matcher.matches() || !MessageDigest.isEqual(decoded(matcher.group(1)), expectedProof)) {
      throw new IOException("the other node does not know this node's password");
    }
  }

  private static byte[] decoded(String base64) throws IOException {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new IOException("a SCRAM message is not base64", e);
    }
  }
}
