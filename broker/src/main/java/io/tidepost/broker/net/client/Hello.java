package io.tidepost.broker.net.client;

import io.tidepost.wire.ApiKey;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.Message;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.ApiVersionsRequest;
import io.tidepost.wire.message.ApiVersionsResponse;
import io.tidepost.wire.message.SaslAuthenticateRequest;
import io.tidepost.wire.message.SaslAuthenticateResponse;
import io.tidepost.wire.message.SaslHandshakeRequest;
import io.tidepost.wire.message.SaslHandshakeResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a connection begins with: it asks which versions the other node speaks, so that nodes of
/// different releases understand each other, and says by SASL who it is. On the connection's loop.
final class Hello {

  private static final short HELLO_VERSION = 3;
  private static final short HANDSHAKE_VERSION = 1;
  private static final short AUTHENTICATE_VERSION = 2;
  private static final byte[] NOTHING = {};

  /// Part of a session's life after which it is renewed.
  private static final double RENEW_AFTER = 0.85;

  private record Range(short lowest, short highest) {}

  private final Wire wire;
  private final ClientSecurity security;
  private final Map<Short, Range> served = new HashMap<>();

  Hello(Wire wire, ClientSecurity security) {
    this.wire = wire;
    this.security = security;
  }

  void begin() {
    var request = new ApiVersionsRequest();
    request.clientSoftwareName = "tidepost";
    request.clientSoftwareVersion = "1";
    call(
        ApiVersionsRequest.API_KEY,
        HELLO_VERSION,
        request,
        ApiVersionsResponse::read,
        response -> {
          if (response.errorCode != ErrorCode.NONE.code()) {
            refuse("does not say what it serves: " + ErrorCode.of(response.errorCode));
            return;
          }
          for (var api : response.apiKeys) {
            served.put(api.apiKey, new Range(api.minVersion, api.maxVersion));
          }
          authenticate();
        });
  }

  /// The newest version of a request that both sides know; -1 when there is none.
  int version(Call<?> call) {
    if (call.apiKey() >= ApiKey.FIRST_OWN) {
      return call.lowestVersion(); // not advertised
    }
    Range range = served.get(call.apiKey());
    if (range == null) {
      return -1;
    }
    int version = Math.min(range.highest(), call.highestVersion());
    return version < Math.max(range.lowest(), call.lowestVersion()) ? -1 : version;
  }

  /// Says by SASL who this node is, where that is wanted.
  void authenticate() {
    ClientSecurity.Authentication sasl = security.sasl();
    if (sasl == null) {
      wire.ready();
      return;
    }
    var request = new SaslHandshakeRequest();
    request.mechanism = sasl.mechanism();
    call(
        SaslHandshakeRequest.API_KEY,
        HANDSHAKE_VERSION,
        request,
        SaslHandshakeResponse::read,
        response -> {
          if (response.errorCode == ErrorCode.NONE.code()) {
            respond(sasl, NOTHING, 0);
          } else {
            refuse(
                "does not let this node say who it is by "
                    + sasl.mechanism()
                    + "; it offers "
                    + response.mechanisms);
          }
        });
  }

  private void respond(
      ClientSecurity.Authentication sasl, byte[] challenge, long sessionLifetimeMillis) {
    byte @Nullable [] answer;
    try {
      answer = sasl.respond(challenge);
    } catch (IOException e) {
      wire.close(new IOException(wire.address() + ": " + e.getMessage(), e));
      return;
    }
    if (answer == null) {
      if (sessionLifetimeMillis > 0) {
        wire.greetAgainIn((long) (sessionLifetimeMillis * RENEW_AFTER));
      }
      wire.ready();
      return;
    }
    var request = new SaslAuthenticateRequest();
    request.authBytes = ByteBuffer.wrap(answer);
    call(
        SaslAuthenticateRequest.API_KEY,
        AUTHENTICATE_VERSION,
        request,
        SaslAuthenticateResponse::read,
        response -> {
          if (response.errorCode == ErrorCode.NONE.code()) {
            byte[] next = new byte[response.authBytes.remaining()];
            response.authBytes.duplicate().get(next);
            respond(sasl, next, response.sessionLifetimeMs);
          } else {
            refuse(
                "does not believe who this node says it is: "
                    + (response.errorMessage == null
                        ? ErrorCode.of(response.errorCode)
                        : response.errorMessage));
          }
        });
  }

  private void refuse(String what) {
    wire.close(new IOException(wire.address() + " " + what));
  }

  private <S extends Message> void call(
      short apiKey,
      short version,
      Message request,
      BiFunction<WireReader, Short, S> reader,
      Consumer<S> then) {
    wire.transmit(
        new SimpleCall<>(
            apiKey,
            version,
            version,
            request,
            reader,
            wire.settings().connectMillisMax(),
            (response, failure) -> {
              if (response != null) {
                then.accept(response);
              }
            }),
        version);
  }
}
