package io.tidepost.console.cluster;

/// Which records of a topic are to be shown.
///
/// @param partition -1 for all
/// @param from where to begin
/// @param value of `from`: an offset, or milliseconds since 1970
/// @param limit how many at most
/// @param committed whether records of open and aborted transactions are left out
public record RecordQuery(
    String topic,
    int partition,
    From from,
    long value,
    int limit,
    boolean committed,
    RecordFilter filter) {

  /// Where to begin.
  public enum From {
    /// The newest ones, newest first.
    NEWEST,
    /// The oldest ones, oldest first.
    OLDEST,
    /// From an offset on.
    OFFSET,
    /// From a time stamp on.
    TIME
  }
}
