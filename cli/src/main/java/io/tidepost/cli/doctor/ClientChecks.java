package io.tidepost.cli.doctor;

import io.tidepost.cli.ClientOptions;
import io.tidepost.cli.Explain;
import io.tidepost.cli.Failure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Node;
import org.jspecify.annotations.Nullable;

/// Walks the way of a client: name, port, protocol, the addresses it is sent on to, and at last the
/// client library itself with all that it was configured with.
final class ClientChecks {

  static final int CONNECT_MILLIS = 3000;

  private final ClientOptions client;
  private final Findings findings;
  private final boolean tls;
  private final boolean sasl;

  ClientChecks(ClientOptions client, Findings findings) {
    this.client = client;
    this.findings = findings;
    Map<String, Object> properties = client.clientProperties();
    String protocol =
        String.valueOf(properties.getOrDefault("security.protocol", "PLAINTEXT"))
            .toUpperCase(Locale.ROOT);
    tls = protocol.endsWith("SSL");
    sasl = protocol.startsWith("SASL");
  }

  void run() {
    boolean someWork = false;
    for (InetSocketAddress address : client.addresses()) {
      someWork |= check(address);
    }
    if (someWork) {
      wholeClient();
    }
  }

  private boolean check(InetSocketAddress address) {
    if (!reaches(address, "")) {
      return false;
    }
    Probe.Answer answer = Probe.ask(address, tls);
    if (!new ProtocolVerdict(findings, tls, sasl).speaksKafka(address, answer)) {
      return false;
    }
    if (!tls && !sasl) {
      advertised(address);
    }
    return true;
  }

  /// Resolves and connects.
  ///
  /// @param whose prefix that says whose address it is, or nothing for the one that was given
  private boolean reaches(InetSocketAddress address, String whose) {
    String host = address.getHostString();
    InetAddress[] ips;
    try {
      ips = InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      findings.problem(
          whose + "the name " + host + " cannot be resolved",
          whose.isEmpty()
              ? "check the spelling, /etc/hosts and the name server"
              : "let advertised.listeners name a host that clients can resolve");
      return false;
    }
    String problem = null;
    for (InetAddress ip : ips) {
      problem = connectProblem(ip, address.getPort());
      if (problem == null) {
        findings.ok(whose + text(address) + " is reached" + at(ip, host));
        return true;
      }
    }
    findings.problem(whose + text(address) + ": " + problem, advice(whose, problem));
    return false;
  }

  private static @Nullable String connectProblem(InetAddress ip, int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(ip, port), CONNECT_MILLIS);
      return null;
    } catch (SocketTimeoutException e) {
      return "no answer from " + ip.getHostAddress() + " within " + CONNECT_MILLIS / 1000 + " s";
    } catch (NoRouteToHostException e) {
      return "there is no route to " + ip.getHostAddress();
    } catch (ConnectException e) {
      return "nothing listens at " + ip.getHostAddress() + ", the port is closed";
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static String advice(String whose, @Nullable String problem) {
    if (!whose.isEmpty()) {
      return "clients are sent to this address: let advertised.listeners name one that they can"
          + " reach";
    }
    return problem != null && problem.contains("closed")
        ? "is the broker running, and does its 'listeners' option have this port?"
        : "a firewall or a wrong address: can this machine reach that one at all?";
  }

  private void advertised(InetSocketAddress dialled) {
    List<Probe.Broker> brokers;
    try {
      brokers = Probe.brokers(dialled);
    } catch (IOException e) {
      findings.note("the broker does not tell its brokers' addresses: " + e.getMessage(), null);
      return;
    }
    for (Probe.Broker broker : brokers) {
      var address = InetSocketAddress.createUnresolved(broker.host(), broker.port());
      if (text(address).equals(text(dialled))) {
        continue;
      }
      findings.note(
          "broker "
              + broker.id()
              + " tells clients to connect to "
              + text(address)
              + "; you dialled "
              + text(dialled),
          null);
      if (isLoopback(broker.host()) && !isLoopback(dialled.getHostString())) {
        findings.problem(
            "broker "
                + broker.id()
                + " advertises "
                + broker.host()
                + ", which on each client is the client itself",
            "let advertised.listeners name the broker's machine as clients see it");
      } else {
        reaches(address, "broker " + broker.id() + ": ");
      }
    }
  }

  private void wholeClient() {
    try (Admin admin = client.admin()) {
      try {
        int brokers = admin.describeCluster().nodes().get().size();
        Node controller = admin.describeCluster().controller().get();
        findings.ok(
            "the Java client works: "
                + brokers
                + " broker"
                + (brokers == 1 ? "" : "s")
                + ", controller "
                + (controller == null ? "unknown" : controller.idString()));
      } finally {
        admin.close(Duration.ZERO);
      }
    } catch (Failure e) {
      findings.problem(e.sentence(), "see above");
    } catch (Exception e) {
      findings.problem(
          "the Java client fails: " + Explain.sentence(Explain.unwrap(e)),
          "the network is fine, see above; check what --command-config and -X say");
    }
  }

  static String text(InetSocketAddress address) {
    String host = address.getHostString();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  private static String at(InetAddress ip, String host) {
    return ip.getHostAddress().equals(host) ? "" : " at " + ip.getHostAddress();
  }

  private static boolean isLoopback(String host) {
    try {
      return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
