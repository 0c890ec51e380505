package io.tidepost.sim.cluster;

import io.tidepost.sim.log.SimulationFailure;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the clients were told and saw, and whether that can be.
final class History {

  private final NavigableMap<Long, Long> acknowledged = new TreeMap<>();
  private final Map<Long, Long> seen = new HashMap<>();
  private final Map<Long, Long> offsetOf = new HashMap<>();
  private final Set<Long> written = new HashSet<>();
  private final Map<Integer, Integer> actors = new HashMap<>();
  private long deletedBefore;
  private long endEpoch = -1;
  private long endShown = -1;
  private int acknowledgedCount;
  private int readCount;

  /// A client is about to write a value; every value is written by one record only.
  void wrote(long value) {
    written.add(value);
  }

  /// A broker takes records in a leader epoch.
  void acts(int leaderEpoch, int broker) {
    Integer other = actors.putIfAbsent(leaderEpoch, broker);
    if (other != null && other != broker) {
      throw new SimulationFailure(
          "%d and %d both lead in leader epoch %d".formatted(other, broker, leaderEpoch));
    }
  }

  /// Records before `offset` may be gone.
  void deletedBefore(long offset) {
    deletedBefore = Math.max(deletedBefore, offset);
  }

  /// A producer was told that a record is safe.
  void acknowledged(long offset, long value, boolean idempotent) {
    acknowledgedCount++;
    is(offset, value, "acknowledged");
    acknowledged.put(offset, value);
    if (idempotent) {
      onlyOnce(offset, value);
    }
  }

  /// A reader got a record.
  void read(long offset, long value, boolean idempotent) {
    readCount++;
    if (!written.contains(value)) {
      throw new SimulationFailure(
          "offset %d holds %d, which nobody wrote".formatted(offset, value));
    }
    is(offset, value, "read");
    if (idempotent) {
      onlyOnce(offset, value);
    }
  }

  private void is(long offset, long value, String how) {
    Long before = seen.putIfAbsent(offset, value);
    if (before != null && before != value) {
      throw new SimulationFailure(
          "offset %d was %d and is now %s as %d".formatted(offset, before, how, value));
    }
  }

  private void onlyOnce(long offset, long value) {
    Long before = offsetOf.putIfAbsent(value, offset);
    if (before != null && before != offset) {
      throw new SimulationFailure(
          "%d stands at offset %d and again at %d".formatted(value, before, offset));
    }
  }

  /// A reader that knows a leader epoch was told where the partition ends.
  void ends(int leaderEpoch, long offset) {
    if (leaderEpoch >= endEpoch) {
      if (offset < endShown) {
        throw new SimulationFailure(
            "the end was %d in leader epoch %d, and is %d in %d"
                .formatted(endShown, endEpoch, offset, leaderEpoch));
      }
      endEpoch = leaderEpoch;
      endShown = offset;
    }
  }

  /// Everything is over: the records of one replica must be what was promised.
  void verify(int broker, NavigableMap<Long, Long> log, long startOffset) {
    acknowledged
        .tailMap(Math.max(startOffset, 0), true)
        .forEach((offset, value) -> {
          Long there = log.get(offset);
          if (there == null || !there.equals(value)) {
            throw new SimulationFailure(
                "offset %d was acknowledged as %d, and is %s on broker %d"
                    .formatted(offset, value, there, broker));
          }
        });
    if (startOffset > deletedBefore) {
      throw new SimulationFailure(
          "broker %d starts at %d although nothing from %d on was deleted"
              .formatted(broker, startOffset, deletedBefore));
    }
    Map<Long, Long> last = new HashMap<>();
    log.forEach((offset, value) -> {
      if (!ClusterProducer.isIdempotent(value)) {
        return;
      }
      onlyOnce(offset, value);
      @Nullable Long before = last.put(ClusterProducer.producerOf(value), value);
      if (before != null && before >= value) {
        throw new SimulationFailure(
            "%d stands before %d at offset %d".formatted(before, value, offset));
      }
    });
  }

  int acknowledgedCount() {
    return acknowledgedCount;
  }

  int readCount() {
    return readCount;
  }
}
