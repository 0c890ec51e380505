package io.tidepost.broker.option;

import io.tidepost.base.option.Check;
import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.Scope;
import java.util.List;

/// TLS: certificates and protocols of listeners with TLS.
public final class SslOptions {

  /// Everything declared here.
  public static final OptionGroup GROUP = new OptionGroup("TLS", Scope.READ_ONLY);

  static {
    GROUP
        .ofString("ssl.keystore.location", null)
        .perBroker()
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("File of the node's key and certificate.");
    GROUP
        .ofSecret("ssl.keystore.password")
        .perBroker()
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Password of that file.");
    GROUP
        .ofString("ssl.keystore.type", "JKS")
        .perBroker()
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Format of that file.");
    GROUP
        .ofSecret("ssl.keystore.key")
        .perBroker()
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("The node's private key itself, in PEM.");
    GROUP
        .ofSecret("ssl.keystore.certificate.chain")
        .perBroker()
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("The node's certificate chain itself, in PEM.");
    GROUP
        .ofSecret("ssl.key.password")
        .perBroker()
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Password of the private key.");
    GROUP
        .ofString("ssl.truststore.location", null)
        .perBroker()
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("File of the certificates that are trusted.");
    GROUP
        .ofSecret("ssl.truststore.password")
        .perBroker()
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Password of that file.");
    GROUP
        .ofString("ssl.truststore.type", "JKS")
        .perBroker()
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Format of that file.");
    GROUP
        .ofSecret("ssl.truststore.certificates")
        .perBroker()
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("The trusted certificates themselves, in PEM.");
    GROUP
        .ofString("ssl.client.auth", "none")
        .oneOf("required", "requested", "none")
        .perBroker()
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Whether clients must show a certificate.");
    GROUP
        .ofString("ssl.protocol", "TLSv1.3")
        .perBroker()
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Protocol of the TLS context.");
    GROUP
        .ofList("ssl.enabled.protocols", List.of("TLSv1.2", "TLSv1.3"))
        .where(new Check.Elements(List.of(), true))
        .perBroker()
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Protocols a client may choose from.");
    GROUP
        .ofList("ssl.cipher.suites", List.of())
        .where(new Check.Elements(List.of(), true))
        .perBroker()
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Cipher suites a client may choose from; empty takes the JDK's.");
    GROUP
        .ofString("ssl.provider", null)
        .perBroker()
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Security provider of the TLS context.");
    GROUP
        .ofString("ssl.endpoint.identification.algorithm", "https")
        .perBroker()
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("How this node checks the names in other nodes' certificates.");
    GROUP
        .ofString("ssl.secure.random.implementation", null)
        .perBroker()
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Source of randomness for TLS.");
    GROUP
        .ofString("ssl.keymanager.algorithm", "SunX509")
        .perBroker()
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Algorithm of the key manager.");
    GROUP
        .ofString("ssl.trustmanager.algorithm", "PKIX")
        .perBroker()
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Algorithm of the trust manager.");
    GROUP
        .ofClass("ssl.engine.factory.class", null)
        .perBroker()
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Class that makes TLS engines.");
    GROUP
        .ofString("ssl.principal.mapping.rules", "DEFAULT")
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("How a certificate's distinguished name becomes a user name.");
    GROUP
        .ofBoolean("ssl.allow.dn.changes", false)
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Whether a new certificate may carry another distinguished name.");
    GROUP
        .ofBoolean("ssl.allow.san.changes", false)
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Whether a new certificate may carry other alternative names.");
  }

  private SslOptions() {}
}
