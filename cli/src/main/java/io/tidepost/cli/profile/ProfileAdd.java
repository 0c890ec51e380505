package io.tidepost.cli.profile;

import io.tidepost.cli.Addresses;
import io.tidepost.cli.ClientOptions;
import io.tidepost.cli.Failure;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidepost profile add`.
@Command(
    name = "add",
    description = {
      "Keep a cluster under a name; the first one is used at once. Secrets are not written into the"
          + " file: name a variable of the environment, $${env:NAME}, or a file, $${file:PATH}, in"
          + " their place. The file is written anew, without comments, readable by you only."
    },
    footer = {
      "  tidepost profile add local -b localhost:9092 --registry http://localhost:8081",
      "  tidepost profile add prod -b kafka:9093 --tls --user ada --password-file ~/.prod-password",
      "  tidepost profile add mtls -b kafka:9093 -X security.protocol=SSL \\",
      "      -X ssl.keystore.location=/etc/me.p12 -X 'ssl.keystore.password=$${env:STORE_PW}'",
      "  tidepost profile add legacy -b kafka:9093 --command-config client.properties"
    })
final class ProfileAdd extends ProfileCommand {

  @Parameters(index = "0", paramLabel = "NAME", description = "Name of the profile.")
  String name = "";

  @Option(
      names = {"-b", "--bootstrap-server"},
      required = true,
      paramLabel = "HOST:PORT[,...]",
      description = "Brokers to ask first.")
  String bootstrap = "";

  @Option(names = "--registry", paramLabel = "URL", description = "Its schema registry.")
  @Nullable String registry;

  @Option(
      names = "--registry-user",
      paramLabel = "USER:REFERENCE",
      description = "Basic authentication there, such as 'ada:$${env:REGISTRY_PW}'.")
  @Nullable String registryUser;

  @Option(
      names = "--registry-token",
      paramLabel = "REFERENCE",
      description = "A bearer token for it, such as '$${file:/run/token}'.")
  @Nullable String registryToken;

  @Option(
      names = "--registry-ca",
      paramLabel = "FILE",
      description = "Certificates (PEM) to trust there.")
  @Nullable Path registryCa;

  @Option(names = "--tls", description = "Talk to the brokers over TLS.")
  boolean tls;

  @Option(names = "--user", paramLabel = "NAME", description = "Who logs in, with a password.")
  @Nullable String user;

  @Option(
      names = "--mechanism",
      paramLabel = "NAME",
      description = "How: SCRAM-SHA-512 (default), SCRAM-SHA-256 or PLAIN.")
  String mechanism = "SCRAM-SHA-512";

  @Option(
      names = "--password-env",
      paramLabel = "VARIABLE",
      description = "The password is in this variable of the environment.")
  @Nullable String passwordEnv;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "The password is in this file.")
  @Nullable String passwordFile;

  @Option(
      names = "--command-config",
      paramLabel = "FILE",
      description = "Take over the client properties in this file.")
  @Nullable Path commandConfig;

  @Option(
      names = {"-X", "--client-property"},
      paramLabel = "KEY=VALUE",
      description = "A property for clients; may be repeated.")
  Map<String, String> clientProperties = new LinkedHashMap<>();

  @Option(names = "--use", description = "Use it from now on.")
  boolean use;

  @Option(names = "--replace", description = "Replace the profile that has this name.")
  boolean replace;

  @Override
  int run(Profiles profiles, Map<String, String> environment) {
    if (!replace && profiles.all().containsKey(name)) {
      throw new Failure("there is a profile '" + name + "' already; --replace replaces it");
    }
    Addresses.parse("--bootstrap-server", bootstrap);
    if (registry != null && !registry.matches("https?://.+")) {
      throw new Failure("--registry wants an address such as http://localhost:8081");
    }
    if (registryUser != null && !registryUser.matches("[^:]+:\\$\\{(env|file):[^}]+}")) {
      throw new Failure(
          "--registry-user wants a name and a reference, such as 'ada:${env:REGISTRY_PW}'");
    }
    if (registryToken != null && References.isPlainSecret("token", registryToken)) {
      throw new Failure("--registry-token wants a reference, such as '${env:REGISTRY_TOKEN}'");
    }
    Map<String, String> properties = properties();
    properties.forEach((key, value) -> {
      String slip = ProfileReader.slip(key);
      if (!slip.isEmpty()) {
        throw new Failure("no client knows the property '" + key + "'" + slip);
      }
      if (References.isPlainSecret(key, value)) {
        throw new Failure(
            key + " has a secret in it: put ${env:NAME} or ${file:PATH} in its place");
      }
    });
    profiles.put(
        name,
        new Profile(
            bootstrap,
            registry,
            registryUser,
            registryToken,
            registryCa == null ? null : registryCa.toAbsolutePath().toString(),
            properties));
    if (use) {
      profiles.use(name);
    }
    profiles.write();
    done(name, name.equals(profiles.current()) ? "added, in use" : "added");
    return OK;
  }

  private Map<String, String> properties() {
    Map<String, String> properties = new LinkedHashMap<>();
    if (commandConfig != null) {
      ClientOptions.read(commandConfig)
          .forEach((key, value) -> properties.put(key, String.valueOf(value)));
      properties.remove("bootstrap.servers");
    }
    if (tls) {
      properties.put("security.protocol", "SSL");
    }
    if (user != null) {
      login(properties, user);
    } else if (passwordEnv != null || passwordFile != null) {
      throw new Failure("whose password is it? --user says so");
    }
    properties.putAll(clientProperties);
    return properties;
  }

  private void login(Map<String, String> properties, String who) {
    if ((passwordEnv == null) == (passwordFile == null)) {
      throw new Failure("--user wants either --password-env or --password-file");
    }
    String reference =
        passwordFile == null
            ? "${env:" + passwordEnv + "}"
            : "${file:" + Path.of(passwordFile).toAbsolutePath() + "}";
    String module =
        mechanism.toUpperCase(Locale.ROOT).startsWith("SCRAM")
            ? "org.apache.kafka.common.security.scram.ScramLoginModule"
            : "org.apache.kafka.common.security.plain.PlainLoginModule";
    properties.put("security.protocol", tls ? "SASL_SSL" : "SASL_PLAINTEXT");
    properties.put("sasl.mechanism", mechanism.toUpperCase(Locale.ROOT));
    properties.put(
        "sasl.jaas.config",
        module
            + " required username=\""
            + who.replace("\\", "\\\\").replace("\"", "\\\"")
            + "\" password=\""
            + reference
            + "\";");
  }
}
