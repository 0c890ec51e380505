package io.tidepost.sim.cluster;

import io.tidepost.base.TopicPartition;
import io.tidepost.log.DamagedRange;
import io.tidepost.log.LogEvents;
import io.tidepost.sim.world.Trace;
import java.nio.file.Path;

/// Writes what a log reports into the trace.
///
/// @param who whose log it is
record TracedEvents(String who, Trace trace) implements LogEvents {

  @Override
  public void damaged(TopicPartition topicPartition, DamagedRange range) {
    trace.add(who + ": " + range);
  }

  @Override
  public void tailCut(TopicPartition topicPartition, Path file, long position, long bytes) {
    trace.add("%s: cut %d bytes at %d of %s".formatted(who, bytes, position, file));
  }

  @Override
  public void rebuilt(TopicPartition topicPartition, Path file, String reason) {
    trace.add("%s: rebuilt %s: %s".formatted(who, file, reason));
  }

  @Override
  public void warning(TopicPartition topicPartition, String message) {
    trace.add(who + ": " + message);
  }
}
