package io.tidepost.compat.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.process.Ports;
import io.tidepost.compat.server.TidepostProcess;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

/// People log in to the console with the users of the cluster, and may do there what they may do on
/// the wire.
final class ConsoleLoginTest {

  private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([^\"]+)\"");
  private static final String PASSWORD = "wonderland, \"quoted\" \\ and <b>";

  @Test
  void everybodySeesAndDoesWhatTheirRulesAllow() throws Exception {
    int port = Ports.free();
    Map<String, String> options = new LinkedHashMap<>();
    options.put("tidepost.http.listeners", "http://127.0.0.1:" + port);
    options.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
    options.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    options.put("super.users", "User:ANONYMOUS");
    options.put(
        "listener.name.sasl.scram-sha-512.sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    Map<String, String> protocols = new LinkedHashMap<>();
    protocols.put("PLAINTEXT", "PLAINTEXT");
    protocols.put("SASL", "SASL_PLAINTEXT");
    try (SecureServer server =
        new SecureServer(
                Shared.temporary("console-login"), protocols, options, TidepostProcess::new)
            .started()) {
      prepare(server);
      String base = "http://127.0.0.1:" + port;
      try (HttpClient browser =
          HttpClient.newBuilder()
              .cookieHandler(new CookieManager())
              .followRedirects(HttpClient.Redirect.NORMAL)
              .build()) {
        assertTrue(get(browser, base + "/topics").body().contains("Log in with a user"));
        HttpResponse<String> wrong =
            post(browser, base + "/login", Map.of("user", "alice", "password", "guessed"));
        assertEquals(401, wrong.statusCode());
        assertTrue(wrong.body().contains("The name or the password is wrong."), wrong.body());

        HttpResponse<String> topics =
            post(
                browser,
                base + "/login",
                Map.of("user", "alice", "password", PASSWORD, "to", "/topics"));
        assertEquals(base + "/topics", topics.uri().toString());
        assertTrue(topics.body().contains("/topics/alices"), topics.body());
        assertFalse(topics.body().contains("/topics/others"), topics.body());
        Matcher token = TOKEN.matcher(topics.body());
        assertTrue(token.find());

        HttpResponse<String> refused =
            post(
                browser,
                base + "/topics/others/delete",
                Map.of("token", token.group(1), "confirm", "others"));
        assertEquals(403, refused.statusCode(), refused.body());
        post(browser, base + "/logout", Map.of("token", token.group(1)));
        assertTrue(get(browser, base + "/topics").body().contains("Log in with a user"));

        // A page of somebody else is never where a login ends.
        HttpResponse<String> elsewhere =
            post(
                browser,
                base + "/login",
                Map.of("user", "alice", "password", PASSWORD, "to", "//evil.example/"));
        assertEquals(base + "/", elsewhere.uri().toString());
      }
      try (Admin admin = server.clients("PLAINTEXT", Map.of()).admin()) {
        assertTrue(Clients.get(admin.listTopics().names()).contains("others"));
      }
    }
  }

  private static void prepare(SecureServer server) {
    try (Admin admin = server.clients("PLAINTEXT", Map.of()).admin()) {
      Clients.get(
          admin
              .createTopics(
                  List.of(
                      new NewTopic("alices", 1, (short) 1), new NewTopic("others", 1, (short) 1)))
              .all());
      Clients.get(
          admin
              .alterUserScramCredentials(
                  List.of(
                      new UserScramCredentialUpsertion(
                          "alice",
                          new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096),
                          PASSWORD)))
              .all());
      Clients.get(
          admin
              .createAcls(
                  List.of(
                      new AclBinding(
                          new ResourcePattern(ResourceType.TOPIC, "alices", PatternType.LITERAL),
                          new AccessControlEntry(
                              "User:alice", "*", AclOperation.READ, AclPermissionType.ALLOW))))
              .all());
    }
  }

  private static HttpResponse<String> get(HttpClient browser, String uri) throws Exception {
    return browser.send(
        HttpRequest.newBuilder(URI.create(uri)).header("Accept", "text/html").build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(HttpClient browser, String uri, Map<String, String> form)
      throws Exception {
    StringBuilder body = new StringBuilder();
    form.forEach((name, value) ->
        body.append(body.isEmpty() ? "" : "&")
            .append(name)
            .append('=')
            .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return browser.send(
        HttpRequest.newBuilder(URI.create(uri))
            .header("Accept", "text/html")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
