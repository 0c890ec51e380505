package io.tidepost.broker.group;

import io.tidepost.wire.Message;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.WireWriter;
import io.tidepost.wire.message.RequestHeader;
import io.tidepost.wire.message.ResponseHeader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.function.BiFunction;

/// Sends one request after the other over a plain socket, in any version.
public final class RawClient implements AutoCloseable {

  private final Socket socket;
  private final DataOutputStream out;
  private final DataInputStream in;
  private int correlationId;

  public RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(120_000);
    out = new DataOutputStream(socket.getOutputStream());
    in = new DataInputStream(socket.getInputStream());
  }

  /// @param flexible first version with tagged fields of this API
  /// @param reader the response class's `read`
  public <R> R call(
      Message request, int version, int flexible, BiFunction<WireReader, Short, R> reader)
      throws IOException {
    send(request, version, flexible);
    return receive(version, flexible, reader);
  }

  public void send(Message request, int version, int flexible) throws IOException {
    WireWriter frame = new WireWriter();
    RequestHeader header = new RequestHeader();
    header.requestApiKey = request.apiKey();
    header.requestApiVersion = (short) version;
    header.correlationId = ++correlationId;
    header.clientId = "raw";
    header.write(frame, (short) (version >= flexible ? 2 : 1));
    request.write(frame, (short) version);
    ByteBuffer bytes = frame.toBuffer();
    out.writeInt(bytes.remaining());
    out.write(bytes.array(), bytes.position(), bytes.remaining());
    out.flush();
  }

  public <R> R receive(int version, int flexible, BiFunction<WireReader, Short, R> reader)
      throws IOException {
    byte[] frame = new byte[in.readInt()];
    in.readFully(frame);
    WireReader wire = new WireReader(ByteBuffer.wrap(frame));
    ResponseHeader header = ResponseHeader.read(wire, (short) (version >= flexible ? 1 : 0));
    if (header.correlationId != correlationId) {
      throw new IOException("answer to " + header.correlationId + ", asked " + correlationId);
    }
    R response = reader.apply(wire, (short) version);
    wire.checkEnd("response");
    return response;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
