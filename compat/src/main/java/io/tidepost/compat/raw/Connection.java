package io.tidepost.compat.raw;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;

/// One blocking connection to a broker. Used by one thread, except that one thread may send while
/// another receives.
public final class Connection implements AutoCloseable {
  private final SocketChannel channel;
  private final ByteBuffer head = ByteBuffer.allocateDirect(4);
  private ByteBuffer body = ByteBuffer.allocateDirect(1 << 16);
  private int correlationId;

  public Connection(int port) throws IOException {
    this("127.0.0.1", port);
  }

  /// @param address of the server's host
  public Connection(String address, int port) throws IOException {
    channel = SocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.connect(new InetSocketAddress(address, port));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /// Sends a whole frame. The frame can be sent again afterwards.
  public void send(ByteBuffer frame) {
    frame.putInt(Frames.CORRELATION_ID, correlationId++);
    frame.rewind();
    try {
      while (frame.hasRemaining()) {
        channel.write(frame);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Sends these bytes as they are.
  public void sendRaw(ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Waits until the broker closes the connection and says whether it did so without an answer.
  ///
  /// @throws UncheckedIOException when the broker neither answers nor closes for `limitMs`
  public boolean closedByBroker(int limitMs) {
    try {
      channel.socket().setSoTimeout(limitMs);
      return channel.socket().getInputStream().read() < 0;
    } catch (SocketException reset) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Waits for the next answer: its bytes behind the frame size, valid until the next call.
  public ByteBuffer receive() {
    try {
      fill(head.clear());
      int size = head.getInt(0);
      if (body.capacity() < size) {
        body = ByteBuffer.allocateDirect(Math.max(size, 2 * body.capacity()));
      }
      return fill(body.clear().limit(size));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads the answer to a request of `apiKey` and `version` into `response`.
  public <T extends ApiMessage> T receive(T response, int version) {
    short apiVersion = (short) version;
    ByteBuffer bytes = receive();
    bytes.getInt();
    if (ApiMessageType.fromApiKey(response.apiKey()).responseHeaderVersion(apiVersion) >= 1) {
      bytes.get();
    }
    response.read(new ByteBufferAccessor(bytes), apiVersion);
    return response;
  }

  /// Sends `request` and waits for its answer.
  public <T extends ApiMessage> T call(ApiMessage request, T response, int version) {
    send(Frames.encode(request, version));
    return receive(response, version);
  }

  private ByteBuffer fill(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("the broker has closed the connection");
      }
    }
    return buffer.flip();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
