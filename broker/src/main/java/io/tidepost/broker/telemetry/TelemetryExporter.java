package io.tidepost.broker.telemetry;

import io.tidepost.broker.api.RequestContext;
import java.nio.ByteBuffer;

/// Somebody else who wants what clients push. Called on the thread of [ClientTelemetry], where it
/// may take its time; what it throws is told the client as INVALID_RECORD.
public interface TelemetryExporter extends AutoCloseable {

  /// @param intervalMillis how often the client pushes
  /// @param terminating whether it was its last push
  /// @param data OTLP `MetricsData`, decompressed; valid during the call
  void export(
      RequestContext caller,
      ClientIdentity client,
      int intervalMillis,
      boolean terminating,
      ByteBuffer data);

  @Override
  void close();
}
