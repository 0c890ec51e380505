package io.tidepost.broker.api;

import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.log.LogWork;
import io.tidepost.replica.FollowerFetch;
import io.tidepost.replica.FollowerReader;
import io.tidepost.replica.PartitionLeader;
import io.tidepost.replica.PartitionRead;
import io.tidepost.replica.PartitionReader;
import io.tidepost.replica.PartitionReplica;
import io.tidepost.replica.RecordsWaiter;
import io.tidepost.replica.fetch.FetchedPartition;
import io.tidepost.wire.ErrorCode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// One partition of a Fetch request. On the partition's loop, except [#stopWaiting].
final class FetchVisit implements RecordsWaiter {

  private final FetchCall call;
  private final int index;
  private final FetchedPartition wanted;
  private final HostedPartition hosted;
  private volatile boolean waiting;
  private @Nullable PartitionReplica waitsAt;
  private boolean told;
  private long bytesCome;

  /// @param index of the partition in the request
  FetchVisit(FetchCall call, int index, FetchedPartition wanted, HostedPartition hosted) {
    this.call = call;
    this.index = index;
    this.wanted = wanted;
    this.hosted = hosted;
  }

  HostedPartition hosted() {
    return hosted;
  }

  /// Of the partition in the request.
  int index() {
    return index;
  }

  /// What was read is sent. Any loop.
  void sending(@Nullable PartitionRead read) {
    if (read == null || read.sizeInBytes() == 0) {
      return;
    }
    if (call.isFollower()) {
      hosted.sendingToFollower(read.sizeInBytes());
    } else {
      hosted.counts().fetched(read.sizeInBytes());
    }
  }

  /// Reads what there is, and waits for more when that is not enough.
  ///
  /// @param mayWait whether the request may have to wait for more than it finds
  /// @return work that has to be done before the partition can be read; `null` when it was read
  @Nullable LogWork read(boolean mayWait) {
    int bytesMax = Math.min(wanted.bytesMax(), call.bytesLeft());
    PartitionRead read =
        call.isFollower()
            ? readForFollower(bytesMax)
            : PartitionReader.read(
                hosted.replica(),
                wanted.fetchOffset(),
                wanted.currentLeaderEpoch(),
                wanted.lastFetchedEpoch(),
                bytesMax,
                call.needsOneBatch(),
                call.committedOnly());
    LogWork work = read.work();
    if (work != null) {
      return work;
    }
    String message = read.message();
    if (read.error() == ErrorCode.KAFKA_STORAGE_ERROR && message != null) {
      hosted.directory().readFailed(hosted.topicPartition(), new IOException(message));
    }
    call.took(index, read, preferredReader(read));
    if (mayWait && !waiting && !call.hasEnough()) {
      waiting = true;
      if (call.isFollower()) {
        hosted.addFollowersWaiter(this);
      } else {
        waitsAt = hosted.replica();
        waitsAt.addWaiter(this);
      }
    }
    return null;
  }

  /// A follower that is held back still acknowledges what it has.
  private PartitionRead readForFollower(int bytesMax) {
    FollowerFetch fetch = call.followerFetch(wanted);
    boolean heldBack = hosted.holdsBack(fetch.replicaId());
    return FollowerReader.read(
        hosted.leader(),
        fetch,
        heldBack ? 0 : bytesMax,
        !heldBack && call.needsOneBatch(),
        hosted.monotonicMillis());
  }

  /// The replica that a consumer had better read from (KIP-392); -1 for this one.
  private int preferredReader(PartitionRead read) {
    if (!call.looksForNearReplica()
        || read.error() != ErrorCode.NONE
        || !(hosted.replica() instanceof PartitionLeader leader)
        || leader.inSync() == null) {
      return -1;
    }
    return leader.inSync().preferredReader(call.rack(), call.ownRack(), wanted.fetchOffset());
  }

  @Override
  public void recordsAvailable(PartitionReplica replica, long bytes) {
    bytesCome += bytes;
    if (!told) {
      told = true;
      hosted.loop().atEndOfTurn(this::tell);
    }
  }

  private void tell() {
    told = false;
    long bytes = bytesCome;
    bytesCome = 0;
    call.recordsCame(bytes);
  }

  /// Nobody waits any more. Any loop.
  void stopWaiting() {
    if (waiting) {
      hosted.loop().run(this::leave);
    }
  }

  private void leave() {
    if (waiting) {
      waiting = false;
      PartitionReplica at = waitsAt;
      if (at == null) {
        hosted.removeFollowersWaiter(this);
      } else {
        at.removeWaiter(this);
        waitsAt = null;
      }
    }
  }
}
