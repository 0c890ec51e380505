package io.tidepost.monitor.otlp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.shaded.com.google.protobuf.InvalidProtocolBufferException;
import org.apache.kafka.shaded.io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import org.apache.kafka.shaded.io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;

/// Whoever receives metrics, by OTLP over HTTP: compressed protobuf, one request at a time. One
/// thread.
final class OtlpReceiver {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int OK_MIN = 200;
  private static final int OK_MAX = 299;

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final URI endpoint;
  private final Map<String, String> headers;

  /// @param headers of each request beside its own
  OtlpReceiver(URI endpoint, Map<String, String> headers) {
    this.endpoint = endpoint;
    this.headers = headers;
  }

  /// Hands them over. Blocks.
  ///
  /// @throws IOException saying why they were not taken, or not all of them
  void take(ExportMetricsServiceRequest metrics) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint)
            .timeout(PATIENCE)
            .header("Content-Type", "application/x-protobuf")
            .header("Content-Encoding", "gzip")
            .POST(HttpRequest.BodyPublishers.ofByteArray(zipped(metrics)));
    headers.forEach(request::setHeader);
    HttpResponse<byte[]> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() < OK_MIN || response.statusCode() > OK_MAX) {
      throw new IOException("it answers with status " + response.statusCode());
    }
    long rejected;
    String why;
    try {
      var partial = ExportMetricsServiceResponse.parseFrom(response.body()).getPartialSuccess();
      rejected = partial.getRejectedDataPoints();
      why = partial.getErrorMessage();
    } catch (InvalidProtocolBufferException e) {
      return; // taken all the same
    }
    if (rejected > 0) {
      throw new IOException("it does not take " + rejected + " numbers: " + why);
    }
  }

  private static byte[] zipped(ExportMetricsServiceRequest metrics) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      metrics.writeTo(zip);
    }
    return bytes.toByteArray();
  }
}
