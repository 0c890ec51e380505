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
import org.jspecify.annotations.Nullable;

/// A schema registry, asked as any program asks it. Any thread; calls block.
public final class Registry {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Supplier<@Nullable URI> address;
  private @Nullable HttpClient http;

  /// @param address tells where it is; `null` when there is none
  public Registry(Supplier<@Nullable URI> address) {
    this.address = address;
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
  /// @param body to be sent; `null` for none
  /// @throws ConsoleFailure with the registry's own words when it refuses
  public JsonNode ask(String method, String path, @Nullable JsonNode body) {
    URI base = address.get();
    if (base == null) {
      throw new ConsoleFailure(404, "No schema registry is served here.");
    }
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    try {
      HttpResponse<String> answer = client().send(request, HttpResponse.BodyHandlers.ofString());
      JsonNode json = MAPPER.readTree(answer.body());
      if (answer.statusCode() >= 400) {
        throw new ConsoleFailure(
            answer.statusCode() == 404 ? 404 : 400, json.path("message").asText(answer.body()));
      }
      return json;
    } catch (IOException e) {
      throw new ConsoleFailure(502, "The schema registry does not answer: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConsoleFailure(503, "The console is being stopped.");
    }
  }

  private synchronized HttpClient client() {
    HttpClient known = http;
    if (known == null) {
      known = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
      http = known;
    }
    return known;
  }
}
