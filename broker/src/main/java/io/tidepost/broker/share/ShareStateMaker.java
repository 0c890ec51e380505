package io.tidepost.broker.share;

import io.tidepost.base.Uuid;
import io.tidepost.broker.Log;
import io.tidepost.broker.coordinator.Gather;
import io.tidepost.broker.coordinator.InternalTopic;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.share.state.ShareStates;
import io.tidepost.coordinator.group.share.CompleteShareStates;
import io.tidepost.coordinator.group.share.SharedTopic;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.share.SharePartitionKey;
import io.tidepost.coordinator.share.SharePartitionState;
import io.tidepost.wire.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// Has the share coordinator remember the share partitions that a group begins to work on: the
/// group's coordinator does it, before its members are told about them (KIP-932). What cannot be
/// made now is tried again when a member next says that it is alive. Any thread.
public final class ShareStateMaker {

  private static final Log LOG = Log.of(ShareStateMaker.class);

  /// The epoch of a state that nobody has changed by hand.
  private static final int FIRST_STATE_EPOCH = 0;

  /// A member is told to come again when it takes longer.
  private static final long WAIT_MILLIS_MAX = 5000;

  private final BrokerContext context;
  private final InternalTopic topic;
  private final ShareStates states;

  private record Work(String groupId, Map<Uuid, SharedTopic> topics) {}

  /// Who waits for what is being made. Guarded by itself.
  private final Map<Work, List<Consumer<Boolean>>> waiting = new HashMap<>();

  /// @param topic that keeps the states
  ShareStateMaker(BrokerContext context, InternalTopic topic, ShareStates states) {
    this.context = context;
    this.topic = topic;
    this.states = states;
  }

  /// Makes states, and says so to the group.
  ///
  /// @param topics what the group is waiting for, by topic id
  /// @param done told once, on any loop, whether all of it is there
  public void make(String groupId, Map<Uuid, SharedTopic> topics, Consumer<Boolean> done) {
    var work = new Work(groupId, Map.copyOf(topics));
    boolean first;
    synchronized (waiting) {
      first = !waiting.containsKey(work);
      waiting.computeIfAbsent(work, same -> new ArrayList<>()).add(inTime(done));
    }
    if (first) {
      topic.create(failure -> {
        if (failure == null) {
          initialize(work);
        } else {
          tell(work, false);
        }
      });
    }
  }

  private Consumer<Boolean> inTime(Consumer<Boolean> done) {
    var told = new AtomicBoolean();
    Consumer<Boolean> once =
        made -> {
          if (told.compareAndSet(false, true)) {
            done.accept(made);
          }
        };
    context.loops().get(0).schedule(WAIT_MILLIS_MAX, () -> once.accept(false));
    return once;
  }

  private void initialize(Work work) {
    List<SharePartitionKey> keys = new ArrayList<>();
    work.topics.forEach((id, of) ->
        of.partitions().forEach(p -> keys.add(new SharePartitionKey(work.groupId, id, p))));
    Gather<ErrorCode> gather = new Gather<>(keys.size(), errors -> initialized(work, keys, errors));
    for (int i = 0; i < keys.size(); i++) {
      int number = i;
      states.initialize(
          keys.get(i),
          FIRST_STATE_EPOCH,
          SharePartitionState.NO_START_OFFSET,
          error -> gather.arrived(number, error));
    }
  }

  private void initialized(Work work, List<SharePartitionKey> keys, List<ErrorCode> errors) {
    Map<Uuid, SharedTopic> made = new HashMap<>();
    boolean all = true;
    for (int i = 0; i < keys.size(); i++) {
      SharePartitionKey key = keys.get(i);
      ErrorCode error = errors.get(i);
      // Fenced: somebody has given it a start offset meanwhile, so it is there.
      if (error == ErrorCode.NONE || error == ErrorCode.FENCED_STATE_EPOCH) {
        var one = new TreeSet<>(Set.of(key.partition()));
        String name = Objects.requireNonNull(work.topics.get(key.topicId())).name();
        made.merge(key.topicId(), new SharedTopic(name, one), SharedTopic::with);
      } else {
        LOG.info("{} cannot be initialised now: {}", key, error);
        all = false;
      }
    }
    boolean complete = all;
    context
        .groups()
        .submit(
            new CompleteShareStates(
                work.groupId,
                made,
                new Reply<>(error -> tell(work, complete && error == ErrorCode.NONE))));
  }

  private void tell(Work work, boolean made) {
    List<Consumer<Boolean>> told;
    synchronized (waiting) {
      told = waiting.remove(work);
    }
    if (told != null) {
      told.forEach(each -> each.accept(made));
    }
  }
}
