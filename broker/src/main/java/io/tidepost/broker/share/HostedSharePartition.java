package io.tidepost.broker.share;

import io.tidepost.base.Timers;
import io.tidepost.broker.Log;
import io.tidepost.broker.net.Loop;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.share.state.LoadedState;
import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.coordinator.share.DeliveryBatch;
import io.tidepost.coordinator.share.SharePartitionKey;
import io.tidepost.coordinator.share.SharePartitionState;
import io.tidepost.coordinator.share.StateUpdate;
import io.tidepost.replica.PartitionReplica;
import io.tidepost.replica.RecordsWaiter;
import io.tidepost.replica.share.AcknowledgedRange;
import io.tidepost.replica.share.AcquireRequest;
import io.tidepost.replica.share.DeadLetter;
import io.tidepost.replica.share.RecordState;
import io.tidepost.replica.share.SharePartition;
import io.tidepost.replica.share.SharePartitionEffects;
import io.tidepost.replica.share.StateBatch;
import io.tidepost.replica.share.StateWrite;
import io.tidepost.replica.share.StoredState;
import io.tidepost.wire.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A share partition at work: loads its state when somebody first asks, reads the log for it,
/// stores what it decides, ends locks in time. On the partition's owner loop, unless said
/// otherwise.
public final class HostedSharePartition implements SharePartitionEffects, RecordsWaiter {

  private static final Log LOG = Log.of(HostedSharePartition.class);

  /// A lock that could not be ended, because that could not be stored, is tried again after this.
  private static final long RETRY_MILLIS = 1000;

  private final SharePartitions registry;
  private final BrokerContext context;
  private final SharePartitionKey key;
  private final HostedPartition partition;
  private final GroupSettings group;
  private final ShareReader reader;
  private final Set<ShareWaiter> waiters = new LinkedHashSet<>();
  private List<Consumer<ErrorCode>> waitingForLoad = new ArrayList<>();
  private @Nullable SharePartition core;
  private boolean loading;
  private boolean stopped;
  private boolean wakingUp;
  private int stateEpoch;
  private Timers.@Nullable Timer timer;
  private long timerForMillis = Long.MAX_VALUE;

  HostedSharePartition(SharePartitions registry, SharePartitionKey key, HostedPartition partition) {
    this.registry = registry;
    this.context = registry.context();
    this.key = key;
    this.partition = partition;
    this.group = new GroupSettings(context, key.groupId());
    this.reader = new ShareReader(partition);
  }

  /// The loop that everything happens on. Any thread.
  public Loop loop() {
    return partition.loop();
  }

  HostedPartition partition() {
    return partition;
  }

  SharePartitionKey key() {
    return key;
  }

  /// How long what is acquired now stays locked.
  public int lockDurationMillis() {
    return group.settings().lockDurationMillis();
  }

  /// What is in flight; `null` while it is not loaded. On its loop.
  SharePartition.@Nullable Standing standing() {
    SharePartition loaded = core;
    return loaded == null || stopped ? null : loaded.standing();
  }

  // ---- load

  /// Runs `then` once the state is loaded, with the error when it cannot be.
  public void whenLoaded(Consumer<ErrorCode> then) {
    if (stopped) {
      then.accept(ErrorCode.NOT_LEADER_OR_FOLLOWER);
    } else if (core != null) {
      then.accept(ErrorCode.NONE);
    } else {
      waitingForLoad.add(then);
      load();
    }
  }

  private void load() {
    if (loading) {
      return;
    }
    loading = true;
    registry
        .states()
        .read(key, partition.leader().leaderEpoch(), state -> loop().execute(() -> loaded(state)));
  }

  private void loaded(LoadedState state) {
    if (stopped) {
      return;
    }
    if (state.error() != ErrorCode.NONE) {
      failLoading(state.error());
      return;
    }
    stateEpoch = state.stateEpoch();
    if (state.startOffset() != SharePartitionState.NO_START_OFFSET) {
      start(state.startOffset(), state.batches());
      return;
    }
    try {
      long start =
          StartOffset.find(
              partition.leader(),
              group.offsetReset(),
              group.committedOnly(),
              context.clock().wallMillis());
      // Stored before anything is delivered: a crash must not begin anew at another `latest`.
      store(
          new StateUpdate(leaderEpoch(), start, 0, List.of()),
          stored -> {
            if (stored == ErrorCode.NONE) {
              start(start, List.of());
            } else {
              failLoading(stored);
            }
          });
    } catch (IOException e) {
      partition.directory().readFailed(partition.topicPartition(), e);
      failLoading(ErrorCode.KAFKA_STORAGE_ERROR);
    }
  }

  private void start(long startOffset, List<DeliveryBatch> stored) {
    List<StateBatch> batches = new ArrayList<>(stored.size());
    for (DeliveryBatch batch : stored) {
      batches.add(
          new StateBatch(
              batch.firstOffset(),
              batch.lastOffset(),
              RecordState.of(batch.state()),
              batch.deliveryCount()));
    }
    SharePartition started =
        new SharePartition(
            new StoredState(startOffset, batches),
            partition.leader().log().logStartOffset(),
            group.settings(),
            this);
    core = started;
    loading = false;
    started.resume();
    tellLoaded(ErrorCode.NONE);
  }

  private void failLoading(ErrorCode error) {
    // Anybody may ask for what no group works on; that is no news.
    if (error != ErrorCode.INVALID_REQUEST) {
      LOG.info("{} cannot be loaded: {}", key, error);
    }
    loading = false;
    registry.forget(this);
    tellLoaded(ShareErrors.ofLoading(error));
  }

  private void tellLoaded(ErrorCode error) {
    List<Consumer<ErrorCode>> told = waitingForLoad;
    waitingForLoad = new ArrayList<>();
    told.forEach(waiting -> waiting.accept(error));
  }

  /// It is not led here any more, or its state was changed by hand: whoever waits is told.
  void stop(ErrorCode error) {
    if (stopped) {
      return;
    }
    stopped = true;
    cancelTimer();
    partition.leader().removeWaiter(this);
    if (core != null) {
      core.stop(error);
    }
    tellLoaded(error);
  }

  // ---- fetch

  /// Acquires what is there.
  ///
  /// @param bytesMax bound on the records' size; one batch may be larger
  /// @param onlyLook whether to say only how much could be had, and acquire nothing
  /// @param done gets the outcome, on this loop, at once or later
  public void fetch(
      AcquireRequest request, int bytesMax, boolean onlyLook, Consumer<ShareRead> done) {
    SharePartition loaded = core;
    if (loaded == null || stopped) {
      done.accept(ShareRead.failed(ErrorCode.NOT_LEADER_OR_FOLLOWER, null));
      return;
    }
    refresh(loaded);
    reader.read(
        loaded,
        request,
        bytesMax,
        group.committedOnly(),
        onlyLook,
        nowMillis(),
        read -> {
          if (!read.acquired().isEmpty()) {
            schedule(nowMillis() + loaded.settings().lockDurationMillis());
          }
          done.accept(read);
        });
  }

  private void refresh(SharePartition loaded) {
    if (group.refresh()) {
      loaded.settings(group.settings());
    }
    loaded.logStartOffset(partition.leader().log().logStartOffset());
  }

  /// Tells `waiter` from now on when it is worth looking.
  public void addWaiter(ShareWaiter waiter) {
    if (waiters.isEmpty()) {
      partition.leader().addWaiter(this);
    }
    waiters.add(waiter);
  }

  /// Tells it no more.
  public void removeWaiter(ShareWaiter waiter) {
    waiters.remove(waiter);
    if (waiters.isEmpty()) {
      partition.leader().removeWaiter(this);
    }
  }

  @Override
  public void recordsAvailable(PartitionReplica replica, long bytes) {
    recordsAvailable();
  }

  @Override
  public void recordsAvailable() {
    if (!wakingUp && !waiters.isEmpty()) {
      wakingUp = true;
      loop().atEndOfTurn(this::wakeUp);
    }
  }

  private void wakeUp() {
    wakingUp = false;
    List.copyOf(waiters).forEach(ShareWaiter::worthLooking);
  }

  // ---- acknowledge

  /// A member says what became of records that it holds.
  ///
  /// @param done told once it is stored, or why not, on this loop
  public void acknowledge(
      String memberId, List<AcknowledgedRange> ranges, Consumer<ErrorCode> done) {
    whenLoaded(error -> {
      SharePartition loaded = core;
      if (error != ErrorCode.NONE || loaded == null) {
        done.accept(error);
        return;
      }
      refresh(loaded);
      loaded.acknowledge(memberId, ranges, nowMillis(), done);
    });
  }

  /// A member is gone: what it holds is available at once. When nobody is left at work, nothing is
  /// remembered here: whoever comes next asks for the state, which may have been changed by hand
  /// meanwhile, at another broker.
  void release(String memberId) {
    SharePartition loaded = core;
    if (loaded != null && !stopped) {
      loaded.release(memberId, error -> loop().execute(this::restIfIdle));
    }
  }

  private void restIfIdle() {
    SharePartition loaded = core;
    if (loaded != null && !stopped && waiters.isEmpty() && loaded.isIdle()) {
      registry.forget(this);
      stop(ErrorCode.NOT_LEADER_OR_FOLLOWER);
    }
  }

  // ---- locks

  private long nowMillis() {
    return context.clock().monotonicNanos() / 1_000_000;
  }

  private void schedule(long atMillis) {
    if (atMillis >= timerForMillis || stopped) {
      return;
    }
    cancelTimer();
    timerForMillis = atMillis;
    timer = loop().schedule(Math.max(1, atMillis - nowMillis()), this::endLocks);
  }

  private void cancelTimer() {
    Timers.Timer set = timer;
    if (set != null) {
      set.cancel();
    }
    timer = null;
    timerForMillis = Long.MAX_VALUE;
  }

  private void endLocks() {
    timer = null;
    timerForMillis = Long.MAX_VALUE;
    SharePartition loaded = core;
    if (loaded == null || stopped) {
      return;
    }
    loaded.expire(nowMillis());
    scheduleNext(loaded);
  }

  private void scheduleNext(SharePartition loaded) {
    long next = loaded.nextExpiryMillis();
    if (next != Long.MAX_VALUE) {
      schedule(Math.max(next, nowMillis() + 1));
    }
  }

  // ---- store

  private int leaderEpoch() {
    return partition.leader().leaderEpoch();
  }

  @Override
  public void write(StateWrite write) {
    List<DeliveryBatch> batches = new ArrayList<>(write.batches().size());
    for (StateBatch batch : write.batches()) {
      batches.add(
          new DeliveryBatch(
              batch.firstOffset(), batch.lastOffset(), batch.state().id(), batch.deliveryCount()));
    }
    store(
        new StateUpdate(leaderEpoch(), write.startOffset(), write.deliveryCompleteCount(), batches),
        this::written);
  }

  private void written(ErrorCode error) {
    SharePartition loaded = core;
    if (loaded == null || stopped) {
      return;
    }
    if (ShareErrors.endsIt(error)) {
      LOG.info("{} is given up here: {}", key, error);
      registry.forget(this);
      stop(ShareErrors.toClient(error));
      return;
    }
    loaded.written(ShareErrors.toClient(error));
    if (error != ErrorCode.NONE) {
      long next = loaded.nextExpiryMillis();
      if (next != Long.MAX_VALUE) {
        schedule(Math.max(next, nowMillis() + RETRY_MILLIS));
      }
    }
  }

  private void store(StateUpdate update, Consumer<ErrorCode> done) {
    registry
        .states()
        .write(key, stateEpoch, update, error -> loop().execute(() -> done.accept(error)));
  }

  // ---- dead letters

  @Override
  public void deadLetter(DeadLetter letter) {
    loop()
        .execute(() ->
            registry
                .deadLetters()
                .write(
                    this,
                    group.deadLetterTopic(),
                    group.copiesDeadLetters(),
                    letter,
                    () -> deadLettered(letter)));
  }

  private void deadLettered(DeadLetter letter) {
    loop()
        .run(() -> {
          SharePartition loaded = core;
          if (loaded != null && !stopped) {
            loaded.deadLettered(letter);
          }
        });
  }

  @Override
  public String toString() {
    return key.toString();
  }
}
