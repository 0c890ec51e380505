package io.tidepost.compat.raw;

import java.nio.ByteBuffer;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.MessageSizeAccumulator;
import org.apache.kafka.common.protocol.ObjectSerializationCache;

/// Encodes requests into whole frames: int32 size, request header, body. The correlation id is at a
/// fixed place, so a frame can be sent many times.
public final class Frames {
  /// What all requests say their client is.
  public static final String CLIENT_ID = "bench";

  /// Position of the int32 correlation id in a frame.
  public static final int CORRELATION_ID = 8;

  private Frames() {}

  public static ByteBuffer encode(ApiMessage request, int version) {
    short apiVersion = (short) version;
    ApiMessageType type = ApiMessageType.fromApiKey(request.apiKey());
    short headerVersion = type.requestHeaderVersion(apiVersion);
    RequestHeaderData header =
        new RequestHeaderData()
            .setRequestApiKey(request.apiKey())
            .setRequestApiVersion(apiVersion)
            .setClientId(CLIENT_ID);
    ObjectSerializationCache cache = new ObjectSerializationCache();
    MessageSizeAccumulator size = new MessageSizeAccumulator();
    header.addSize(size, cache, headerVersion);
    request.addSize(size, cache, apiVersion);
    ByteBuffer frame = ByteBuffer.allocateDirect(4 + size.totalSize());
    frame.putInt(size.totalSize());
    ByteBufferAccessor out = new ByteBufferAccessor(frame);
    header.write(out, cache, headerVersion);
    request.write(out, cache, apiVersion);
    return frame.flip();
  }
}
