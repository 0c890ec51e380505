package io.tidepost.console.cluster;

import java.util.List;

/// A record for people.
///
/// @param timeIsAppend whether the time is when the server got it, not when it was made
/// @param bytes of key and value together
public record ShownRecord(
    String topic,
    int partition,
    long offset,
    long timeMillis,
    boolean timeIsAppend,
    Shown key,
    Shown value,
    List<Header> headers,
    long bytes) {

  public record Header(String name, Shown value) {}

  /// As addresses have it.
  public String place() {
    return partition + ":" + offset;
  }
}
