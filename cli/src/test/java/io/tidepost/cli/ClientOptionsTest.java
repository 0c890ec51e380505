package io.tidepost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientOptionsTest {

  private final ClientOptions options = new ClientOptions();

  @Test
  void severalAddressesAlsoOfVersion6() {
    options.bootstrap = "a.example:9092, [::1]:9093";
    assertEquals(
        List.of(
            InetSocketAddress.createUnresolved("a.example", 9092),
            InetSocketAddress.createUnresolved("::1", 9093)),
        options.addresses());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "localhost:", ":9092", "localhost:0", "localhost:65536", "h:1x"})
  void whatIsNoAddressIsNamed(String address) {
    options.bootstrap = address;
    Failure failure = assertThrows(Failure.class, options::addresses);
    assertTrue(failure.sentence().contains("'" + address + "'"), failure.sentence());
  }

  @Test
  void aClosedPortFailsAtOnceAndSaysSo() throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    options.bootstrap = "127.0.0.1:" + port;
    Failure failure = assertThrows(Failure.class, options::connectionProperties);
    assertTrue(failure.sentence().contains("127.0.0.1:" + port), failure.sentence());
    assertTrue(failure.sentence().contains("refused"), failure.sentence());
    assertTrue(failure.sentence().contains("doctor"), failure.sentence());
  }

  @Test
  void propertiesOfTheCommandLineWinOverTheFile(@TempDir Path folder) throws IOException {
    options.commandConfig =
        Files.writeString(folder.resolve("client.properties"), "a=1\nb = 2\n# c=3\n");
    options.clientProperties.put("b", "4");
    assertEquals(Map.of("a", "1", "b", "4"), options.clientProperties());
  }

  @Test
  void aMissingFileIsNamed(@TempDir Path folder) {
    options.commandConfig = folder.resolve("missing.properties");
    Failure failure = assertThrows(Failure.class, options::clientProperties);
    assertTrue(failure.sentence().contains("missing.properties"), failure.sentence());
  }
}
