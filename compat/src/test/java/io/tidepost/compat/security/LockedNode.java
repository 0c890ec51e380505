package io.tidepost.compat.security;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidepost.compat.certificate.Authority;
import io.tidepost.compat.process.Ports;
import io.tidepost.compat.server.TidepostProcess;
import io.tidepost.compat.support.Shared;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// A node with every door locked: its only listener is `SASL_SSL`, it has an authorizer, and the
/// schema registry, the REST proxy and the console speak HTTPS. The user `boss` may do everything.
final class LockedNode implements AutoCloseable {

  static final String ISSUER = "https://issuer.test";
  static final String AUDIENCE = "tidepost";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder = Shared.temporary("locked-node");
  private final Authority authority = new Authority(folder.resolve("authority"));
  private final Path keys = folder.resolve("live.p12");
  private final TokenIssuer issuer;
  private final SecureServer server;
  private final Map<String, String> addresses = new LinkedHashMap<>();
  private final HttpClient http;

  LockedNode() throws IOException {
    issuer = new TokenIssuer();
    renewKeys("first");
    for (String service : List.of("registry", "rest", "console")) {
      addresses.put(service, "https://127.0.0.1:" + Ports.free());
    }
    Map<String, String> options = new LinkedHashMap<>();
    options.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    options.put("super.users", "User:boss");
    options.put("sasl.enabled.mechanisms", "SCRAM-SHA-512,OAUTHBEARER");
    options.put("tidepost.bootstrap.scram", "SCRAM-SHA-512=[name=boss,password=boss-secret]");
    options.put("sasl.oauthbearer.jwks.endpoint.url", issuer.address());
    options.put("sasl.oauthbearer.expected.audience", AUDIENCE);
    options.put("sasl.oauthbearer.expected.issuer", ISSUER);
    options.put("sasl.oauthbearer.clock.skew.seconds", "0");
    options.put("ssl.keystore.type", "PKCS12");
    options.put("ssl.keystore.location", keys.toString());
    options.put("ssl.keystore.password", Authority.PASSWORD);
    options.put("tidepost.registry.listeners", address("registry"));
    options.put("tidepost.rest.listeners", address("rest"));
    options.put("tidepost.http.listeners", address("console"));
    server =
        new SecureServer(
                folder.resolve("node"),
                Map.of("LOCKED", "SASL_SSL"),
                options,
                (home, lines) -> new TidepostProcess(created(home), lines))
            .started();
    http = client();
  }

  private static Path created(Path home) {
    try {
      return Files.createDirectories(home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Writes another key for the same name over the one that the node has.
  void renewKeys(String name) throws IOException {
    Path made = authority.sign(name, "CN=localhost,O=Test");
    Files.copy(made, keys, StandardCopyOption.REPLACE_EXISTING);
  }

  /// A client that trusts the node and has a memory of its own.
  HttpClient client() {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      try (var in = Files.newInputStream(authority.truststore())) {
        trusted.load(in, Authority.PASSWORD.toCharArray());
      }
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return HttpClient.newBuilder()
          .sslContext(context)
          .cookieHandler(new CookieManager())
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  String address(String service) {
    return String.valueOf(addresses.get(service));
  }

  Path certificate() {
    return authority.certificate();
  }

  String bootstrap() {
    return "127.0.0.1:" + server.port("LOCKED");
  }

  SecureServer.SecureClients user(String name) {
    String login = "SCRAM-SHA-512";
    Map<String, String> security =
        new LinkedHashMap<>(GuardedServer.login(login, name, name + "-secret"));
    security.put("security.protocol", "SASL_SSL");
    security.put("ssl.truststore.type", "PKCS12");
    security.put("ssl.truststore.location", authority.truststore().toString());
    security.put("ssl.truststore.password", Authority.PASSWORD);
    return server.clients("LOCKED", security);
  }

  TokenIssuer issuer() {
    return issuer;
  }

  /// An answer over HTTP.
  record Answer(int status, String body, HttpResponse<String> response) {

    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new UncheckedIOException(body, e);
      }
    }

    /// Status and, where there is one, the error's own number.
    String verdict() {
      return status < 400
          ? String.valueOf(status)
          : status + "/" + json().path("error_code").asInt();
    }
  }

  static String basic(String user, String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  /// Of a user whose password is right.
  static String as(String user) {
    return basic(user, user + "-secret");
  }

  /// Asks a service.
  ///
  /// @param authorization empty for none
  Answer ask(
      String service,
      String authorization,
      String method,
      String path,
      String type,
      @Nullable String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address(service) + path))
            .header("Content-Type", type)
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    try {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.body(), answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.close();
    server.close();
    issuer.close();
  }
}
