package io.tidepost.broker.api;

import io.tidepost.base.Uuid;
import io.tidepost.broker.option.SocketOptions;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.replica.fetch.FetchContext;
import io.tidepost.replica.fetch.FetchSessions;
import io.tidepost.replica.fetch.FetchedPartition;
import io.tidepost.replica.fetch.PartitionKey;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.FetchRequest;
import io.tidepost.wire.message.FetchResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Fetch (1), versions 4 to 18. Finds out from the fetch session what is wanted (KIP-227), and lets
/// a [FetchCall] read it.
final class FetchHandler implements ApiHandler<FetchRequest, FetchResponse> {

  private static final short FIRST_VERSION_WITH_TOPIC_IDS = 13;

  private final BrokerContext context;
  private final FetchSessions[] sessions;

  /// Per loop, the last fetch of each follower's session.
  private final List<Map<Integer, FetchCall>> waiting = new ArrayList<>();

  FetchHandler(BrokerContext context) {
    this.context = context;
    int loops = context.loops().size();
    sessions = new FetchSessions[loops];
    int slots =
        Math.max(
            1,
            context.options().get(SocketOptions.MAX_INCREMENTAL_FETCH_SESSION_CACHE_SLOTS) / loops);
    for (int i = 0; i < loops; i++) {
      sessions[i] = new FetchSessions(slots, i, loops, context.randomness());
      waiting.add(new LastCalls());
    }
  }

  @Override
  public FetchRequest read(WireReader in, short version) {
    return FetchRequest.read(in, version);
  }

  @Override
  public boolean pipelined() {
    return true;
  }

  @Override
  public boolean keepsRequest() {
    return false;
  }

  @Override
  public boolean waits() {
    return true;
  }

  @Override
  public boolean exemptFromQuotas(FetchRequest request) {
    return isOfBroker(request);
  }

  /// Whether another broker asks, to follow.
  static boolean isOfBroker(FetchRequest request) {
    return request.replicaId >= 0 || request.replicaState.replicaId >= 0;
  }

  /// A follower need not wait for the end of its last fetch when there is more to fetch: the newer
  /// request of its session ends the waiting of the one before.
  @Override
  public void handle(FetchRequest request, RequestContext caller, Reply<FetchResponse> reply) {
    int own = caller.loop().index();
    FetchCall before = request.sessionId > 0 ? waiting.get(own).get(request.sessionId) : null;
    if (before != null && !before.isDone()) {
      before.supersede(() -> open(request, caller, reply));
    } else {
      open(request, caller, reply);
    }
  }

  private void open(FetchRequest request, RequestContext caller, Reply<FetchResponse> reply) {
    boolean byTopicId = caller.apiVersion() >= FIRST_VERSION_WITH_TOPIC_IDS;
    int own = caller.loop().index();
    if (request.sessionId > 0) {
      int other = FetchSessions.indexOf(request.sessionId, sessions.length);
      if (other != own) {
        elsewhere(request, other);
      }
    }
    FetchContext session =
        sessions[own].open(
            request.sessionId,
            request.sessionEpoch,
            byTopicId,
            wanted(request),
            forgotten(request),
            context.clock().wallMillis());
    if (session.error() != ErrorCode.NONE) {
      var response = new FetchResponse();
      response.errorCode = session.error().code();
      reply.send(response);
      return;
    }
    int pause =
        context.quotas().limitsFetch() && !isOfBroker(request)
            ? context.quotas().beforeFetch(caller)
            : 0;
    if (pause > 0) {
      reply.pause(pause);
      reply.send(throttled(session, own, pause));
    } else {
      var call = new FetchCall(context, request, session, byTopicId, caller, reply);
      if (call.isFollower() && session.sessionId() > 0) {
        waiting.get(own).put(session.sessionId(), call);
      }
      call.start();
    }
  }

  /// The answer without records to a client that has fetched too much. Of a full request, it leaves
  /// no session behind: the client begins anew after the pause (KIP-219).
  private FetchResponse throttled(FetchContext session, int loop, int pauseMillis) {
    var response = new FetchResponse();
    response.throttleTimeMs = pauseMillis;
    if (session.incremental()) {
      response.sessionId = session.sessionId();
    } else {
      sessions[loop].close(session.sessionId());
    }
    return response;
  }

  /// As many as there may be brokers that replicate from here.
  private static final class LastCalls extends LinkedHashMap<Integer, FetchCall> {
    private static final long serialVersionUID = 1L;
    private static final int MAX = 1000;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Integer, FetchCall> eldest) {
      return size() > MAX;
    }
  }

  /// A client that came back on another loop starts anew; what it had is dropped there.
  private void elsewhere(FetchRequest request, int other) {
    int id = request.sessionId;
    context.loops().get(other).execute(() -> sessions[other].close(id));
  }

  private static List<FetchedPartition> wanted(FetchRequest request) {
    List<FetchedPartition> result = new ArrayList<>();
    for (FetchRequest.FetchTopic topic : request.topics) {
      for (FetchRequest.FetchPartition partition : topic.partitions) {
        result.add(
            new FetchedPartition(
                key(topic.topic, topic.topicId, partition.partition),
                partition.fetchOffset,
                partition.partitionMaxBytes,
                partition.currentLeaderEpoch,
                partition.lastFetchedEpoch));
      }
    }
    return result;
  }

  private static List<PartitionKey> forgotten(FetchRequest request) {
    List<PartitionKey> result = new ArrayList<>();
    for (FetchRequest.ForgottenTopic topic : request.forgottenTopicsData) {
      for (int partition : topic.partitions) {
        result.add(key(topic.topic, topic.topicId, partition));
      }
    }
    return result;
  }

  private static PartitionKey key(String topic, Uuid topicId, int partition) {
    return new PartitionKey(topic, topicId, partition);
  }

  @Override
  public FetchResponse error(
      FetchRequest request, short version, ErrorCode error, @Nullable String message) {
    var response = new FetchResponse();
    response.errorCode = error.code();
    return response;
  }
}
