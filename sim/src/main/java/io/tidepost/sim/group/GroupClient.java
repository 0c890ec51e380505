package io.tidepost.sim.group;

import io.tidepost.base.TopicPartition;
import io.tidepost.sim.world.SeededRandomness;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A process that is in a group, life after life; in each it may speak another protocol.
final class GroupClient implements Actor {

  final GroupSimulation world;
  final SeededRandomness random;
  final String groupId;
  final List<String> topics;
  final @Nullable String instanceId;
  final Work work;

  private final String name;
  private int lives;
  private int stalled;

  /// Its heartbeats come to life later than its work.
  private int deaf;

  private Membership membership;

  /// @param work what it does with what it gets
  GroupClient(GroupSimulation world, String groupId, String name, List<String> topics, Work work) {
    this.world = world;
    this.random = world.random().split();
    this.groupId = groupId;
    this.name = name;
    this.topics = topics;
    this.work = work;
    this.instanceId = random.chance(30) ? name : null;
    this.membership = nextLife();
  }

  private Membership nextLife() {
    boolean classic = random.chance(50);
    String memberId = name + "-" + ++lives;
    world.trace().add(memberId + (classic ? " is classic" : " speaks the consumer protocol"));
    return classic ? new ClassicMembership(this) : new ConsumerMembership(this, memberId);
  }

  @Override
  public void step() {
    if (!world.isCalm() && incident()) {
      return;
    }
    if (deaf == 0 && random.chance(50)) {
      membership.step();
    } else {
      deaf = Math.max(0, deaf - 1);
      work.step(membership);
    }
  }

  /// @return whether it does nothing else now
  private boolean incident() {
    if (stalled > 0) {
      sleep(stalled - 1);
      return true;
    }
    int dice = random.nextInt(1000);
    if (dice < 12) {
      die(dice < 6);
      return true;
    }
    if (dice < (work.isBusyWith(membership.owned) ? 40 : 20)) {
      sleep(random.nextInt(150));
      deaf = random.nextInt(20);
      world.trace().add(membership.memberId + " stalls");
    }
    return false;
  }

  /// Ends a life and begins another one.
  ///
  /// @param politely whether it says goodbye
  void die(boolean politely) {
    world.trace().add(membership.memberId + " dies");
    if (politely) {
      membership.leave();
    }
    work.interrupted(false);
    membership.conversation.giveUp();
    membership.loseEverything();
    membership = nextLife();
  }

  private void sleep(int steps) {
    stalled = steps;
    membership.conversation.asleep(steps > 0);
    work.asleep(steps > 0);
  }

  /// Nothing disturbs it any more.
  void wakeUp() {
    sleep(0);
    deaf = 0;
  }

  @Override
  public void disconnected() {
    membership.conversation.disconnected();
    membership.lostAnswer();
    work.interrupted(true);
  }

  @Override
  public boolean isSettled() {
    return membership.isIn() && membership.leaving.isEmpty() && work.isDone(membership.owned);
  }

  /// Its name in the group, empty when it has none yet.
  String memberId() {
    return membership.memberId;
  }

  /// What it works on.
  Collection<TopicPartition> owned() {
    return Set.copyOf(membership.owned);
  }

  @Override
  public String toString() {
    return "%s at %d with %s, gives up %s"
        .formatted(membership.memberId, membership.epoch, membership.owned, membership.leaving);
  }
}
