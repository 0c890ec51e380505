package io.tidepost.sim.group;

import io.tidepost.base.TopicPartition;
import java.util.Collection;

/// What a member does with its partitions.
interface Work {

  /// Does the next thing, if it is not waiting for an answer.
  void step(Membership membership);

  /// Whether it is in the middle of something with one of these: they cannot be given up now.
  boolean isBusyWith(Collection<TopicPartition> partitions);

  /// These are not the member's any more.
  void lost(Collection<TopicPartition> partitions);

  /// The process dies, or its node is gone.
  void interrupted(boolean nodeIsGone);

  /// The process stands still, or goes on.
  void asleep(boolean now);

  /// Whether nothing is left to do with these.
  boolean isDone(Collection<TopicPartition> partitions);
}
