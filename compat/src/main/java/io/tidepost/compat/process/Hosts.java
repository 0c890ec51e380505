package io.tidepost.compat.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Several hosts on one machine, network namespaces at one switch, whose links can be cut in either
/// direction without either end being told: packets leave and never arrive. This process reaches
/// all of them.
///
/// Needs the rights of root and `ip` (Debian's `iproute2`). Used by one thread. Closing takes
/// everything away again.
public final class Hosts implements AutoCloseable {

  private static final String NOBODY = "02:00:00:00:00:fe";
  private static final int TESTER = 100;

  private final String name = "tp" + ProcessHandle.current().pid() % 100_000;
  private final String network;
  private final Deque<List<String>> undo = new ArrayDeque<>();
  private final List<Runnable> mends = new ArrayList<>();

  private Hosts() {
    // 198.18.0.0/15 is set aside for measuring networks (RFC 2544): nobody else is there.
    long pid = ProcessHandle.current().pid();
    network = "198." + (18 + pid / 256 % 2) + "." + pid % 256 + ".";
  }

  /// Hosts 1 to `count`.
  ///
  /// @throws IOException saying what this machine lacks
  public static Hosts create(int count) throws IOException {
    Hosts hosts = new Hosts();
    try {
      hosts.build(count);
      return hosts;
    } catch (IOException e) {
      hosts.close();
      throw e;
    }
  }

  private void build(int count) throws IOException {
    String center = name + "s";
    add(List.of("netns", "add", center), List.of("netns", "del", center));
    in(center, "link", "add", "switch", "type", "bridge");
    in(center, "link", "set", "switch", "up");
    String own = name + "t";
    add(
        List.of("link", "add", own, "type", "veth", "peer", "name", "tester", "netns", center),
        List.of("link", "del", own));
    ip("addr", "add", network + TESTER + "/24", "dev", own);
    ip("link", "set", own, "up");
    in(center, "link", "set", "tester", "master", "switch", "up");
    for (int host = 1; host <= count; host++) {
      String space = space(host);
      add(List.of("netns", "add", space), List.of("netns", "del", space));
      in(space, "link", "set", "lo", "up");
      in(space, "link", "add", "eth0", "type", "veth", "peer", "name", "p" + host, "netns", center);
      in(space, "addr", "add", address(host) + "/24", "dev", "eth0");
      in(space, "link", "set", "eth0", "up");
      in(center, "link", "set", "p" + host, "master", "switch", "up");
    }
  }

  /// A host, from 1.
  public Host host(int host) {
    return new Host(address(host), List.of("ip", "netns", "exec", space(host)));
  }

  /// From now on nothing arrives at `to` that `from` sends.
  public void cut(int from, int to) {
    change(
        from, "neigh", "replace", address(to), "lladdr", NOBODY, "dev", "eth0", "nud", "permanent");
    mends.add(() -> change(from, "neigh", "del", address(to), "dev", "eth0"));
  }

  /// Cuts all that a host sends or gets, from the hosts and from this process.
  public void isolate(int host) {
    run("-n", name + "s", "link", "set", "p" + host, "down");
    mends.add(() -> run("-n", name + "s", "link", "set", "p" + host, "up"));
  }

  /// Mends all links.
  public void mend() {
    mends.forEach(Runnable::run);
    mends.clear();
  }

  private void change(int host, String... arguments) {
    List<String> all = new ArrayList<>(List.of("-n", space(host)));
    all.addAll(List.of(arguments));
    run(all.toArray(String[]::new));
  }

  private static void run(String... arguments) {
    try {
      ip(arguments);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(List<String> command, List<String> takeBack) throws IOException {
    ip(command.toArray(String[]::new));
    undo.push(takeBack);
  }

  private static void in(String space, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("-n", space));
    all.addAll(List.of(arguments));
    ip(all.toArray(String[]::new));
  }

  private String space(int host) {
    return name + "h" + host;
  }

  private String address(int host) {
    return network + host;
  }

  private static void ip(String... arguments) throws IOException {
    Path program = Places.executable("ip", "apt-get install iproute2");
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + said.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    while (!undo.isEmpty()) {
      run(undo.pop().toArray(String[]::new));
    }
  }
}
