package io.tidepost.broker.api;

import io.tidepost.base.Timers.Timer;
import io.tidepost.broker.net.Loop;
import io.tidepost.broker.option.NodeOptions;
import io.tidepost.broker.option.ReplicationOptions;
import io.tidepost.broker.option.SocketOptions;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.broker.storage.Partitions;
import io.tidepost.log.LogWork;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.replica.FollowerFetch;
import io.tidepost.replica.PartitionRead;
import io.tidepost.replica.fetch.FetchContext;
import io.tidepost.replica.fetch.FetchedPartition;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.FetchRequest;
import io.tidepost.wire.message.FetchResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One Fetch request on its way through its partitions. It visits one after the other with what is
/// left of its bytes; when it comes home with too little, it waits: each visited partition tells it
/// when records come, and it goes round once more.
///
/// ```
///  home ─ partition A ─ partition B ─ home: enough, or no time left? ─ answer
///             ^                         └─ wait for records or for the timer ─┐
///             └────────────────────────────────────────────────────────────────┘
/// ```
///
/// It stays on its connection's loop, unless another loop works on a partition just then: it is
/// visited there. Its state belongs to the loop it is on.
final class FetchCall {

  private static final short FIRST_VERSION_WITH_RACK = 11;

  private final BrokerContext context;
  private final FetchRequest request;
  private final FetchContext session;
  private final boolean byTopicId;
  private final Loop home;
  private final RequestContext caller;
  private final Reply<FetchResponse> reply;
  private final boolean limited;
  private final int bytesMax;
  private final int minBytes;
  private final List<FetchVisit> visits = new ArrayList<>();
  private final @Nullable PartitionRead[] reads;
  private final int replicaId;
  private final boolean nearReplicas;
  private int @Nullable [] preferredReaders;
  private @Nullable Runnable whenDone;

  private int bytesLeft;
  private boolean needsOneBatch;
  private boolean mustAnswer;
  private boolean travelling;
  private boolean lastRound;
  private boolean done;
  private long bytesRead;
  private long bytesAnnounced;
  private @Nullable Timer timer;

  FetchCall(
      BrokerContext context,
      FetchRequest request,
      FetchContext session,
      boolean byTopicId,
      RequestContext caller,
      Reply<FetchResponse> reply) {
    this.context = context;
    this.request = request;
    this.session = session;
    this.byTopicId = byTopicId;
    this.home = caller.loop();
    this.caller = caller;
    this.reply = reply;
    this.reads = new PartitionRead[session.partitions().size()];
    this.limited = context.quotas().limitsFetch() && !FetchHandler.isOfBroker(request);
    int most =
        Math.min(
            Math.max(request.maxBytes, 0), context.options().get(SocketOptions.FETCH_MAX_BYTES));
    this.bytesMax = limited ? Math.min(most, context.quotas().fetchable(caller)) : most;
    this.minBytes = Math.min(request.minBytes, bytesMax);
    this.replicaId =
        request.replicaState.replicaId >= 0 ? request.replicaState.replicaId : request.replicaId;
    this.nearReplicas =
        replicaId < 0
            && !request.rackId.isEmpty()
            && caller.apiVersion() >= FIRST_VERSION_WITH_RACK
            && ReplicationOptions.selectsByRack(context.options().current());
  }

  void start() {
    List<FetchedPartition> partitions = session.partitions();
    for (int i = 0; i < partitions.size(); i++) {
      FetchedPartition wanted = partitions.get(i);
      if (isForbidden(wanted)) {
        reads[i] = PartitionRead.missing(ErrorCode.TOPIC_AUTHORIZATION_FAILED);
        mustAnswer = true;
        continue;
      }
      HostedPartition hosted = find(wanted);
      if (hosted == null) {
        reads[i] = PartitionRead.missing(whyMissing(wanted));
        mustAnswer = true;
      } else {
        visits.add(new FetchVisit(this, i, wanted, hosted));
      }
    }
    if (request.maxWaitMs <= 0 || visits.isEmpty() && mustAnswer) {
      lastRound = true;
    }
    travel();
  }

  /// Followers fetch from the leader; consumers that can be told where to read from any replica
  /// (KIP-392).
  private @Nullable HostedPartition find(FetchedPartition wanted) {
    Partitions partitions = context.partitions();
    if (isFollower() || caller.apiVersion() < FIRST_VERSION_WITH_RACK) {
      return byTopicId
          ? partitions.find(wanted.topicId(), wanted.partition())
          : partitions.find(wanted.topic(), wanted.partition());
    }
    return byTopicId
        ? partitions.findReplica(wanted.topicId(), wanted.partition())
        : partitions.findReplica(wanted.topic(), wanted.partition());
  }

  /// Whether another broker asks, to replicate.
  boolean isFollower() {
    return replicaId >= 0;
  }

  FollowerFetch followerFetch(FetchedPartition wanted) {
    return new FollowerFetch(
        replicaId,
        request.replicaState.replicaEpoch,
        wanted.currentLeaderEpoch(),
        wanted.fetchOffset(),
        wanted.lastFetchedEpoch(),
        -1);
  }

  /// Whether the consumer is told of a replica in its rack.
  boolean looksForNearReplica() {
    return nearReplicas;
  }

  String rack() {
    return request.rackId;
  }

  @Nullable String ownRack() {
    return context.options().current().find(NodeOptions.BROKER_RACK);
  }

  /// A newer request of the same fetch session has come: this one is answered with what there is.
  ///
  /// @param then what to do once it is
  void supersede(Runnable then) {
    whenDone = then;
    lastRound = true;
    if (!travelling) {
      travel();
    }
  }

  boolean isDone() {
    return done;
  }

  /// Clients need to read the topic, other brokers to act for the cluster.
  private boolean isForbidden(FetchedPartition wanted) {
    if (!context.authorizations().areChecked()) {
      return false;
    }
    return isFollower()
        ? !context.authorizations().allowOnCluster(caller, AclOperation.CLUSTER_ACTION)
        : DataErrors.isForbidden(
            context, caller, AclOperation.READ, byTopicId, wanted.topic(), wanted.topicId());
  }

  private ErrorCode whyMissing(FetchedPartition wanted) {
    return DataErrors.whyMissing(
        context, byTopicId, wanted.topic(), wanted.topicId(), wanted.partition());
  }

  // ---- rounds

  private void travel() {
    travelling = true;
    bytesAnnounced = 0;
    bytesLeft = bytesMax;
    needsOneBatch = true;
    goOn(0);
  }

  private void goOn(int first) {
    for (int i = first; i < visits.size(); i++) {
      FetchVisit visit = visits.get(i);
      HostedPartition hosted = visit.hosted();
      int at = i;
      if (!hosted.enter()) {
        hosted.loop().execute(() -> goOn(at));
        return;
      }
      LogWork work = visit.read(!lastRound && !mustAnswer);
      if (work != null) {
        hosted.runWork(work, () -> goOn(at));
        return;
      }
    }
    home.run(this::comeHome);
  }

  boolean committedOnly() {
    return request.isolationLevel == 1;
  }

  /// Notes what one partition gave.
  ///
  /// @param preferred broker id of the replica the consumer had better read from, or -1
  void took(int index, PartitionRead read, int preferred) {
    reads[index] = preferred < 0 ? read : read.withoutRecords();
    if (preferred >= 0) {
      if (preferredReaders == null) {
        preferredReaders = new int[reads.length];
        Arrays.fill(preferredReaders, -1);
      }
      preferredReaders[index] = preferred;
      mustAnswer = true;
      return;
    }
    bytesLeft = Math.max(0, bytesLeft - read.sizeInBytes());
    if (read.sizeInBytes() > 0) {
      needsOneBatch = false;
    }
    if (read.error() != ErrorCode.NONE || read.diverging() != null) {
      mustAnswer = true;
    }
  }

  int bytesLeft() {
    return bytesLeft;
  }

  boolean needsOneBatch() {
    return needsOneBatch;
  }

  /// Whether enough was read to make waiting pointless.
  boolean hasEnough() {
    return mustAnswer || bytesMax - bytesLeft >= minBytes;
  }

  private void comeHome() {
    travelling = false;
    if (done) {
      stopWaiting();
      return;
    }
    bytesRead = bytesRead();
    if (lastRound || mustAnswer || bytesRead >= minBytes) {
      answer();
      return;
    }
    if (timer == null) {
      timer = home.schedule(request.maxWaitMs, this::timeIsUp);
      reply.whenDisconnected(this::abandon);
    }
    travelWhenWorthwhile();
  }

  private void travelWhenWorthwhile() {
    if (bytesAnnounced > 0 && bytesRead + bytesAnnounced >= minBytes) {
      travel();
    }
  }

  private long bytesRead() {
    long read = 0;
    for (PartitionRead partition : reads) {
      if (partition != null) {
        read += partition.sizeInBytes();
      }
    }
    return read;
  }

  private void timeIsUp() {
    if (!done) {
      lastRound = true;
      if (!travelling) {
        travel();
      }
    }
  }

  /// Records became readable in one of the partitions. On its loop.
  void recordsCame(long bytes) {
    home.run(() -> {
      bytesAnnounced += bytes;
      if (!done && !travelling) {
        travelWhenWorthwhile();
      }
    });
  }

  private void abandon() {
    done = true;
    whenDone = null;
    stopWaiting();
  }

  private void stopWaiting() {
    Timer running = timer;
    if (running != null) {
      running.cancel();
    }
    for (FetchVisit visit : visits) {
      visit.stopWaiting();
    }
  }

  // ---- answer

  private void countFailures() {
    if (!mustAnswer || isFollower()) {
      return;
    }
    int failed = 0;
    for (PartitionRead read : reads) {
      failed += read != null && read.error() != ErrorCode.NONE ? 1 : 0;
    }
    if (failed > 0) {
      context.metrics().fetchFailed(failed);
    }
  }

  private void answer() {
    done = true;
    stopWaiting();
    FetchResponse response = FetchAnswer.of(session, reads, preferredReaders, isFollower());
    for (FetchVisit visit : visits) {
      visit.sending(reads[visit.index()]);
    }
    countFailures();
    if (limited) {
      int pause = context.quotas().fetched(caller, bytesRead);
      response.throttleTimeMs = pause;
      reply.pause(pause);
    }
    reply.send(response);
    Runnable then = whenDone;
    if (then != null) {
      whenDone = null;
      then.run();
    }
  }
}
