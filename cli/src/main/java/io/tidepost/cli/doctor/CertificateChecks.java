package io.tidepost.cli.doctor;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;

/// Whether the client would believe a server's certificate, and if not, why: its time, its signer,
/// its name.
final class CertificateChecks {

  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;
  private static final int SOON_DAYS = 14;

  private final Findings findings;
  private final ClientSecurity security;
  private final Instant now;

  /// @param now what this machine takes for the time
  CertificateChecks(Findings findings, ClientSecurity security, Instant now) {
    this.findings = findings;
    this.security = security;
    this.now = now;
  }

  /// @param chain the server's certificate first
  /// @return whether it is believed
  boolean check(InetSocketAddress address, List<X509Certificate> chain) {
    String who = ClientChecks.text(address);
    X509Certificate certificate = chain.getFirst();
    boolean inTime = inTime(who, chain);
    boolean trusted = trusted(who, chain, inTime);
    boolean named = !security.checksHost() || named(address, certificate);
    if (inTime && trusted && named) {
      findings.ok("the certificate of %s is believed: %s".formatted(who, name(certificate)));
      Instant end = certificate.getNotAfter().toInstant();
      if (end.isBefore(now.plus(SOON_DAYS, ChronoUnit.DAYS))) {
        findings.note(
            "the certificate of %s ends at %s".formatted(who, end), "have it renewed in time");
      }
    }
    return inTime && trusted && named;
  }

  private boolean inTime(String who, List<X509Certificate> chain) {
    for (X509Certificate certificate : chain) {
      Instant begin = certificate.getNotBefore().toInstant();
      Instant end = certificate.getNotAfter().toInstant();
      String whose =
          certificate.equals(chain.getFirst())
              ? "the certificate of " + who
              : "the certificate of %s, which signed that of %s"
                  .formatted(subject(certificate), who);
      if (end.isBefore(now)) {
        findings.problem(
            "%s has expired: it ended at %s, and it is %s here"
                .formatted(whose, end, now.truncatedTo(ChronoUnit.SECONDS)),
            "renew it; or is the clock of this machine wrong?");
        return false;
      }
      if (begin.isAfter(now)) {
        findings.problem(
            "%s is not valid yet: it begins at %s, and it is %s here"
                .formatted(whose, begin, now.truncatedTo(ChronoUnit.SECONDS)),
            "set the clock of this machine, or of the one that made the certificate");
        return false;
      }
    }
    return true;
  }

  private boolean trusted(String who, List<X509Certificate> chain, boolean inTime) {
    try {
      security.trustManager().checkServerTrusted(chain.toArray(X509Certificate[]::new), "UNKNOWN");
      return true;
    } catch (CertificateException e) {
      if (!inTime) {
        return true; // that is said already, and is what the check met
      }
      String issuer = chain.getLast().getIssuerX500Principal().getName();
      boolean own = chain.size() == 1 && issuer.equals(subject(chain.getFirst()));
      findings.problem(
          "the certificate of %s is not trusted: it is signed by %s, which is not in %s"
              .formatted(who, own ? "itself, " + issuer : issuer, security.trustSource()),
          security.hasTruststore()
              ? "add that authority's certificate to the truststore; or is this the right server?"
              : "let ssl.truststore.location name a store with that authority's certificate");
      return false;
    } catch (GeneralSecurityException e) {
      findings.problem(
          "what the client trusts cannot be read: " + e.getMessage(), "check ssl.truststore.*");
      return false;
    }
  }

  private boolean named(InetSocketAddress address, X509Certificate certificate) {
    String host = address.getHostString();
    List<String> names = names(certificate);
    if (names.stream().anyMatch(name -> matches(name, host))) {
      return true;
    }
    findings.problem(
        "the certificate of %s is for %s, not for %s"
            .formatted(
                ClientChecks.text(address),
                names.isEmpty() ? name(certificate) : String.join(", ", names),
                host),
        "dial a name that the certificate has, or put this one into the certificate");
    return false;
  }

  /// The names and addresses that a certificate is for.
  private static List<String> names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      var alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        for (List<?> entry : alternatives) {
          if (entry.get(0) instanceof Integer kind && (kind == DNS_NAME || kind == IP_ADDRESS)) {
            names.add(String.valueOf(entry.get(1)));
          }
        }
      }
    } catch (CertificateParsingException e) {
      return names;
    }
    if (names.isEmpty()) {
      for (String part : subject(certificate).split(",")) {
        if (part.strip().toUpperCase(Locale.ROOT).startsWith("CN=")) {
          names.add(part.strip().substring(3));
        }
      }
    }
    return names;
  }

  private static boolean matches(String name, String host) {
    if (name.equalsIgnoreCase(host)) {
      return true;
    }
    if (name.startsWith("*.")) {
      int dot = host.indexOf('.');
      return dot > 0 && host.substring(dot).equalsIgnoreCase(name.substring(1));
    }
    return isAddress(name) && isAddress(host) && addressOf(name).equals(addressOf(host));
  }

  private static boolean isAddress(String text) {
    return text.contains(":") || text.matches("[0-9.]+");
  }

  private static String addressOf(String text) {
    try {
      return InetAddress.getByName(text).getHostAddress();
    } catch (UnknownHostException e) {
      return text;
    }
  }

  private static String subject(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().getName();
  }

  private static String name(X509Certificate certificate) {
    Date end = certificate.getNotAfter();
    return "%s, valid until %s".formatted(subject(certificate), end.toInstant());
  }
}
