package io.tidepost.cli.doctor;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Asks a port by hand what it is: the client library would try again and again and say only that
/// it got no answer. The requests are the oldest versions of ApiVersions, Metadata and
/// SaslHandshake, which every broker knows (Kafka's protocol guide).
final class Probe {

  private static final int ANSWER_MILLIS = 3000;
  private static final int ANSWER_BYTES_MAX = 16 << 20;
  private static final int CORRELATION_ID = 0x54494445;
  private static final short API_VERSIONS = 18;
  private static final short METADATA = 3;
  private static final short SASL_HANDSHAKE = 17;

  private Probe() {}

  /// What is at the port.
  sealed interface Answer {}

  /// A Kafka broker that serves these APIs, by key.
  record Kafka(Map<Short, Range> apis) implements Answer {}

  /// It wants TLS and was spoken to without.
  record TlsWanted() implements Answer {}

  /// It was offered TLS and does not know it.
  record NoTls() implements Answer {}

  /// It knows TLS, but the handshake fails.
  record TlsFailed(String why) implements Answer {}

  /// A web server.
  record Http() implements Answer {}

  /// Nothing came back.
  record Silent(String how) implements Answer {}

  /// Something else came back.
  record Other(String bytes) implements Answer {}

  /// Versions of an API.
  record Range(short min, short max) {
    @Override
    public String toString() {
      return min + "-" + max;
    }
  }

  /// How clients can say who they are.
  ///
  /// @param error Kafka's error code
  record Mechanisms(short error, List<String> names) {}

  /// A broker as clients are told to reach it.
  record Broker(int id, String host, int port) {}

  /// Sends ApiVersions, over TLS if the client is set up for it.
  static Answer ask(InetSocketAddress address, boolean tls) {
    if (tls) {
      return TlsProbe.ask(address, null).answer();
    }
    try (Socket socket = connect(address)) {
      Answer answer = ask(socket);
      boolean rejected = answer instanceof Silent;
      return rejected && TlsProbe.speaksTls(address) ? new TlsWanted() : answer;
    } catch (IOException e) {
      return new Silent("breaks the connection (" + e.getMessage() + ")");
    }
  }

  /// Sends ApiVersions over an open connection.
  static Answer ask(Socket socket) throws IOException {
    send(socket, API_VERSIONS, (short) 0, new byte[0]);
    var in = new DataInputStream(socket.getInputStream());
    byte[] head = new byte[8];
    int got = 0;
    try {
      while (got < head.length) {
        int more = in.read(head, got, head.length - got);
        if (more < 0) {
          break;
        }
        got += more;
      }
    } catch (SocketTimeoutException e) {
      return got == 0 ? new Silent("says nothing for " + ANSWER_MILLIS / 1000 + " s") : other(head);
    }
    if (got == 0) {
      return new Silent("closes the connection");
    }
    return got < head.length ? classify(head) : readApis(head, in);
  }

  private static Answer readApis(byte[] head, DataInputStream in) throws IOException {
    int size = java.nio.ByteBuffer.wrap(head).getInt();
    int correlationId = java.nio.ByteBuffer.wrap(head).getInt(4);
    if (correlationId != CORRELATION_ID || size < 10 || size > ANSWER_BYTES_MAX) {
      return classify(head);
    }
    short error = in.readShort();
    if (error != 0) {
      return new Other("error code " + error + " to ApiVersions");
    }
    int count = in.readInt();
    Map<Short, Range> apis = new TreeMap<>();
    for (int i = 0; i < count && i < Short.MAX_VALUE; i++) {
      apis.put(in.readShort(), new Range(in.readShort(), in.readShort()));
    }
    return new Kafka(apis);
  }

  private static Answer classify(byte[] head) {
    if (head[0] == 0x15 && head[1] == 0x03) {
      return new TlsWanted();
    }
    return new String(head, StandardCharsets.ISO_8859_1).startsWith("HTTP")
        ? new Http()
        : other(head);
  }

  private static Answer other(byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    boolean printable = text.chars().limit(4).allMatch(c -> c >= ' ' && c < 127);
    return new Other(
        printable ? "'" + text.strip() + "...'" : HexFormat.ofDelimiter(" ").formatHex(head));
  }

  /// The addresses that clients are sent on to, from Metadata.
  static List<Broker> brokers(Socket socket) throws IOException {
    try {
      send(socket, METADATA, (short) 1, new byte[4]);
      var in = new DataInputStream(socket.getInputStream());
      int size = in.readInt();
      if (size > ANSWER_BYTES_MAX || in.readInt() != CORRELATION_ID) {
        throw new IOException("the answer to Metadata is no answer");
      }
      List<Broker> brokers = new ArrayList<>();
      int count = in.readInt();
      for (int i = 0; i < count && i < Short.MAX_VALUE; i++) {
        int id = in.readInt();
        String host = string(in);
        brokers.add(new Broker(id, host, in.readInt()));
        string(in);
      }
      return brokers;
    } catch (EOFException e) {
      throw new IOException("the connection was closed in answer to Metadata", e);
    }
  }

  /// Asks for the mechanisms of SASL.
  static Mechanisms mechanisms(Socket socket, String wanted) throws IOException {
    byte[] name = wanted.getBytes(StandardCharsets.UTF_8);
    byte[] body =
        java.nio.ByteBuffer.allocate(2 + name.length)
            .putShort((short) name.length)
            .put(name)
            .array();
    send(socket, SASL_HANDSHAKE, (short) 1, body);
    var in = new DataInputStream(socket.getInputStream());
    int size = in.readInt();
    if (size > ANSWER_BYTES_MAX || in.readInt() != CORRELATION_ID) {
      throw new IOException("the answer to SaslHandshake is no answer");
    }
    short error = in.readShort();
    int count = in.readInt();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count && i < Short.MAX_VALUE; i++) {
      names.add(string(in));
    }
    return new Mechanisms(error, names);
  }

  private static String string(DataInputStream in) throws IOException {
    short length = in.readShort();
    byte[] bytes = new byte[Math.max(0, length)];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static Socket connect(InetSocketAddress address) throws IOException {
    var socket = new Socket();
    try {
      socket.setSoTimeout(ANSWER_MILLIS);
      socket.connect(
          new InetSocketAddress(address.getHostString(), address.getPort()),
          ClientChecks.CONNECT_MILLIS);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static void send(Socket socket, short apiKey, short version, byte[] body)
      throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    byte[] clientId = "tidepost-doctor".getBytes(StandardCharsets.UTF_8);
    out.writeInt(10 + clientId.length + body.length);
    out.writeShort(apiKey);
    out.writeShort(version);
    out.writeInt(CORRELATION_ID);
    out.writeShort(clientId.length);
    out.write(clientId);
    out.write(body);
    socket.getOutputStream().write(bytes.toByteArray());
    socket.getOutputStream().flush();
  }
}
