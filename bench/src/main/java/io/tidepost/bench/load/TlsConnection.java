package io.tidepost.bench.load;

import io.tidepost.compat.raw.Frames;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.ByteBufferAccessor;

/// A connection over TLS that sends requests encoded beforehand.
public final class TlsConnection implements AutoCloseable {

  private final Socket socket;
  private final OutputStream out;
  private final DataInputStream in;
  private int correlationId;

  /// @param truststore PKCS #12, what vouches for the server
  public TlsConnection(int port, Path truststore, String password) throws IOException {
    try (InputStream file = Files.newInputStream(truststore)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(file, password.toCharArray());
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      socket = context.getSocketFactory().createSocket("127.0.0.1", port);
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
    socket.setTcpNoDelay(true);
    out = socket.getOutputStream();
    in = new DataInputStream(socket.getInputStream());
  }

  /// Sends a whole frame. The frame can be sent again afterwards.
  public void send(ByteBuffer frame) throws IOException {
    frame.putInt(Frames.CORRELATION_ID, correlationId++);
    byte[] bytes = new byte[frame.capacity()];
    frame.get(0, bytes, 0, frame.limit());
    out.write(bytes, 0, frame.limit());
  }

  /// Reads one answer to a produce request and fails when any partition was refused.
  public void produced() throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    // Behind the correlation id and the header's tagged fields.
    ByteBuffer body = ByteBuffer.wrap(bytes, Integer.BYTES + 1, bytes.length - Integer.BYTES - 1);
    var response = new ProduceResponseData(new ByteBufferAccessor(body), (short) Wire.PRODUCE);
    for (var topic : response.responses()) {
      for (var partition : topic.partitionResponses()) {
        if (partition.errorCode() != 0) {
          throw new IllegalStateException(
              "produce was answered with error " + partition.errorCode());
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
