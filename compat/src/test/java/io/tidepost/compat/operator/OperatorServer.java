package io.tidepost.compat.operator;

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

/// A server of its own with the operator's port, and plain HTTP to it.
final class OperatorServer implements AutoCloseable {

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
  }

  private final HttpClient http = HttpClient.newHttpClient();
  private final int httpPort = Ports.free();
  private final TidepostProcess process;

  /// Is not started yet.
  ///
  /// @param options beside the shared ones
  OperatorServer(Map<String, String> options) {
    Map<String, String> all = new HashMap<>(Shared.OPTIONS);
    all.put("tidepost.http.listeners", "http://127.0.0.1:" + httpPort);
    all.putAll(options);
    process = new TidepostProcess(Shared.temporary("operator"), all);
  }

  static OperatorServer started(Map<String, String> options) {
    OperatorServer server = new OperatorServer(options);
    server.process.start();
    return server;
  }

  TidepostProcess process() {
    return process;
  }

  int httpPort() {
    return httpPort;
  }

  Answer get(String path) {
    URI uri = URI.create("http://127.0.0.1:" + httpPort + path);
    try {
      HttpResponse<String> response =
          http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
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
    process.close();
    http.close();
  }
}
