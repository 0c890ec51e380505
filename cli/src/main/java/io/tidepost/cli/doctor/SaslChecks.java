package io.tidepost.cli.doctor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;

/// Whether client and listener agree on how the client says who it is. No name and no password is
/// sent: the listener tells which mechanisms it knows (SaslHandshake, KIP-43).
final class SaslChecks {

  /// Kafka's ILLEGAL_SASL_STATE: the listener does not ask who its clients are.
  private static final short NO_SASL = 34;

  private final Findings findings;
  private final ClientSecurity security;

  SaslChecks(Findings findings, ClientSecurity security) {
    this.findings = findings;
    this.security = security;
  }

  /// @param connection a new one, over TLS if the listener has that
  /// @return whether there is no reason why they should not
  boolean check(InetSocketAddress address, Socket connection) {
    String who = ClientChecks.text(address);
    Probe.Mechanisms offered;
    try {
      offered = Probe.mechanisms(connection, security.sasl() ? security.mechanism() : "NONE");
    } catch (IOException e) {
      if (security.sasl()) {
        findings.note(who + " does not tell its mechanisms: " + e.getMessage(), null);
      }
      return true;
    }
    boolean asks = offered.error() != NO_SASL;
    String over = security.tls() ? "SSL" : "PLAINTEXT";
    if (!security.sasl()) {
      if (asks) {
        findings.problem(
            who + " asks its clients who they are, by " + list(offered.names()),
            "set security.protocol=SASL_%s, sasl.mechanism and sasl.jaas.config".formatted(over));
      }
      return !asks;
    }
    if (!asks) {
      findings.problem(
          who + " does not ask its clients who they are (no SASL), and the client wants to say it",
          "set security.protocol=" + (security.tls() ? "SSL" : "PLAINTEXT"));
      return false;
    }
    if (!offered.names().contains(security.mechanism())) {
      findings.problem(
          "%s does not offer the mechanism %s, only %s"
              .formatted(who, security.mechanism(), list(offered.names())),
          "set sasl.mechanism to one of them, or add it to the broker's sasl.enabled.mechanisms");
      return false;
    }
    if (!security.hasLogin()) {
      findings.problem(
          "the client has nothing to say who it is by: sasl.jaas.config is not set",
          "put sasl.jaas.config with the name and the password into --command-config");
      return false;
    }
    findings.ok(who + " offers the mechanism " + security.mechanism());
    return true;
  }

  private static String list(List<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names);
  }
}
