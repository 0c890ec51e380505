package io.tidepost.broker.hostile;

import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.WireWriter;
import io.tidepost.wire.message.SaslAuthenticateRequest;
import io.tidepost.wire.message.SaslAuthenticateResponse;
import io.tidepost.wire.message.SaslHandshakeRequest;
import io.tidepost.wire.message.SaslHandshakeResponse;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import org.apache.kafka.common.security.scram.internals.ScramMechanism;
import org.apache.kafka.common.security.scram.internals.ScramSaslClient;

/// A connection that logs in step by step, as well or as badly as it is told.
public final class SaslPeer implements AutoCloseable {

  private static final short AUTHENTICATE_VERSION = 2;
  private static final short API_VERSIONS = 18;
  private static final short HANDSHAKE = 17;
  private static final short AUTHENTICATE = 36;

  private final Attacker connection;

  public SaslPeer(int port) throws IOException {
    connection = new Attacker(port);
  }

  /// Chooses a mechanism; tokens go into requests behind version 1, and bare behind version 0.
  public ErrorCode handshake(String mechanism, int version) throws IOException {
    var request = new SaslHandshakeRequest();
    request.mechanism = mechanism;
    var out = new WireWriter();
    request.write(out, (short) version);
    connection.send(Attacker.request(HANDSHAKE, (short) version, 1, bytes(out)));
    var in = new WireReader(ByteBuffer.wrap(connection.answer()));
    in.readInt32();
    return ErrorCode.of(SaslHandshakeResponse.read(in, (short) version).errorCode);
  }

  /// Sends a token and waits for what the server says to it.
  public SaslAuthenticateResponse token(byte[] token) throws IOException {
    var request = new SaslAuthenticateRequest();
    request.authBytes = ByteBuffer.wrap(token);
    var out = new WireWriter();
    request.write(out, AUTHENTICATE_VERSION);
    connection.send(Attacker.request(AUTHENTICATE, AUTHENTICATE_VERSION, 2, bytes(out)));
    var in = new WireReader(ByteBuffer.wrap(connection.answer()));
    in.readInt32();
    in.readTagCount();
    return SaslAuthenticateResponse.read(in, AUTHENTICATE_VERSION);
  }

  /// As [#token], of a text in which `|` stands for a zero byte.
  public ErrorCode token(String text) throws IOException {
    byte[] bytes = text.replace('|', '\u0000').getBytes(StandardCharsets.UTF_8);
    return ErrorCode.of(token(bytes).errorCode);
  }

  /// Logs in with a password and one of the SCRAM mechanisms.
  public ErrorCode scram(String mechanism, String user, String password) throws IOException {
    ErrorCode refused = handshake(mechanism, 1);
    if (refused != ErrorCode.NONE) {
      return refused;
    }
    ScramSaslClient client = client(mechanism, user, password);
    SaslAuthenticateResponse challenge = token(client.evaluateChallenge(new byte[0]));
    if (challenge.errorCode != 0) {
      return ErrorCode.of(challenge.errorCode);
    }
    byte[] proof = client.evaluateChallenge(copy(challenge.authBytes));
    return ErrorCode.of(token(proof).errorCode);
  }

  static ScramSaslClient client(String mechanism, String user, String password) throws IOException {
    try {
      return new ScramSaslClient(
          ScramMechanism.forMechanismName(mechanism),
          callbacks -> {
            for (Callback callback : callbacks) {
              if (callback instanceof NameCallback name) {
                name.setName(user);
              } else if (callback instanceof PasswordCallback secret) {
                secret.setPassword(password.toCharArray());
              }
            }
          });
    } catch (NoSuchAlgorithmException e) {
      throw new IOException(e);
    }
  }

  static byte[] copy(ByteBuffer from) {
    byte[] bytes = new byte[from.remaining()];
    from.duplicate().get(bytes);
    return bytes;
  }

  private static byte[] bytes(WireWriter out) {
    return copy(out.toBuffer());
  }

  /// Whether an ordinary request is served on this connection.
  public boolean isServed() throws IOException {
    try {
      connection.send(Attacker.request(API_VERSIONS, (short) 0, 3, new byte[0]));
      return ByteBuffer.wrap(connection.answer()).getInt() == 3;
    } catch (EOFException | SocketException e) {
      return false;
    }
  }

  /// Waits until the server closes the connection.
  public void awaitClosed() throws IOException {
    connection.awaitClosed();
  }

  Attacker connection() {
    return connection;
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
