package io.tidepost.cli.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidepost.cli.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.HttpsURLConnection;
import org.jspecify.annotations.Nullable;

/// Asks a schema registry by REST; what it refuses becomes one sentence.
public final class RegistryClient {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int MILLIS_MAX = 30_000;
  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

  /// The registry said no.
  public static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;
    private final int code;

    RefusedException(int code, String message) {
      super(message, null, false, false);
      this.code = code;
    }

    /// The registry's number of the error.
    public int code() {
      return code;
    }
  }

  private final String url;
  private final @Nullable String authorization;
  private final RegistryTls tls;

  RegistryClient(RegistrySettings settings) {
    this.url = settings.url();
    this.authorization = settings.authorization();
    this.tls = new RegistryTls(settings.tls());
  }

  /// Where it is.
  public String url() {
    return url;
  }

  /// For bodies.
  public static JsonMapper json() {
    return JSON;
  }

  /// A part of a path.
  public static String part(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  JsonNode get(String path) {
    return ask("GET", path, null);
  }

  JsonNode delete(String path) {
    return ask("DELETE", path, null);
  }

  /// Asks; what the registry refuses ends the command with its sentence.
  public JsonNode ask(String method, String path, @Nullable JsonNode body) {
    try {
      return tryAsk(method, path, body);
    } catch (RefusedException e) {
      throw new Failure("the registry says: " + e.getMessage(), e);
    }
  }

  /// @throws RefusedException when the registry says no
  public JsonNode tryAsk(String method, String path, @Nullable JsonNode body)
      throws RefusedException {
    int status;
    byte[] answer;
    try {
      HttpURLConnection connection = connect(method, path);
      if (body != null) {
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", CONTENT_TYPE);
        try (OutputStream out = connection.getOutputStream()) {
          out.write(JSON.writeValueAsBytes(body));
        }
      }
      status = connection.getResponseCode();
      try (InputStream in =
          status >= 400 ? connection.getErrorStream() : connection.getInputStream()) {
        answer = in == null ? new byte[0] : in.readAllBytes();
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new Failure(
          "cannot ask the schema registry at "
              + url
              + ": "
              + e.getMessage()
              + "; --registry says where it is",
          e);
    }
    JsonNode parsed = parse(answer, status);
    if (status >= 400) {
      throw new RefusedException(
          parsed.path("error_code").asInt(status),
          parsed.path("message").asText("HTTP status " + status));
    }
    return parsed;
  }

  private HttpURLConnection connect(String method, String path) throws IOException {
    var connection = (HttpURLConnection) URI.create(url + path).toURL().openConnection();
    connection.setRequestMethod(method);
    connection.setConnectTimeout(MILLIS_MAX);
    connection.setReadTimeout(MILLIS_MAX);
    connection.setRequestProperty("Accept", CONTENT_TYPE);
    if (connection instanceof HttpsURLConnection https) {
      tls.applyTo(https);
    }
    if (authorization != null) {
      connection.setRequestProperty("Authorization", authorization);
    }
    return connection;
  }

  private JsonNode parse(byte[] answer, int status) {
    try {
      return JSON.readTree(answer);
    } catch (IOException e) {
      throw new Failure(
          "what answers at %s is no schema registry (HTTP status %d)".formatted(url, status), e);
    }
  }
}
