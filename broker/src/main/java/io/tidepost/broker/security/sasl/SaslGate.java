package io.tidepost.broker.security.sasl;

import io.tidepost.broker.net.ConnectionInfo;
import io.tidepost.broker.net.Exchange;
import io.tidepost.broker.net.Frame;
import io.tidepost.broker.net.FrameException;
import io.tidepost.broker.net.Gate;
import io.tidepost.broker.net.Identity;
import io.tidepost.broker.security.Login;
import io.tidepost.wire.ApiKey;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Lets nothing but SASL through until the client is authenticated, and again once that has run out
/// (KIP-368). On the connection's loop only.
///
/// ```
///  VERSIONS ── ApiVersions ──> HANDSHAKE ── SaslHandshake ──> TOKENS ── the last token ──> OPEN
///      └──────────────── SaslHandshake ──────────────────────────^ <── SaslHandshake ────────┘
/// ```
///
/// Tokens come in SaslAuthenticate requests, or bare after a handshake of version 0.
final class SaslGate implements Gate {

  private static final int HEADER_BYTES_MIN = 8;
  private static final long ANEW_NANOS_MIN = TimeUnit.SECONDS.toNanos(1);

  private enum Phase {
    VERSIONS,
    HANDSHAKE,
    TOKENS,
    OPEN
  }

  private final SaslListener listener;
  private final ConnectionInfo connection;
  private Phase phase = Phase.VERSIONS;
  private boolean everOpen;
  private boolean bareTokens;
  private @Nullable SaslMechanism mechanism;
  private @Nullable SaslConversation conversation;
  private @Nullable String wrongMechanism;
  private @Nullable Long expiresNanos;
  private @Nullable Long anewNanos;

  SaslGate(SaslListener listener, ConnectionInfo connection) {
    this.listener = listener;
    this.connection = connection;
  }

  SaslListener listener() {
    return listener;
  }

  ConnectionInfo connection() {
    return connection;
  }

  @Override
  public boolean isOpen() {
    return everOpen;
  }

  @Override
  public @Nullable Exchange open(Frame frame) {
    String wrong = wrongMechanism;
    if (wrong != null) {
      throw new FrameException(wrong);
    }
    if (phase == Phase.TOKENS && bareTokens) {
      return new BareTokenExchange(frame, this);
    }
    ByteBuffer bytes = frame.bytes();
    if (bytes.remaining() < HEADER_BYTES_MIN) {
      throw new FrameException(
          "sent a request of " + bytes.remaining() + " bytes, too short for a header");
    }
    short key = bytes.getShort(bytes.position());
    short version = bytes.getShort(bytes.position() + Short.BYTES);
    return switch (phase) {
      case VERSIONS, HANDSHAKE -> beforeTokens(frame, key, version);
      case TOKENS -> {
        if (key != ApiKey.SASL_AUTHENTICATE.id()) {
          throw new FrameException("sent " + name(key) + " in the middle of authentication");
        }
        yield new AuthenticateExchange(frame, this, version);
      }
      case OPEN -> afterwards(frame, key, version);
    };
  }

  private @Nullable Exchange beforeTokens(Frame frame, short key, short version) {
    if (key == ApiKey.SASL_HANDSHAKE.id()) {
      return new HandshakeExchange(frame, this, version);
    }
    if (key != ApiKey.API_VERSIONS.id() || phase == Phase.HANDSHAKE) {
      throw new FrameException("sent " + name(key) + " before it said who it is");
    }
    // A client that is too new for us asks once more in an older version.
    if (version <= ApiKey.API_VERSIONS.highestVersion()) {
      phase = Phase.HANDSHAKE;
    }
    return null;
  }

  private @Nullable Exchange afterwards(Frame frame, short key, short version) {
    long now = System.nanoTime();
    Long last = anewNanos;
    if (key == ApiKey.SASL_HANDSHAKE.id() && (last == null || now - last >= ANEW_NANOS_MIN)) {
      anewNanos = now;
      return new HandshakeExchange(frame, this, version);
    }
    Long end = expiresNanos;
    if (end != null && now - end > 0) {
      throw new FrameException(
          "sent " + name(key) + " after its session has ended, without saying anew who it is");
    }
    return null;
  }

  private static String name(short key) {
    ApiKey api = ApiKey.of(key);
    return api == null ? "API " + key : api.apiName();
  }

  /// Tokens of this mechanism follow.
  void began(SaslMechanism chosen, boolean withoutHeaders) {
    SaslMechanism before = mechanism;
    if (before != null && !before.name().equals(chosen.name())) {
      wrongMechanism =
          "SASL mechanism '%s' requested by client is not supported for re-authentication of mechanism '%s'"
              .formatted(chosen.name(), before.name());
      return;
    }
    mechanism = chosen;
    conversation = chosen.begin();
    bareTokens = withoutHeaders;
    phase = Phase.TOKENS;
  }

  SaslConversation conversation() {
    SaslConversation known = conversation;
    if (known == null) {
      throw new IllegalStateException("a token came before the handshake");
    }
    return known;
  }

  /// Lets requests through, now that the conversation is complete.
  ///
  /// @return how long the session lasts, milliseconds; 0 for ever
  /// @throws SaslFailure when a client that was authenticated before is somebody else now
  long complete() throws SaslFailure {
    SaslConversation known = conversation();
    if (!known.isStillValid()) {
      throw SaslFailure.hidden("the credential was removed meanwhile");
    }
    Identity who = listener.identity(connection, known, mechanismName());
    if (everOpen && !who.principal().equals(connection.principal())) {
      throw SaslFailure.told(
          "Cannot change principals during re-authentication from "
              + connection.principal().replaceFirst(":", ".")
              + ": "
              + who.principal().replaceFirst(":", "."));
    }
    long session = sessionMillis(known);
    connection.authenticated(who, known.credential());
    listener
        .logins()
        .accept(new Login(connection, mechanismName(), who.principal(), everOpen, true));
    conversation = null;
    phase = Phase.OPEN;
    everOpen = true;
    return session;
  }

  private long sessionMillis(SaslConversation known) {
    long most = listener.sessionMillisMax().getOrDefault(mechanismName(), 0L);
    Long credentialEnd = known.expiresAtMillis();
    if (credentialEnd == null && most <= 0) {
      expiresNanos = null;
      return 0;
    }
    long left = credentialEnd == null ? most : credentialEnd - listener.clock().wallMillis();
    long session = Math.max(0, most > 0 ? Math.min(left, most) : left);
    expiresNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(session);
    return session;
  }

  String mechanismName() {
    SaslMechanism known = mechanism;
    return known == null ? "" : known.name();
  }

  /// Notes that the client was not believed.
  void failed() {
    SaslConversation known = conversation;
    String claimed = known == null ? null : known.claimedUser();
    listener
        .logins()
        .accept(
            new Login(
                connection,
                mechanismName(),
                claimed == null ? null : "User:" + claimed,
                everOpen,
                false));
  }

  /// What a client is told whose credentials are wrong.
  String generalFailure() {
    return "Authentication failed during "
        + (everOpen ? "re-authentication" : "authentication")
        + " due to invalid credentials with SASL mechanism "
        + mechanismName();
  }
}
