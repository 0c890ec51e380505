package io.tidepost.broker.option;

import io.tidepost.base.option.Option;
import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.Scope;

/// Connections and requests: what a connection may cost.
public final class SocketOptions {

  /// Everything declared here.
  public static final OptionGroup GROUP =
      new OptionGroup("Connections and requests", Scope.READ_ONLY);

  /// `SO_SNDBUF` of client connections in bytes; -1 leaves it to the system.
  public static final Option<Integer> SOCKET_SEND_BUFFER_BYTES =
      GROUP
          .ofInt("socket.send.buffer.bytes", 102400)
          .says("`SO_SNDBUF` of client connections in bytes; -1 leaves it to the system.");

  /// `SO_RCVBUF` of client connections in bytes; -1 leaves it to the system.
  public static final Option<Integer> SOCKET_RECEIVE_BUFFER_BYTES =
      GROUP
          .ofInt("socket.receive.buffer.bytes", 102400)
          .says("`SO_RCVBUF` of client connections in bytes; -1 leaves it to the system.");

  /// Largest request in bytes; a connection that announces more is closed.
  public static final Option<Integer> SOCKET_REQUEST_MAX_BYTES =
      GROUP
          .ofInt("socket.request.max.bytes", 104857600)
          .atLeast(1)
          .says("Largest request in bytes; a connection that announces more is closed.");

  /// Connections that may wait to be accepted.
  public static final Option<Integer> SOCKET_LISTEN_BACKLOG_SIZE =
      GROUP
          .ofInt("socket.listen.backlog.size", 50)
          .atLeast(1)
          .says("Connections that may wait to be accepted.");

  /// Connections this broker holds at once.
  public static final Option<Integer> MAX_CONNECTIONS =
      GROUP
          .ofInt("max.connections", Integer.MAX_VALUE)
          .atLeast(0)
          .clusterWide()
          .says("Connections this broker holds at once.");

  /// Connections one client address may hold at once.
  public static final Option<Integer> MAX_CONNECTIONS_PER_IP =
      GROUP
          .ofInt("max.connections.per.ip", Integer.MAX_VALUE)
          .atLeast(0)
          .clusterWide()
          .says("Connections one client address may hold at once.");

  /// Other bounds for single addresses, as `address:number,…`.
  public static final Option<String> MAX_CONNECTIONS_PER_IP_OVERRIDES =
      GROUP
          .ofString("max.connections.per.ip.overrides", "")
          .clusterWide()
          .says("Other bounds for single addresses, as `address:number,…`.");

  /// New connections accepted per second.
  public static final Option<Integer> MAX_CONNECTION_CREATION_RATE =
      GROUP
          .ofInt("max.connection.creation.rate", Integer.MAX_VALUE)
          .atLeast(0)
          .clusterWide()
          .says("New connections accepted per second.");

  /// A connection without a request for this long is closed, in milliseconds; negative never
  /// closes.
  public static final Option<Long> CONNECTIONS_MAX_IDLE_MS =
      GROUP
          .ofLong("connections.max.idle.ms", 600000L)
          .says(
              "A connection without a request for this long is closed, in milliseconds; negative"
                  + " never closes.");

  /// Bytes of requests being read at once, over all connections, at which reading pauses; -1
  /// derives it from the heap.
  public static final Option<Long> QUEUED_MAX_REQUEST_BYTES =
      GROUP
          .ofLong("queued.max.request.bytes", -1L)
          .says(
              "Bytes of requests being read at once, over all connections, at which reading pauses;"
                  + " -1 derives it from the heap.");

  /// Event loops that serve connections; one per processor when not given.
  public static final Option<Integer> NUM_NETWORK_THREADS =
      GROUP
          .ofInt("num.network.threads", null)
          .atLeast(1)
          .says("Event loops that serve connections; one per processor when not given.");

  /// Threads of the pool for file work that would block an event loop.
  public static final Option<Integer> NUM_IO_THREADS =
      GROUP
          .ofInt("num.io.threads", 4)
          .atLeast(1)
          .says(
              "Threads of the pool for file work that would block an event loop; half of them at"
                  + " most open compressed batches that are large.");

  /// Partitions in one answer to `DescribeTopicPartitions`.
  public static final Option<Integer> MAX_REQUEST_PARTITION_SIZE_LIMIT =
      GROUP
          .ofInt("max.request.partition.size.limit", 2000)
          .atLeast(1)
          .says("Partitions in one answer to `DescribeTopicPartitions`.");

  /// Most bytes one fetch is answered with.
  public static final Option<Integer> FETCH_MAX_BYTES =
      GROUP
          .ofInt("fetch.max.bytes", 57671680)
          .atLeast(1024)
          .says("Most bytes one fetch is answered with.");

  /// Incremental fetch sessions this broker remembers (KIP-227).
  public static final Option<Integer> MAX_INCREMENTAL_FETCH_SESSION_CACHE_SLOTS =
      GROUP
          .ofInt("max.incremental.fetch.session.cache.slots", 1000)
          .atLeast(0)
          .says("Incremental fetch sessions this broker remembers (KIP-227).");

  /// How long a connection stays open after failed authentication, in milliseconds.
  public static final Option<Integer> CONNECTION_FAILED_AUTHENTICATION_DELAY_MS =
      GROUP
          .ofInt("connection.failed.authentication.delay.ms", 100)
          .atLeast(0)
          .says("How long a connection stays open after failed authentication, in milliseconds.");

  static {
    GROUP
        .ofLong("socket.connection.setup.timeout.ms", 10000L)
        .noEffect(Reasons.ONE_NODE)
        .says(
            "How long this node waits for a connection to another to be set up, in milliseconds.");
    GROUP
        .ofLong("socket.connection.setup.timeout.max.ms", 30000L)
        .noEffect(Reasons.ONE_NODE)
        .says("The most that repeated failures can stretch that time to, in milliseconds.");
    GROUP
        .ofInt("queued.max.requests", 500)
        .atLeast(1)
        .noEffect(Reasons.NO_QUEUE)
        .says("Requests that may wait before reading pauses.");
    GROUP
        .ofInt("fetch.purgatory.purge.interval.requests", 1000)
        .noEffect(Reasons.NO_PURGATORY)
        .says("Completed waiting fetches after which the list of waiting ones is tidied.");
    GROUP
        .ofInt("producer.purgatory.purge.interval.requests", 1000)
        .noEffect(Reasons.NO_PURGATORY)
        .says("Completed waiting produce requests after which the list of waiting ones is tidied.");
    GROUP
        .ofInt("delete.records.purgatory.purge.interval.requests", 1)
        .noEffect(Reasons.NO_PURGATORY)
        .says("Completed waiting record deletions after which the list of waiting ones is tidied.");
    GROUP
        .ofInt("share.fetch.purgatory.purge.interval.requests", 1000)
        .noEffect(Reasons.NO_PURGATORY)
        .says("Completed waiting share fetches after which the list of waiting ones is tidied.");
  }

  private SocketOptions() {}
}
