package io.tidepost.broker.replication;

import io.tidepost.broker.net.Frame;
import io.tidepost.broker.net.Loop;
import io.tidepost.broker.net.client.Call;
import io.tidepost.broker.net.client.NodeAddress;
import io.tidepost.broker.net.client.NodeConnection;
import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.broker.storage.ReplicaRole;
import io.tidepost.log.EpochEndOffset;
import io.tidepost.replica.FetchPosition;
import io.tidepost.replica.FetchedRecords;
import io.tidepost.replica.PartitionFollower;
import io.tidepost.wire.BufferRecords;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.Message;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.FetchRequest;
import io.tidepost.wire.message.FetchResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Fetches from one leader, on one event loop, for all partitions that are followed there, in one
/// fetch session (KIP-227). A partition takes part while it has a position to ask for: not while
/// what it got last is being written and synced. When one becomes ready while a fetch waits at the
/// leader for records, the next request is sent behind it, which ends that wait.
///
/// On its loop only; [#offer] from any thread.
final class ReplicaFetcher {

  private static final short LOWEST_VERSION = 15;
  private static final short HIGHEST_VERSION = 17;
  private static final int IN_FLIGHT_MAX = 2;
  private static final int SESSION_EPOCH_INITIAL = 0;
  private static final long RETRY_MILLIS = 50;
  private static final int REQUEST_MILLIS_MAX = 30_000;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /// What a partition asks for.
  private record Wanted(PartitionFollower follower, FetchPosition position) {}

  private final ReplicationService service;
  private final int leaderId;
  private final Loop loop;
  private final Map<HostedPartition, Wanted> ready = new LinkedHashMap<>();
  private final Map<HostedPartition, Wanted> inSession = new LinkedHashMap<>();

  /// Throttled ones, which are asked again when their time has come.
  private final Set<HostedPartition> heldBack = new HashSet<>();

  private @Nullable NodeConnection connection;
  private int sessionId;
  private int sessionEpoch = SESSION_EPOCH_INITIAL;
  private int inFlight;
  private boolean scheduled;
  private boolean closed;

  ReplicaFetcher(ReplicationService service, int leaderId, Loop loop) {
    this.service = service;
    this.leaderId = leaderId;
    this.loop = loop;
  }

  Loop loop() {
    return loop;
  }

  /// Asks a partition what it wants, if it still follows this leader. Any thread.
  void offer(HostedPartition partition) {
    partition
        .loop()
        .run(() -> {
          FetchPosition position =
              partition.role() instanceof ReplicaRole.Follow(int leader, int epoch)
                      && leader == leaderId
                      && partition.replica() instanceof PartitionFollower follower
                  ? follower.position()
                  : null;
          if (position != null) {
            var wanted = new Wanted((PartitionFollower) partition.replica(), position);
            loop.run(() -> ready(partition, wanted));
          } else {
            loop.run(() -> ready.remove(partition));
          }
        });
  }

  private void ready(HostedPartition partition, Wanted wanted) {
    long pause = service.pauseMillis(partition);
    if (pause > 0) {
      ready.remove(partition);
      if (heldBack.add(partition)) {
        loop.schedule(
            pause,
            () -> {
              heldBack.remove(partition);
              offer(partition);
            });
      }
      return;
    }
    if (!wanted.equals(ready.put(partition, wanted))) {
      sendSoon();
    }
  }

  private void sendSoon() {
    if (!scheduled && !closed) {
      scheduled = true;
      loop.atEndOfTurn(this::send);
    }
  }

  // ---- request

  private void send() {
    scheduled = false;
    if (closed || inFlight >= IN_FLIGHT_MAX || (ready.isEmpty() && inFlight > 0)) {
      return;
    }
    // Before the session is known a second request would open another one.
    if (inFlight > 0 && (sessionId == 0 || !hasNews())) {
      return;
    }
    if (ready.isEmpty()) {
      return;
    }
    NodeConnection to = connection();
    if (to == null) {
      retryLater();
      return;
    }
    inFlight++;
    to.send(new FetchCall(request(), new HashMap<>(ready)));
  }

  private boolean hasNews() {
    for (Map.Entry<HostedPartition, Wanted> entry : ready.entrySet()) {
      if (!entry.getValue().equals(inSession.get(entry.getKey()))) {
        return true;
      }
    }
    return false;
  }

  private void retryLater() {
    loop.schedule(RETRY_MILLIS, this::sendSoon);
  }

  private @Nullable NodeConnection connection() {
    NodeAddress address = service.addressOf(leaderId);
    if (address == null) {
      return null;
    }
    NodeConnection open = connection;
    if (open == null) {
      open = new NodeConnection(service.connections(), loop, address, NodeConnection.Listener.NONE);
      connection = open;
    } else {
      open.moveTo(address);
    }
    return open;
  }

  private FetchRequest request() {
    var request = new FetchRequest();
    request.replicaState.replicaId = service.brokerId();
    request.replicaState.replicaEpoch = service.brokerEpoch();
    request.maxWaitMs = service.waitMillisMax();
    request.minBytes = service.bytesMin();
    request.maxBytes = service.responseBytesMax();
    request.sessionId = sessionId;
    request.sessionEpoch = sessionEpoch;
    Map<Object, FetchRequest.FetchTopic> topics = new HashMap<>();
    ready.forEach((partition, wanted) -> {
      if (sessionId > 0 && wanted.equals(inSession.get(partition))) {
        return;
      }
      FetchRequest.FetchTopic topic =
          topics.computeIfAbsent(
              partition.topicId(),
              id -> {
                var fresh = new FetchRequest.FetchTopic();
                fresh.topicId = partition.topicId();
                request.topics.add(fresh);
                return fresh;
              });
      topic.partitions.add(asked(partition, wanted.position()));
    });
    forget(request);
    inSession.clear();
    inSession.putAll(ready);
    if (sessionId > 0) {
      sessionEpoch = sessionEpoch == Integer.MAX_VALUE ? 1 : sessionEpoch + 1;
    }
    return request;
  }

  private FetchRequest.FetchPartition asked(HostedPartition partition, FetchPosition position) {
    var asked = new FetchRequest.FetchPartition();
    asked.partition = partition.topicPartition().partition();
    asked.currentLeaderEpoch = position.leaderEpoch();
    asked.fetchOffset = position.offset();
    asked.lastFetchedEpoch = position.lastFetchedEpoch();
    asked.logStartOffset = position.logStartOffset();
    asked.partitionMaxBytes = service.partitionBytesMax();
    return asked;
  }

  /// What is busy, or not followed here any more, leaves the session for now.
  private void forget(FetchRequest request) {
    if (sessionId == 0) {
      return;
    }
    Set<HostedPartition> gone = new LinkedHashSet<>(inSession.keySet());
    gone.removeAll(ready.keySet());
    for (HostedPartition partition : gone) {
      var forgotten = new FetchRequest.ForgottenTopic();
      forgotten.topicId = partition.topicId();
      forgotten.partitions.add(partition.topicPartition().partition());
      request.forgottenTopicsData.add(forgotten);
    }
  }

  // ---- answer

  private final class FetchCall implements Call<FetchResponse> {
    private final FetchRequest request;
    private final Map<HostedPartition, Wanted> wanted;

    FetchCall(FetchRequest request, Map<HostedPartition, Wanted> wanted) {
      this.request = request;
      this.wanted = wanted;
    }

    @Override
    public short apiKey() {
      return FetchRequest.API_KEY;
    }

    @Override
    public short lowestVersion() {
      return LOWEST_VERSION;
    }

    @Override
    public short highestVersion() {
      return HIGHEST_VERSION;
    }

    @Override
    public Message request(short version) {
      return request;
    }

    @Override
    public FetchResponse read(WireReader in, short version) {
      return FetchResponse.read(in, version);
    }

    @Override
    public int millisMax() {
      return REQUEST_MILLIS_MAX + request.maxWaitMs;
    }

    @Override
    public void answered(FetchResponse response, short version, Frame frame) {
      inFlight--;
      ErrorCode error = ErrorCode.of(response.errorCode);
      if (error != ErrorCode.NONE) {
        resetSession();
        retryLater();
        return;
      }
      if (sessionId == 0 && response.sessionId > 0) {
        sessionId = response.sessionId;
        sessionEpoch = 1;
      }
      take(wanted, response, frame);
      sendSoon();
    }

    @Override
    public void failed(IOException cause) {
      inFlight--;
      resetSession();
      retryLater();
    }
  }

  private void resetSession() {
    sessionId = 0;
    sessionEpoch = SESSION_EPOCH_INITIAL;
    inSession.clear();
  }

  private void take(Map<HostedPartition, Wanted> wanted, FetchResponse response, Frame frame) {
    for (FetchResponse.FetchableTopicResponse topic : response.responses) {
      for (FetchResponse.PartitionData data : topic.partitions) {
        HostedPartition partition =
            service.partitions().findReplica(topic.topicId, data.partitionIndex);
        Wanted asked = partition == null ? null : wanted.get(partition);
        if (partition != null && asked != null) {
          take(partition, asked, data, frame);
        }
      }
    }
  }

  private void take(
      HostedPartition partition, Wanted asked, FetchResponse.PartitionData data, Frame frame) {
    ready.remove(partition, asked);
    frame.retain();
    EpochEndOffset diverging =
        data.divergingEpoch.endOffset < 0
            ? null
            : new EpochEndOffset(data.divergingEpoch.epoch, data.divergingEpoch.endOffset);
    var fetched =
        new FetchedRecords(
            ErrorCode.of(data.errorCode),
            data.highWatermark,
            data.logStartOffset,
            diverging,
            data.records instanceof BufferRecords inMemory ? inMemory.buffer() : NOTHING);
    service.fetched(partition, fetched.records().remaining());
    partition
        .loop()
        .run(() -> {
          boolean wait =
              partition.fetched(asked.follower(), asked.position(), fetched, frame::release);
          if (wait) {
            loop.schedule(service.backoffMillis(fetched.error()), () -> offer(partition));
          }
        });
  }

  /// Asks nobody any more. Any thread.
  void close() {
    loop.execute(() -> {
      closed = true;
      ready.clear();
      NodeConnection open = connection;
      connection = null;
      if (open != null) {
        open.close();
      }
    });
  }
}
