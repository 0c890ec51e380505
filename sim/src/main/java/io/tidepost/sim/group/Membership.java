package io.tidepost.sim.group;

import io.tidepost.base.TopicPartition;
import io.tidepost.sim.world.SeededRandomness;
import io.tidepost.wire.ErrorCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// One life of a member, as the client sees it.
abstract class Membership {

  private static final Comparator<TopicPartition> BY_NAME =
      Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

  final GroupSimulation world;
  final SeededRandomness random;
  final String groupId;
  final List<String> topics;
  final @Nullable String instanceId;
  final Work work;
  final Conversation conversation;

  String memberId;
  int epoch;

  /// What it works on; those in [#leaving] it is about to give up.
  final SortedSet<TopicPartition> owned = new TreeSet<>(BY_NAME);

  final SortedSet<TopicPartition> leaving = new TreeSet<>(BY_NAME);

  /// Grows with every change of what it has.
  int version;

  Membership(GroupClient client, String memberId) {
    this.world = client.world;
    this.random = client.random;
    this.groupId = client.groupId;
    this.topics = client.topics;
    this.instanceId = client.instanceId;
    this.work = client.work;
    this.memberId = memberId;
    this.conversation = new Conversation(world, true);
  }

  final void step() {
    if (conversation.losesPatience()) {
      world.trace().add(memberId + " loses patience");
      lostAnswer();
    } else if (!conversation.isWaiting()) {
      next();
    }
  }

  /// Sends the next request of its protocol.
  abstract void next();

  /// An answer will not come.
  abstract void lostAnswer();

  /// Says goodbye and does not wait for an answer.
  abstract void leave();

  /// Whether it was told what it has, and has it.
  abstract boolean isIn();

  /// Whether the coordinator takes its commits only from this version of OffsetCommit on.
  abstract boolean needsEpochs();

  /// Something new.
  final void receive(Collection<TopicPartition> assigned) {
    leaving.clear();
    for (TopicPartition each : owned) {
      if (!assigned.contains(each)) {
        leaving.add(each);
      }
    }
    owned.addAll(assigned);
    version++;
    hold();
  }

  /// Gives up what is leaving, if it can.
  ///
  /// @return whether nothing is left to be given up
  final boolean giveUpLeaving() {
    if (leaving.isEmpty()) {
      return true;
    }
    if (work.isBusyWith(leaving)) {
      return false;
    }
    owned.removeAll(leaving);
    work.lost(leaving);
    leaving.clear();
    version++;
    hold();
    return true;
  }

  /// It has nothing any more, whatever it was doing.
  final void loseEverything() {
    work.lost(List.copyOf(owned));
    owned.clear();
    leaving.clear();
    version++;
    if (!memberId.isEmpty()) {
      world.holdings(groupId).release(memberId);
    }
  }

  private void hold() {
    List<String> things = new ArrayList<>();
    owned.forEach(each -> things.add(each.toString()));
    world.hold(groupId, memberId, things);
  }

  /// Notes an answer.
  final void heard(String what, short error) {
    ErrorCode code = ErrorCode.of(error);
    world
        .trace()
        .add(
            "%s %s: %s, epoch %d, has %s, gives up %s"
                .formatted(memberId, what, code, epoch, owned, leaving));
  }
}
