package io.tidepost.broker.server;

import io.tidepost.base.option.Option;
import io.tidepost.base.option.Options;
import io.tidepost.broker.contract.Contract;
import io.tidepost.broker.net.NetOptions;
import io.tidepost.broker.option.DynamicOptions;
import io.tidepost.broker.option.Listener;
import io.tidepost.broker.option.ListenerSettings;
import io.tidepost.broker.option.LogCleanerOptions;
import io.tidepost.broker.option.LogOptions;
import io.tidepost.broker.option.QuotaOptions;
import io.tidepost.broker.option.ServerOptions;
import io.tidepost.broker.option.SocketOptions;
import io.tidepost.broker.option.TidepostOptions;
import io.tidepost.broker.option.TransactionOptions;
import io.tidepost.broker.storage.CleanerOptions;
import io.tidepost.broker.storage.StorageOptions;
import io.tidepost.broker.storage.ThrottledReplicas;
import io.tidepost.broker.storage.TopicSettings;
import io.tidepost.log.option.LogConfigs;
import io.tidepost.log.option.TopicOptions;
import io.tidepost.metadata.ConfigResource;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.wire.compression.Compression;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Turns declared options into what the parts of the broker are built from.
final class TypedOptions {

  private static final int IN_FLIGHT_MAX = 256;
  private static final int UNSENT_BYTES_MAX = 1 << 20;
  private static final long RECEIVE_BYTES_MIN = 32L << 20;

  private TypedOptions() {}

  static NetOptions net(Options options) {
    return new NetOptions(
        options.get(SocketOptions.SOCKET_REQUEST_MAX_BYTES),
        receiveBytesMax(options),
        options.get(SocketOptions.MAX_CONNECTIONS),
        options.get(SocketOptions.MAX_CONNECTIONS_PER_IP),
        overrides(options.get(SocketOptions.MAX_CONNECTIONS_PER_IP_OVERRIDES)),
        options.get(SocketOptions.MAX_CONNECTION_CREATION_RATE),
        options.get(SocketOptions.CONNECTIONS_MAX_IDLE_MS),
        options.get(SocketOptions.SOCKET_SEND_BUFFER_BYTES),
        options.get(SocketOptions.SOCKET_RECEIVE_BUFFER_BYTES),
        options.get(SocketOptions.SOCKET_LISTEN_BACKLOG_SIZE),
        IN_FLIGHT_MAX,
        UNSENT_BYTES_MAX);
  }

  /// `queued.max.request.bytes`, or half of the direct memory that there may be.
  private static long receiveBytesMax(Options options) {
    long set = options.get(SocketOptions.QUEUED_MAX_REQUEST_BYTES);
    return set > 0 ? set : Math.max(RECEIVE_BYTES_MIN, Runtime.getRuntime().maxMemory() / 2);
  }

  private static Map<String, Integer> overrides(String text) {
    Map<String, Integer> result = new HashMap<>();
    for (String entry : text.split(",")) {
      int colon = entry.lastIndexOf(':');
      if (colon > 0) {
        result.put(
            entry.substring(0, colon).trim(), Integer.valueOf(entry.substring(colon + 1).trim()));
      }
    }
    return result;
  }

  /// What single listeners have set for themselves, by their names.
  static Map<String, Integer> perListener(
      DynamicOptions options, List<Listener> listeners, Option<Integer> option) {
    Map<String, Integer> result = new HashMap<>();
    for (Listener listener : listeners) {
      ListenerSettings settings = options.listener(listener.name());
      if (settings.isOwn(option)) {
        result.put(listener.name(), settings.get(option));
      }
    }
    return result;
  }

  static long quotaWindowMillis(Options options) {
    return 1000L * options.get(QuotaOptions.QUOTA_WINDOW_SIZE_SECONDS);
  }

  static int loops(Options options) {
    Integer set = options.find(SocketOptions.NUM_NETWORK_THREADS);
    return set == null ? Runtime.getRuntime().availableProcessors() : set;
  }

  static StorageOptions storage(ServerOptions server) {
    Options options = server.options();
    return new StorageOptions(
        server.logDirs(),
        options.get(TransactionOptions.PRODUCER_ID_EXPIRATION_MS),
        options.get(LogOptions.LOG_RETENTION_CHECK_INTERVAL_MS),
        Math.max(1, options.get(LogOptions.LOG_FLUSH_OFFSET_CHECKPOINT_INTERVAL_MS)),
        options.get(SocketOptions.NUM_IO_THREADS),
        options.get(TidepostOptions.TIDEPOST_RESERVE_BYTES),
        options.get(TidepostOptions.TIDEPOST_SCRUB_BYTES_PER_SECOND),
        server.metadataLogDir());
  }

  static CleanerOptions cleaner(Options options) {
    return new CleanerOptions(
        options.get(LogCleanerOptions.LOG_CLEANER_ENABLE),
        options.get(LogCleanerOptions.LOG_CLEANER_THREADS),
        options.get(LogCleanerOptions.LOG_CLEANER_BACKOFF_MS),
        options.get(LogCleanerOptions.LOG_CLEANER_DEDUPE_BUFFER_SIZE),
        options.get(LogCleanerOptions.LOG_CLEANER_IO_BUFFER_LOAD_FACTOR),
        options.get(LogCleanerOptions.LOG_CLEANER_IO_BUFFER_SIZE),
        options.get(LogCleanerOptions.LOG_CLEANER_IO_MAX_BYTES_PER_SECOND));
  }

  /// What the options of a topic mean.
  static TopicSettings topic(DynamicOptions broker, MetadataImage image, String topic) {
    Options options =
        LogConfigs.of(broker.current(), image.configs().of(ConfigResource.topic(topic)));
    String compression = options.get(TopicOptions.COMPRESSION_TYPE);
    int codec = codec(compression);
    return new TopicSettings(
        LogConfigs.logConfig(options),
        options.get(TopicOptions.MIN_INSYNC_REPLICAS),
        options.get(TopicOptions.MAX_MESSAGE_BYTES),
        codec,
        level(options, compression),
        options.get(TopicOptions.TIDEPOST_VALIDATE_COMPRESSED),
        ThrottledReplicas.of(options.get(TopicOptions.LEADER_REPLICATION_THROTTLED_REPLICAS)),
        ThrottledReplicas.of(options.get(TopicOptions.FOLLOWER_REPLICATION_THROTTLED_REPLICAS)),
        Contract.of(options));
  }

  private static int codec(String compressionType) {
    return switch (compressionType) {
      case "producer" -> TopicSettings.CODEC_OF_PRODUCER;
      case "uncompressed" -> Compression.NONE.id();
      case "gzip" -> Compression.GZIP.id();
      case "snappy" -> Compression.SNAPPY.id();
      case "lz4" -> Compression.LZ4.id();
      case "zstd" -> Compression.ZSTD.id();
      default -> throw new IllegalArgumentException("compression.type is " + compressionType);
    };
  }

  private static int level(Options options, String compressionType) {
    return switch (compressionType) {
      case "gzip" -> options.get(TopicOptions.COMPRESSION_GZIP_LEVEL);
      case "lz4" -> options.get(TopicOptions.COMPRESSION_LZ4_LEVEL);
      case "zstd" -> options.get(TopicOptions.COMPRESSION_ZSTD_LEVEL);
      default -> 0;
    };
  }
}
