package io.tidepost.dist;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/// How the room on disks has changed lately: one sample a minute of each, for a day. Any thread.
final class DiskSamples {

  private static final int KEPT = 24 * 60;
  private static final long HOUR_MILLIS = 3_600_000;

  /// Less says nothing about an hour.
  private static final long WATCHED_MILLIS_MIN = 120_000;

  private record Sample(long millis, long usable) {}

  /// @param used bytes an hour
  /// @param watchedMillis for how long it was watched
  /// @param fullMillis until it is full; -1 when it does not fill up or is not known
  record Pace(long used, long watchedMillis, long fullMillis) {}

  private final Map<String, ArrayDeque<Sample>> disks = new HashMap<>();

  synchronized void add(String path, long millis, long usable) {
    ArrayDeque<Sample> samples = disks.computeIfAbsent(path, some -> new ArrayDeque<>());
    samples.addLast(new Sample(millis, usable));
    if (samples.size() > KEPT) {
      samples.removeFirst();
    }
  }

  /// How fast a disk fills up, over all that is known of it.
  synchronized Pace pace(String path) {
    ArrayDeque<Sample> samples = disks.get(path);
    if (samples == null || samples.size() < 2) {
      return new Pace(0, 0, -1);
    }
    Sample first = samples.getFirst();
    Sample last = samples.getLast();
    long watched = last.millis() - first.millis();
    if (watched < WATCHED_MILLIS_MIN) {
      return new Pace(0, watched, -1);
    }
    double perMilli = (double) (first.usable() - last.usable()) / watched;
    return new Pace(
        Math.round(perMilli * HOUR_MILLIS),
        watched,
        perMilli > 0 ? Math.round(last.usable() / perMilli) : -1);
  }
}
