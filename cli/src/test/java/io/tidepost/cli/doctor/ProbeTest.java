package io.tidepost.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What the doctor makes of services that are no Kafka broker. Real brokers are asked in the tests
/// of `dist` and `compat`.
class ProbeTest {

  /// Accepts, reads a little, says `answer`, and closes, for each connection until it is closed.
  private record Service(ServerSocket socket) implements AutoCloseable {

    static Service saying(byte[] answer) throws IOException {
      var service = new Service(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()));
      Thread.ofVirtual().start(() -> service.serve(answer));
      return service;
    }

    private void serve(byte[] answer) {
      while (!socket.isClosed()) {
        try (Socket client = socket.accept()) {
          client.getInputStream().read(new byte[64]);
          client.getOutputStream().write(answer);
        } catch (IOException e) {
          continue; // the client went away, or the test is over
        }
      }
    }

    InetSocketAddress address() {
      return InetSocketAddress.createUnresolved("127.0.0.1", socket.getLocalPort());
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static Probe.Answer ask(String answerHex, boolean tls) throws IOException {
    try (Service service = Service.saying(HexFormat.of().parseHex(answerHex))) {
      return Probe.ask(service.address(), tls);
    }
  }

  @Test
  void aKafkaBrokerTellsItsApis() throws IOException {
    String answer = "00000016" + "54494445" + "0000" + "00000002" + "00000003000d" + "000100040012";
    assertEquals(
        new Probe.Kafka(
            Map.of(
                (short) 0,
                new Probe.Range((short) 3, (short) 13),
                (short) 1,
                new Probe.Range((short) 4, (short) 18))),
        ask(answer, false));
  }

  @Test
  void aTlsAlertMeansTlsIsWanted() throws IOException {
    assertInstanceOf(Probe.TlsWanted.class, ask("1503030002022a0000", false));
  }

  @Test
  void aWebServerIsOne() throws IOException {
    assertInstanceOf(
        Probe.Http.class, ask(HexFormat.of().formatHex("HTTP/1.1 400 Bad".getBytes()), false));
  }

  @Test
  void somethingElseIsShown() throws IOException {
    assertEquals(
        new Probe.Other("'SSH-2.0-...'"),
        ask(HexFormat.of().formatHex("SSH-2.0-OpenSSH".getBytes()), false));
  }

  @Test
  void aClosedConnectionSaysNothing() throws IOException {
    assertEquals(new Probe.Silent("closes the connection"), ask("", false));
  }

  @Test
  void plainTextInAnswerToTlsMeansNoTls() throws IOException {
    assertInstanceOf(
        Probe.NoTls.class, ask(HexFormat.of().formatHex("HTTP/1.1 400 Bad".getBytes()), true));
  }
}
