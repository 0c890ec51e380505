package io.tidepost.broker.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidepost.wire.ApiKey;
import io.tidepost.wire.WireWriter;
import io.tidepost.wire.message.RequestHeader;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/// One connection that sends whatever it is told.
public final class Attacker implements AutoCloseable {

  /// What came of what was sent.
  enum Outcome {
    ANSWERED,
    CLOSED,
    WAITS
  }

  private static final int LAST = 0x7a57;
  private static final int PATIENCE_MILLIS = 120_000;
  private static final short API_VERSIONS = 18;

  private final Socket socket;

  Attacker(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
  }

  /// A request: a sound header, and a body.
  static byte[] request(short apiKey, short version, int correlationId, byte[] body) {
    var out = new WireWriter();
    var header = new RequestHeader();
    header.requestApiKey = apiKey;
    header.requestApiVersion = version;
    header.correlationId = correlationId;
    header.clientId = "attacker";
    header.write(out, Objects.requireNonNull(ApiKey.of(apiKey)).requestHeaderVersion(version));
    out.writeRaw(ByteBuffer.wrap(body));
    ByteBuffer made = out.toBuffer();
    byte[] bytes = new byte[made.remaining()];
    made.get(bytes);
    return bytes;
  }

  void send(byte[] frame) throws IOException {
    sendRaw(ByteBuffer.allocate(4 + frame.length).putInt(frame.length).put(frame).array());
  }

  void sendRaw(byte[] bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(bytes);
    out.flush();
  }

  /// The next answer.
  ///
  /// @throws EOFException when the connection is closed
  byte[] answer() throws IOException {
    var in = new DataInputStream(socket.getInputStream());
    byte[] answer = new byte[in.readInt()];
    in.readFully(answer);
    return answer;
  }

  /// Waits for the end of the connection, whatever is answered before.
  void awaitClosed() throws IOException {
    try {
      while (socket.getInputStream().read() >= 0) {
        // whatever it answers
      }
    } catch (SocketException e) {
      // reset: closed as well
    }
  }

  /// Sends requests, and a last one that is sound, and waits until that is answered.
  ///
  /// @param patienceMillis how long it waits for an answer
  static Outcome attack(int port, List<byte[]> requests, int patienceMillis) throws IOException {
    try (Attacker attacker = new Attacker(port)) {
      attacker.socket.setSoTimeout(patienceMillis);
      for (byte[] request : requests) {
        attacker.send(request);
      }
      attacker.send(request(API_VERSIONS, (short) 0, LAST, new byte[0]));
      while (ByteBuffer.wrap(attacker.answer()).getInt() != LAST) {
        // an answer to one of the requests
      }
      return Outcome.ANSWERED;
    } catch (EOFException | SocketException e) {
      return Outcome.CLOSED;
    } catch (SocketTimeoutException e) {
      return Outcome.WAITS;
    }
  }

  /// Fails unless a new connection is served.
  static void assertServed(int port) throws IOException {
    assertEquals(Outcome.ANSWERED, attack(port, List.of(), PATIENCE_MILLIS));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
