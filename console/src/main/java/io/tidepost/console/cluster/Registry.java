package io.tidepost.console.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// A schema registry, asked as any program asks it. Any thread; calls block.
public final class Registry {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Supplier<@Nullable URI> address;
  private final Supplier<@Nullable SSLContext> trust;
  private @Nullable HttpClient http;

  /// @param address tells where it is; `null` when there is none
  /// @param trust whom to believe that they are it, where it speaks TLS
  public Registry(Supplier<@Nullable URI> address, Supplier<@Nullable SSLContext> trust) {
    this.address = address;
    this.trust = trust;
  }

  /// Whether there is one.
  public boolean there() {
    return address.get() != null;
  }

  /// A name as part of a path.
  public static String segment(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// Asks something.
  ///
  /// @param person who asks
  /// @param body to be sent; `null` for none
  /// @throws ConsoleFailure with the registry's own words when it refuses
  public JsonNode ask(ClusterClient person, String method, String path, @Nullable JsonNode body) {
    URI base = address.get();
    if (base == null) {
      throw new ConsoleFailure(404, "No schema registry is served here.");
    }
    HttpRequest.Builder asking =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body.toString()));
    if (!person.authorization().isEmpty()) {
      asking.header("Authorization", person.authorization());
    }
    try {
      HttpResponse<String> answer =
          client().send(asking.build(), HttpResponse.BodyHandlers.ofString());
      JsonNode json = MAPPER.readTree(answer.body());
      if (answer.statusCode() >= 400) {
        throw new ConsoleFailure(
            status(answer.statusCode()), json.path("message").asText(answer.body()));
      }
      return json;
    } catch (IOException e) {
      throw new ConsoleFailure(502, "The schema registry does not answer: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConsoleFailure(503, "The console is being stopped.");
    }
  }

  private static int status(int answered) {
    return answered == 404 || answered == 403 || answered == 401 ? answered : 400;
  }

  private synchronized HttpClient client() {
    HttpClient known = http;
    if (known == null) {
      HttpClient.Builder made = HttpClient.newBuilder().connectTimeout(PATIENCE);
      SSLContext context = trust.get();
      known = (context == null ? made : made.sslContext(context)).build();
      http = known;
    }
    return known;
  }
}
