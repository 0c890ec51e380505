package io.tidepost.cli.doctor;

import java.net.InetSocketAddress;

/// What an answer to a Kafka request says about who is there.
final class ProtocolVerdict {

  /// The first Fetch version that today's clients speak; Apache Kafka 4 removed the older ones.
  private static final int FETCH_VERSION_NEEDED = 4;

  private final Findings findings;
  private final boolean tls;
  private final boolean sasl;

  ProtocolVerdict(Findings findings, boolean tls, boolean sasl) {
    this.findings = findings;
    this.tls = tls;
    this.sasl = sasl;
  }

  /// Reports, and tells whether it makes sense to go on.
  boolean speaksKafka(InetSocketAddress address, Probe.Answer answer) {
    String who = ClientChecks.text(address);
    return switch (answer) {
      case Probe.Kafka kafka -> kafka(who, kafka);
      case Probe.TlsWanted ignored -> {
        findings.problem(
            who + " speaks TLS, and the client does not",
            "set security.protocol=" + (sasl ? "SASL_SSL" : "SSL") + " in --command-config");
        yield false;
      }
      case Probe.NoTls ignored -> {
        findings.problem(
            who + " does not speak TLS, and the client does",
            "set security.protocol="
                + (sasl ? "SASL_PLAINTEXT" : "PLAINTEXT")
                + ", or use the port of the TLS listener");
        yield false;
      }
      case Probe.TlsFailed(String why) -> {
        findings.problem(
            "the TLS handshake with " + who + " fails: " + why, "check the certificates");
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

  private boolean kafka(String who, Probe.Kafka kafka) {
    Probe.Range fetch = kafka.apis().get((short) 1);
    Probe.Range produce = kafka.apis().get((short) 0);
    findings.ok(
        who
            + " speaks Kafka"
            + (tls ? " over TLS" : "")
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
