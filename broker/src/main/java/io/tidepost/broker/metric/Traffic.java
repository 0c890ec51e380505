package io.tidepost.broker.metric;

/// What went in and out of one or several partitions. Not shared between threads.
public final class Traffic {

  long recordsIn;
  long bytesIn;
  long bytesOut;
  long replicationBytesIn;
  long replicationBytesOut;

  /// Adds another one.
  public void add(Traffic other) {
    recordsIn += other.recordsIn;
    bytesIn += other.bytesIn;
    bytesOut += other.bytesOut;
    replicationBytesIn += other.replicationBytesIn;
    replicationBytesOut += other.replicationBytesOut;
  }

  /// Records that clients produced.
  public long recordsIn() {
    return recordsIn;
  }

  /// Bytes that clients produced.
  public long bytesIn() {
    return bytesIn;
  }

  /// Bytes that clients fetched.
  public long bytesOut() {
    return bytesOut;
  }

  /// Bytes that came from leaders.
  public long replicationBytesIn() {
    return replicationBytesIn;
  }

  /// Bytes that went to followers.
  public long replicationBytesOut() {
    return replicationBytesOut;
  }
}
