package io.tidepost.compat.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidepost.compat.process.Ports;
import io.tidepost.compat.server.TidepostProcess;
import io.tidepost.compat.support.Shared;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;

/// A server of its own with the registry, and plain HTTP to it.
public final class RegistryServer implements AutoCloseable {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /// @param status of HTTP
  /// @param text the body
  record Answer(int status, String text) {

    JsonNode json() {
      try {
        return MAPPER.readTree(text);
      } catch (IOException e) {
        throw new UncheckedIOException(text, e);
      }
    }

    int code() {
      return json().path("error_code").asInt();
    }

    int id() {
      return json().path("id").asInt();
    }
  }

  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;
  private final TidepostProcess process;

  public RegistryServer() {
    this(Map.of());
  }

  /// @param more options of the server
  public RegistryServer(Map<String, String> more) {
    url = "http://127.0.0.1:" + Ports.free();
    Map<String, String> options = new HashMap<>(Shared.OPTIONS);
    options.put("tidepost.registry.listeners", url);
    options.putAll(more);
    process = new TidepostProcess(Shared.temporary("registry"), options);
    process.start();
  }

  public String url() {
    return url;
  }

  public TidepostProcess process() {
    return process;
  }

  Answer get(String path) {
    return send("GET", path, null);
  }

  Answer delete(String path) {
    return send("DELETE", path, null);
  }

  Answer post(String path, String body) {
    return send("POST", path, body);
  }

  Answer put(String path, String body) {
    return send("PUT", path, body);
  }

  /// Registers a schema in Avro.
  Answer register(String subject, String schema) {
    return post("/subjects/" + subject + "/versions", body("AVRO", schema));
  }

  static String body(String type, String schema) {
    return MAPPER.createObjectNode().put("schemaType", type).put("schema", schema).toString();
  }

  private Answer send(String method, String path, @org.jspecify.annotations.Nullable String body) {
    HttpRequest.BodyPublisher publisher =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .method(method, publisher)
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.stop();
    http.close();
  }
}
