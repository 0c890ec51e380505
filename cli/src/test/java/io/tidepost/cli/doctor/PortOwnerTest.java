package io.tidepost.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PortOwnerTest {

  private static final String LISTENER =
      "   1: 0100007F:2384 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0"
          + " 123456 1 0000000000000000 100 0 0 10 0";

  @Test
  void aListenersLineIsRecognised() {
    assertEquals("123456", PortOwner.inodeOfListener(LISTENER, 0x2384));
    assertNull(PortOwner.inodeOfListener(LISTENER, 0x2385));
    assertNull(PortOwner.inodeOfListener(LISTENER.replace(" 0A ", " 01 "), 0x2384));
    assertNull(PortOwner.inodeOfListener("  sl  local_address rem_address", 0x2384));
  }

  @Test
  void thisProcessIsFound() throws IOException {
    assumeTrue(Files.exists(Path.of("/proc/net/tcp")), "only Linux tells");
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String owner = PortOwner.of(socket.getLocalPort()).orElse("nobody");
      assertTrue(owner.startsWith("process " + ProcessHandle.current().pid() + " ("), owner);
    }
  }
}
