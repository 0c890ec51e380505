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
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.KeyManager;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.jspecify.annotations.Nullable;

/// Walks the way of a client: name, port, protocol, the addresses it is sent on to, and at last the
/// client library itself with all that it was configured with.
final class ClientChecks {

  static final int CONNECT_MILLIS = 3000;

  private final ClientOptions client;
  private final Findings findings;
  private final ClientSecurity security;
  private KeyManager @Nullable [] keys;

  ClientChecks(ClientOptions client, Findings findings) {
    this.client = client;
    this.findings = findings;
    this.security = new ClientSecurity(client.clientProperties());
  }

  void run() {
    if (security.tls() && !readStores()) {
      return;
    }
    boolean someWork = false;
    for (InetSocketAddress address : client.addresses()) {
      someWork |= check(address);
    }
    if (someWork) {
      wholeClient();
    }
  }

  private boolean readStores() {
    String problem = security.loadStores();
    try {
      if (problem == null) {
        keys = security.keyManagers();
      }
    } catch (GeneralSecurityException e) {
      problem = "the client's key cannot be read: " + e.getMessage();
    }
    if (problem != null) {
      findings.problem(problem, "check ssl.keystore.*, ssl.key.password and ssl.truststore.*");
    }
    return problem == null;
  }

  private boolean check(InetSocketAddress address) {
    if (!reaches(address, "")) {
      return false;
    }
    TlsProbe.Seen seen =
        security.tls()
            ? TlsProbe.ask(address, keys)
            : new TlsProbe.Seen(Probe.ask(address, false), List.of());
    boolean speaks =
        new ProtocolVerdict(findings, security)
            .speaksKafka(address, seen.answer(), !seen.chain().isEmpty());
    boolean believed =
        seen.chain().isEmpty()
            || new CertificateChecks(findings, security, Instant.now())
                .check(address, seen.chain());
    if (!speaks || !believed || !agreesOnSasl(address)) {
      return false;
    }
    if (!security.sasl()) {
      advertised(address);
    }
    return true;
  }

  private Socket open(InetSocketAddress address) throws IOException {
    return security.tls() ? TlsProbe.open(address, keys) : Probe.connect(address);
  }

  private boolean agreesOnSasl(InetSocketAddress address) {
    try (Socket connection = open(address)) {
      return new SaslChecks(findings, security).check(address, connection);
    } catch (IOException e) {
      return true; // the client library meets it as well
    }
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
    try (Socket connection = open(dialled)) {
      brokers = Probe.brokers(connection);
    } catch (IOException e) {
      findings.note("the broker does not tell its brokers' addresses: " + e.getMessage(), null);
      return;
    }
    brokers.forEach(broker -> advertised(dialled, broker));
  }

  private void advertised(InetSocketAddress dialled, Probe.Broker broker) {
    var address = InetSocketAddress.createUnresolved(broker.host(), broker.port());
    if (text(address).equals(text(dialled))) {
      return;
    }
    findings.note(
        "broker %d tells clients to connect to %s; you dialled %s"
            .formatted(broker.id(), text(address), text(dialled)),
        null);
    if (isLoopback(broker.host()) && !isLoopback(dialled.getHostString())) {
      findings.problem(
          "broker %d advertises %s, which on each client is the client itself"
              .formatted(broker.id(), broker.host()),
          "let advertised.listeners name the broker's machine as clients see it");
    } else {
      reaches(address, "broker " + broker.id() + ": ");
    }
  }

  private void wholeClient() {
    try (Admin admin = client.admin()) {
      try {
        DescribeClusterResult cluster = admin.describeCluster();
        Collection<Node> nodes = cluster.nodes().get();
        Node controller = cluster.controller().get();
        findings.ok(
            "the Java client works: %d broker%s, controller %s"
                .formatted(
                    nodes.size(),
                    nodes.size() == 1 ? "" : "s",
                    controller == null ? "unknown" : controller.idString()));
        if (security.sasl()) {
          InetSocketAddress dialled = client.addresses().getFirst();
          nodes.forEach(n -> advertised(dialled, new Probe.Broker(n.id(), n.host(), n.port())));
        }
        new DiskChecks(findings).run(admin, nodes);
      } finally {
        admin.close(Duration.ZERO);
      }
    } catch (Failure e) {
      findings.problem(e.sentence(), "see above");
    } catch (Exception e) {
      clientFailed(Explain.unwrap(e));
    }
  }

  private void clientFailed(Throwable why) {
    switch (why) {
      case SaslAuthenticationException e ->
          findings.problem(
              "the broker does not let the client in: " + Explain.sentence(e),
              "the name or the password in sasl.jaas.config is wrong, or the user is not there"
                  + " ('tidepost user list')");
      case AuthorizationException e ->
          findings.problem(
              "the client may not look at the cluster: " + Explain.sentence(e),
              "it needs an ACL for Describe on the cluster ('tidepost acl add')");
      default ->
          findings.problem(
              "the Java client fails: " + Explain.sentence(why),
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
