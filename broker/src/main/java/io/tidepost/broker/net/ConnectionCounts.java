package io.tidepost.broker.net;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How many connections there are, by whom, and what they wait for. Filled by one loop after the
/// other; to be read when all have.
public final class ConnectionCounts {

  /// @param name the software's name as it says itself
  /// @param version likewise
  public record Software(String name, String version) {}

  private final Map<String, Integer> byListener = new HashMap<>();
  private final Map<Software, Integer> bySoftware = new HashMap<>();
  private final Map<Integer, Integer> inFlight = new HashMap<>();

  private final boolean each;
  private final List<OpenConnection> open = new ArrayList<>();

  /// Only counts.
  public ConnectionCounts() {
    this(false);
  }

  /// @param each whether every connection is noted
  ConnectionCounts(boolean each) {
    this.each = each;
  }

  /// All of them, where they were asked for.
  public synchronized List<OpenConnection> open() {
    return List.copyOf(open);
  }

  /// @param openMillis for how long it is open
  /// @param idleMillis for how long nothing has come
  /// @param waiting requests without an answer yet
  synchronized void add(ConnectionInfo connection, long openMillis, long idleMillis, int waiting) {
    if (each) {
      open.add(OpenConnection.of(connection, openMillis, idleMillis, waiting));
    }
    byListener.merge(connection.listener(), 1, Integer::sum);
    Software software =
        new Software(connection.clientSoftwareName(), connection.clientSoftwareVersion());
    bySoftware.merge(software, 1, Integer::sum);
  }

  synchronized void addWaiting(int apiKey) {
    inFlight.merge(apiKey, 1, Integer::sum);
  }

  /// Connections by listener.
  public synchronized Map<String, Integer> byListener() {
    return Map.copyOf(byListener);
  }

  /// Connections by what their clients say they are.
  public synchronized Map<Software, Integer> bySoftware() {
    return Map.copyOf(bySoftware);
  }

  /// Requests that have no answer yet, by the number of their API.
  public synchronized Map<Integer, Integer> inFlight() {
    return Map.copyOf(inFlight);
  }
}
