package io.tidepost.broker.security.sasl;

import io.tidepost.broker.net.Frame;
import io.tidepost.wire.ApiKey;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireException;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.WireWriter;
import io.tidepost.wire.message.RequestHeader;
import io.tidepost.wire.message.SaslAuthenticateRequest;
import io.tidepost.wire.message.SaslAuthenticateResponse;
import java.nio.ByteBuffer;

/// SaslAuthenticate 0-2 (KIP-152): one token of the mechanism, and its answer.
final class AuthenticateExchange extends SaslExchange {

  private static final short FIRST_WITH_SESSION = 1;

  private final ByteBuffer bytes;
  private final short version;
  private final SaslAuthenticateResponse response = new SaslAuthenticateResponse();
  private int correlationId;

  AuthenticateExchange(Frame frame, SaslGate gate, short version) {
    super(frame, gate);
    this.bytes = frame.bytes();
    this.version = version;
  }

  @Override
  protected void start() {
    byte[] token;
    try {
      WireException.checkVersion(
          "SaslAuthenticate", version, (short) 0, ApiKey.SASL_AUTHENTICATE.highestVersion());
      WireReader in = gate().connection().reader();
      in.reset(bytes);
      short header = ApiKey.SASL_AUTHENTICATE.requestHeaderVersion(version);
      correlationId = RequestHeader.read(in, header).correlationId;
      token = copy(SaslAuthenticateRequest.read(in, version).authBytes);
      in.checkEnd("SaslAuthenticate");
    } catch (WireException e) {
      completeByClosing("sent a SaslAuthenticate that cannot be read: " + e.getMessage());
      return;
    }
    take(token);
  }

  @Override
  void answered(byte[] answer, long sessionMillis) {
    response.errorMessage = null;
    response.authBytes = ByteBuffer.wrap(answer);
    if (version >= FIRST_WITH_SESSION) {
      response.sessionLifetimeMs = sessionMillis;
    }
    complete();
  }

  @Override
  void refuse(SaslFailure why) {
    String told = why.clientMessage();
    response.errorCode = ErrorCode.SASL_AUTHENTICATION_FAILED.code();
    response.errorMessage = told == null ? gate().generalFailure() : told;
  }

  @Override
  protected boolean write(WireWriter out) {
    out.writeInt32(correlationId);
    if (ApiKey.SASL_AUTHENTICATE.responseHeaderVersion(version) >= 1) {
      out.writeTags(null);
    }
    response.write(out, version);
    return true;
  }
}
