package io.tidepost.cli.doctor;

import java.net.InetSocketAddress;

/// What an answer to a Kafka request says about who is there.
final class ProtocolVerdict {

  /// The first Fetch version that today's clients speak; Apache Kafka 4 removed the older ones.
  private static final int FETCH_VERSION_NEEDED = 4;

  private final Findings findings;
  private final ClientSecurity security;

  ProtocolVerdict(Findings findings, ClientSecurity security) {
    this.findings = findings;
    this.security = security;
  }

  /// Reports, and tells whether it makes sense to go on.
  ///
  /// @param shown whether the server has shown its certificate
  boolean speaksKafka(InetSocketAddress address, Probe.Answer answer, boolean shown) {
    String who = ClientChecks.text(address);
    return switch (answer) {
      case Probe.Kafka kafka -> kafka(who, kafka);
      case Probe.TlsWanted ignored -> {
        findings.problem(
            who + " speaks TLS, and the client does not",
            "set security.protocol="
                + (security.sasl() ? "SASL_SSL" : "SSL")
                + " in --command-config");
        yield false;
      }
      case Probe.NoTls ignored -> {
        findings.problem(
            who + " does not speak TLS, and the client does",
            "set security.protocol="
                + (security.sasl() ? "SASL_PLAINTEXT" : "PLAINTEXT")
                + ", or use the port of the TLS listener");
        yield false;
      }
      case Probe.TlsFailed(String why) -> {
        tlsFailed(who, why, shown);
        yield false;
      }
      case Probe.Http ignored -> {
        findings.problem(
            who + " is a web server, not a Kafka broker", "use the port of the broker's listener");
        yield false;
      }
      case Probe.Silent(String how) -> {
        findings.problem(
            who + " " + how + " when it is asked as a Kafka broker",
            "it is no Kafka broker, too busy to answer, or at its limit of connections");
        yield false;
      }
      case Probe.Other(String bytes) -> {
        findings.problem(
            who + " answers with what is not Kafka's protocol: " + bytes,
            "another service has this port; use the one of the broker's listener");
        yield false;
      }
    };
  }

  private void tlsFailed(String who, String why, boolean shown) {
    boolean certificate = why.contains("certificate") || why.contains("unknown_ca");
    if (certificate && !security.hasCertificate()) {
      findings.problem(
          who + " wants a certificate from its clients, and the client shows none (" + why + ")",
          "let ssl.keystore.location name a store with the client's key and certificate");
    } else if (certificate || (shown && security.hasCertificate())) {
      // What is left to be disputed once the server has shown its own.
      findings.problem(
          who + " does not accept the client's certificate (" + why + ")",
          "let an authority sign it that the broker trusts (its ssl.truststore.location)");
    } else if (why.contains("protocol_version") || why.contains("No appropriate protocol")) {
      findings.problem(
          who + " and the client have no version of TLS in common (" + why + ")",
          "compare ssl.enabled.protocols at both sides");
    } else {
      findings.problem(
          "the TLS handshake with " + who + " fails: " + why,
          "compare ssl.cipher.suites and the kinds of the keys; the broker's log says more");
    }
  }

  private boolean kafka(String who, Probe.Kafka kafka) {
    Probe.Range fetch = kafka.apis().get((short) 1);
    Probe.Range produce = kafka.apis().get((short) 0);
    findings.ok(
        who
            + " speaks Kafka"
            + (security.tls() ? " over TLS" : "")
            + ": "
            + kafka.apis().size()
            + " APIs, Produce "
            + produce
            + ", Fetch "
            + fetch);
    if (fetch != null && fetch.max() < FETCH_VERSION_NEEDED) {
      findings.problem(
          who
              + " is too old for today's clients: they need Fetch "
              + FETCH_VERSION_NEEDED
              + " or newer",
          "upgrade the broker, or use a client of its own age");
      return false;
    }
    return true;
  }
}
