package io.tidepost.broker.option;

import io.tidepost.base.option.Check;
import io.tidepost.base.option.Option;
import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.Scope;
import io.tidepost.base.option.Secret;
import java.util.List;

/// TLS: certificates and protocols of listeners with TLS.
public final class SslOptions {

  /// Everything declared here.
  public static final OptionGroup GROUP = new OptionGroup("TLS", Scope.READ_ONLY);

  /// File of the node's key and certificate.
  public static final Option<String> SSL_KEYSTORE_LOCATION =
      GROUP
          .ofString("ssl.keystore.location", null)
          .perBroker()
          .says("File of the node's key and certificate.");

  /// Password of that file.
  public static final Option<Secret> SSL_KEYSTORE_PASSWORD =
      GROUP.ofSecret("ssl.keystore.password").perBroker().says("Password of that file.");

  /// Format of that file.
  public static final Option<String> SSL_KEYSTORE_TYPE =
      GROUP.ofString("ssl.keystore.type", "JKS").perBroker().says("Format of that file.");

  /// The node's private key itself, in PEM.
  public static final Option<Secret> SSL_KEYSTORE_KEY =
      GROUP.ofSecret("ssl.keystore.key").perBroker().says("The node's private key itself, in PEM.");

  /// The node's certificate chain itself, in PEM.
  public static final Option<Secret> SSL_KEYSTORE_CERTIFICATE_CHAIN =
      GROUP
          .ofSecret("ssl.keystore.certificate.chain")
          .perBroker()
          .says("The node's certificate chain itself, in PEM.");

  /// Password of the private key.
  public static final Option<Secret> SSL_KEY_PASSWORD =
      GROUP.ofSecret("ssl.key.password").perBroker().says("Password of the private key.");

  /// File of the certificates that are trusted.
  public static final Option<String> SSL_TRUSTSTORE_LOCATION =
      GROUP
          .ofString("ssl.truststore.location", null)
          .perBroker()
          .says("File of the certificates that are trusted.");

  /// Password of that file.
  public static final Option<Secret> SSL_TRUSTSTORE_PASSWORD =
      GROUP.ofSecret("ssl.truststore.password").perBroker().says("Password of that file.");

  /// Format of that file.
  public static final Option<String> SSL_TRUSTSTORE_TYPE =
      GROUP.ofString("ssl.truststore.type", "JKS").perBroker().says("Format of that file.");

  /// The trusted certificates themselves, in PEM.
  public static final Option<Secret> SSL_TRUSTSTORE_CERTIFICATES =
      GROUP
          .ofSecret("ssl.truststore.certificates")
          .perBroker()
          .says("The trusted certificates themselves, in PEM.");

  /// Whether clients must show a certificate.
  public static final Option<String> SSL_CLIENT_AUTH =
      GROUP
          .ofString("ssl.client.auth", "none")
          .oneOf("required", "requested", "none")
          .perBroker()
          .says("Whether clients must show a certificate.");

  /// Protocols a client may choose from.
  public static final Option<List<String>> SSL_ENABLED_PROTOCOLS =
      GROUP
          .ofList("ssl.enabled.protocols", List.of("TLSv1.2", "TLSv1.3"))
          .where(new Check.Elements(List.of(), true))
          .perBroker()
          .says("Protocols a client may choose from.");

  /// Cipher suites a client may choose from; empty takes the usual ones.
  public static final Option<List<String>> SSL_CIPHER_SUITES =
      GROUP
          .ofList("ssl.cipher.suites", List.of())
          .where(new Check.Elements(List.of(), true))
          .perBroker()
          .says("Cipher suites a client may choose from; empty takes the usual ones.");

  /// Security provider of the TLS context.
  public static final Option<String> SSL_PROVIDER =
      GROUP
          .ofString("ssl.provider", null)
          .perBroker()
          .says("Security provider of the TLS context.");

  /// Source of randomness for TLS.
  public static final Option<String> SSL_SECURE_RANDOM_IMPLEMENTATION =
      GROUP
          .ofString("ssl.secure.random.implementation", null)
          .perBroker()
          .says("Source of randomness for TLS.");

  /// Algorithm of the key manager.
  public static final Option<String> SSL_KEYMANAGER_ALGORITHM =
      GROUP
          .ofString("ssl.keymanager.algorithm", "SunX509")
          .perBroker()
          .says("Algorithm of the key manager.");

  /// Algorithm of the trust manager.
  public static final Option<String> SSL_TRUSTMANAGER_ALGORITHM =
      GROUP
          .ofString("ssl.trustmanager.algorithm", "PKIX")
          .perBroker()
          .says("Algorithm of the trust manager.");

  /// How a certificate's distinguished name becomes a user name.
  public static final Option<String> SSL_PRINCIPAL_MAPPING_RULES =
      GROUP
          .ofString("ssl.principal.mapping.rules", "DEFAULT")
          .says("How a certificate's distinguished name becomes a user name.");

  /// Whether a new certificate may carry another distinguished name.
  public static final Option<Boolean> SSL_ALLOW_DN_CHANGES =
      GROUP
          .ofBoolean("ssl.allow.dn.changes", false)
          .says("Whether a new certificate may carry another distinguished name.");

  /// Whether a new certificate may carry other alternative names.
  public static final Option<Boolean> SSL_ALLOW_SAN_CHANGES =
      GROUP
          .ofBoolean("ssl.allow.san.changes", false)
          .says("Whether a new certificate may carry other alternative names.");

  /// Class that makes TLS engines.
  public static final Option<String> SSL_ENGINE_FACTORY_CLASS =
      GROUP
          .ofClass("ssl.engine.factory.class", null)
          .perBroker()
          .says("Class that makes TLS engines.");

  /// How this node checks the names in other nodes' certificates; empty for not at all.
  public static final Option<String> SSL_ENDPOINT_IDENTIFICATION_ALGORITHM =
      GROUP
          .ofString("ssl.endpoint.identification.algorithm", "https")
          .perBroker()
          .says(
              "How this node checks the names in other nodes' certificates: `https`, or empty for"
                  + " not at all.");

  static {
    GROUP
        .ofString("ssl.protocol", "TLSv1.3")
        .perBroker()
        .noEffect("`ssl.enabled.protocols` decides")
        .says("Protocol of the TLS context.");
  }

  private SslOptions() {}
}
