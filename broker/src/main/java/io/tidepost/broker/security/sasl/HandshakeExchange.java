package io.tidepost.broker.security.sasl;

import io.tidepost.broker.net.Frame;
import io.tidepost.wire.ApiKey;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireException;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.WireWriter;
import io.tidepost.wire.message.RequestHeader;
import io.tidepost.wire.message.SaslHandshakeRequest;
import io.tidepost.wire.message.SaslHandshakeResponse;
import java.nio.ByteBuffer;

/// SaslHandshake 0-1: the client chooses a mechanism. After version 0 its tokens come bare.
final class HandshakeExchange extends SaslExchange {

  private final ByteBuffer bytes;
  private final short version;
  private final SaslHandshakeResponse response = new SaslHandshakeResponse();
  private int correlationId;

  HandshakeExchange(Frame frame, SaslGate gate, short version) {
    super(frame, gate);
    this.bytes = frame.bytes();
    this.version = version;
  }

  @Override
  protected void start() {
    String name;
    try {
      WireException.checkVersion(
          "SaslHandshake", version, (short) 0, ApiKey.SASL_HANDSHAKE.highestVersion());
      WireReader in = gate().connection().reader();
      in.reset(bytes);
      correlationId =
          RequestHeader.read(in, ApiKey.SASL_HANDSHAKE.requestHeaderVersion(version)).correlationId;
      name = SaslHandshakeRequest.read(in, version).mechanism;
      in.checkEnd("SaslHandshake");
    } catch (WireException e) {
      completeByClosing("sent a SaslHandshake that cannot be read: " + e.getMessage());
      return;
    }
    response.mechanisms = gate().listener().names();
    SaslMechanism mechanism = gate().listener().find(name);
    if (mechanism == null) {
      fail(SaslFailure.hidden("a SASL mechanism that is not enabled"));
      return;
    }
    gate().began(mechanism, version == 0);
    complete();
  }

  @Override
  void answered(byte[] answer, long sessionMillis) {
    throw new IllegalStateException("a handshake has no tokens");
  }

  @Override
  void refuse(SaslFailure why) {
    response.errorCode = ErrorCode.UNSUPPORTED_SASL_MECHANISM.code();
  }

  @Override
  protected boolean write(WireWriter out) {
    out.writeInt32(correlationId);
    response.write(out, version);
    return true;
  }
}
