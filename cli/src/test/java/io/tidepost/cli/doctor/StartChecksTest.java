package io.tidepost.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartChecksTest {

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Findings findings =
      new Findings(new PrintStream(out, true, StandardCharsets.UTF_8));

  private String check(StartPlan plan) {
    new StartChecks(findings).run(plan);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static StartPlan plan(int node, List<InetSocketAddress> listeners, Path... directories) {
    return new StartPlan(List.of(), List.of(), node, listeners, List.of(directories));
  }

  @Test
  void aFreshFolderIsFine() {
    String text = check(plan(1, List.of(), folder.resolve("new/data")));
    assertEquals(0, findings.problems(), text);
    assertTrue(text.contains("will be created"), text);
  }

  @Test
  void aPortInUseNamesItsOwner() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = socket.getLocalPort();
      String text = check(plan(1, List.of(InetSocketAddress.createUnresolved("127.0.0.1", port))));
      assertEquals(1, findings.problems(), text);
      assertTrue(text.contains("127.0.0.1:" + port + " is in use by"), text);
    }
  }

  @Test
  void anotherNodesFolderIsNamed() throws IOException {
    Files.writeString(folder.resolve("meta.properties"), "version=1\ncluster.id=abc\nnode.id=7\n");
    String text = check(plan(1, List.of(), folder));
    assertEquals(1, findings.problems(), text);
    assertTrue(text.contains(folder + " belongs to node 7, and node.id is 1"), text);
  }

  @Test
  void foldersOfTwoClustersAreNamed() throws IOException {
    Path a = Files.createDirectory(folder.resolve("a"));
    Path b = Files.createDirectory(folder.resolve("b"));
    Files.writeString(a.resolve("meta.properties"), "version=1\ncluster.id=one\nnode.id=1\n");
    Files.writeString(b.resolve("meta.properties"), "version=1\ncluster.id=two\nnode.id=1\n");
    String text = check(plan(1, List.of(), a, b));
    assertEquals(1, findings.problems(), text);
    assertTrue(text.contains("belongs to cluster two"), text);
  }

  @Test
  void aClockThatWasSetBackIsNoticed() throws IOException {
    Path file = Files.writeString(folder.resolve("recovery-point-offset-checkpoint"), "0\n0\n");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plus(2, ChronoUnit.DAYS)));
    String text = check(plan(1, List.of(), folder));
    assertEquals(1, findings.problems(), text);
    assertTrue(text.contains("the clock is wrong, or was"), text);
  }

  @Test
  void aLowLimitOfOpenFilesIsNamed() {
    var machine = new MachineChecks(findings);
    machine.openFiles(
        List.of("Max open files            256                  4096                 files"));
    machine.openFiles(
        List.of("Max open files            4096                 4096                 files"));
    machine.openFiles(
        List.of("Max open files            unlimited            unlimited            files"));
    String text = out.toString(StandardCharsets.UTF_8);
    assertEquals(1, findings.problems(), text);
    assertTrue(text.contains("at most 256 files") && text.contains("at most 4096 files"), text);
  }

  @Test
  void aFileIsNoFolder() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    String text = check(plan(1, List.of(), file));
    assertEquals(1, findings.problems(), text);
    assertTrue(text.contains("is no directory"), text);
  }

  @Test
  void whatTheConfigurationIsRefusedForIsPassedOn() {
    String text = check(StartPlan.refused(List.of("server.properties:3: num.io.threads: ...")));
    assertEquals(1, findings.problems(), text);
    assertTrue(text.contains("server.properties:3"), text);
  }
}
