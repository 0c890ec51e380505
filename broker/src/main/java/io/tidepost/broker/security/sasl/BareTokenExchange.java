package io.tidepost.broker.security.sasl;

import io.tidepost.broker.net.Frame;
import io.tidepost.wire.WireWriter;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A token without any header, as clients send it after a SaslHandshake of version 0. The answer
/// has none either; a failure has no words, only a closed connection.
final class BareTokenExchange extends SaslExchange {

  private final ByteBuffer token;
  private byte @Nullable [] answer;

  BareTokenExchange(Frame frame, SaslGate gate) {
    super(frame, gate);
    this.token = frame.bytes();
  }

  @Override
  protected void start() {
    take(copy(token));
  }

  @Override
  void answered(byte[] bytes, long sessionMillis) {
    answer = bytes;
    complete();
  }

  @Override
  void refuse(SaslFailure why) {
    answer = null;
  }

  @Override
  protected boolean write(WireWriter out) {
    byte[] bytes = answer;
    if (bytes == null) {
      return false;
    }
    out.writeRaw(ByteBuffer.wrap(bytes));
    return true;
  }
}
