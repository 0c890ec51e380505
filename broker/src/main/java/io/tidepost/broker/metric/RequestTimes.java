package io.tidepost.broker.metric;

/// How the requests of one API fared. Not shared between threads.
///
/// @param queue from the request's arrival until its turn had come
/// @param local its work on the loop that took it
/// @param remote what it waited for afterwards: syncs, other replicas, records to come
/// @param replyQueue from the answer until it left, behind those to earlier requests
/// @param total from arrival until the answer left
public record RequestTimes(
    Latencies queue, Latencies local, Latencies remote, Latencies replyQueue, Latencies total) {

  /// Nothing yet.
  public RequestTimes() {
    this(new Latencies(), new Latencies(), new Latencies(), new Latencies(), new Latencies());
  }
}
