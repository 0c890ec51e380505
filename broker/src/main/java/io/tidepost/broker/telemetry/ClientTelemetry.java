package io.tidepost.broker.telemetry;

import io.tidepost.base.option.Options;
import io.tidepost.broker.Log;
import io.tidepost.broker.api.RequestContext;
import io.tidepost.broker.option.TelemetryOptions;
import io.tidepost.broker.plugin.OtlpDecoder;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.telemetry.TelemetryManager.Accepted;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.compression.Compression;
import io.tidepost.wire.compression.CompressionException;
import io.tidepost.wire.message.PushTelemetryRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Takes in what clients push (KIP-714): decompresses and decodes it, keeps the newest numbers in
/// memory, writes them to a topic, and hands them to plugins. One thread of its own that ends when
/// nothing comes; whoever pushes waits for it, and so many may wait.
public final class ClientTelemetry implements AutoCloseable {

  private static final Log LOG = Log.of(ClientTelemetry.class);
  private static final int WAITING_MAX = 256;
  private static final long KEEP_SECONDS = 30;

  private final BrokerContext context;
  private final TelemetryManager manager;
  private final ClientMetrics metrics;
  private final ClientMetricsTopic topic;
  private final List<TelemetryExporter> exporters;
  private final int bytesMax;
  private final boolean writesTopic;
  private final ThreadPoolExecutor worker;

  public ClientTelemetry(
      BrokerContext context, Options options, List<TelemetryExporter> exporters) {
    this.context = context;
    this.exporters = exporters;
    this.manager = new TelemetryManager(context.clock(), context.randomness());
    this.metrics =
        new ClientMetrics(
            options.get(TelemetryOptions.TIDEPOST_CLIENT_METRICS_SERIES_MAX),
            options.get(TelemetryOptions.TIDEPOST_CLIENT_METRICS_SERIES_PER_CLIENT_MAX));
    this.topic = new ClientMetricsTopic(context);
    this.bytesMax = options.get(TelemetryOptions.TELEMETRY_MAX_BYTES);
    this.writesTopic = options.get(TelemetryOptions.TIDEPOST_CLIENT_METRICS_TOPIC_ENABLE);
    this.worker =
        new ThreadPoolExecutor(
            1,
            1,
            KEEP_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING_MAX),
            task -> new Thread(task, "tidepost-telemetry"));
    worker.allowCoreThreadTimeOut(true);
  }

  /// Who is to push what.
  public TelemetryManager manager() {
    return manager;
  }

  /// The newest numbers of every client.
  public ClientMetrics metrics() {
    return metrics;
  }

  /// `telemetry.max.bytes`; what is compressed may not be larger either, once it is not.
  public int bytesMax() {
    return bytesMax;
  }

  /// Takes the metrics of an accepted push.
  ///
  /// @param done told [ErrorCode#NONE], or why they cannot be used; on any thread
  public void take(
      Accepted accepted,
      PushTelemetryRequest request,
      RequestContext caller,
      Consumer<ErrorCode> done) {
    try {
      worker.execute(() -> done.accept(takeNow(accepted, request, caller)));
    } catch (RejectedExecutionException e) {
      done.accept(ErrorCode.THROTTLING_QUOTA_EXCEEDED);
    }
  }

  private ErrorCode takeNow(
      Accepted accepted, PushTelemetryRequest request, RequestContext caller) {
    ClientIdentity client = accepted.client();
    try {
      ByteBuffer data =
          Objects.requireNonNull(Compression.of(request.compressionType))
              .decompress(request.metrics, bytesMax);
      Pushed pushed = OtlpDecoder.decode(data.duplicate());
      long now = context.clock().wallMillis();
      ClientMetrics.Client known =
          metrics.take(
              client, pushed, accepted.keptMillis(), now, context.clock().monotonicNanos());
      if (writesTopic) {
        topic.write(known, request.terminating);
      }
      for (TelemetryExporter exporter : exporters) {
        exporter.export(
            caller,
            client,
            accepted.intervalMillis(),
            request.terminating,
            data.asReadOnlyBuffer());
      }
      return ErrorCode.NONE;
    } catch (IOException | CompressionException e) {
      LOG.info(
          "the metrics of the client {} at {} cannot be read: {}",
          client.instanceId(),
          client.address(),
          String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.error("the metrics of the client {} cannot be used", client.instanceId(), e);
    }
    manager.spoiled(client.instanceId());
    return ErrorCode.INVALID_RECORD;
  }

  @Override
  public void close() {
    worker.shutdownNow();
    exporters.forEach(TelemetryExporter::close);
  }
}
