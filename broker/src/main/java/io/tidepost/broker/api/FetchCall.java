package io.tidepost.broker.api;

import io.tidepost.base.Timers.Timer;
import io.tidepost.broker.net.Loop;
import io.tidepost.broker.option.SocketOptions;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.replica.PartitionRead;
import io.tidepost.replica.fetch.FetchContext;
import io.tidepost.replica.fetch.FetchedPartition;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.FetchRequest;
import io.tidepost.wire.message.FetchResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One Fetch request on its way through its partitions. It visits their owner loops one after the
/// other with what is left of its bytes; when it comes home with too little, it waits: each visited
/// loop tells it when records come, and it goes round once more.
///
/// ```
///  home ─ visit loop A ─ visit loop B ─ home: enough, or no time left? ─ answer
///             ^                          └─ wait for records or for the timer ─┐
///             └─────────────────────────────────────────────────────────────────┘
/// ```
///
/// Its state belongs to whichever loop it is visiting; hand-overs go through the loops' queues.
final class FetchCall {

  private final BrokerContext context;
  private final FetchRequest request;
  private final FetchContext session;
  private final boolean byTopicId;
  private final Loop home;
  private final Reply<FetchResponse> reply;
  private final int bytesMax;
  private final int minBytes;
  private final List<FetchVisit> visits = new ArrayList<>();
  private final @Nullable PartitionRead[] reads;

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
    this.reply = reply;
    this.reads = new PartitionRead[session.partitions().size()];
    this.bytesMax =
        Math.min(
            Math.max(request.maxBytes, 0), context.options().get(SocketOptions.FETCH_MAX_BYTES));
    this.minBytes = Math.min(request.minBytes, bytesMax);
  }

  void start() {
    List<FetchedPartition> partitions = session.partitions();
    for (int i = 0; i < partitions.size(); i++) {
      FetchedPartition wanted = partitions.get(i);
      HostedPartition hosted =
          byTopicId
              ? context.partitions().find(wanted.topicId(), wanted.partition())
              : context.partitions().find(wanted.topic(), wanted.partition());
      if (hosted == null) {
        reads[i] = PartitionRead.failed(whyMissing(wanted), null);
        mustAnswer = true;
      } else {
        visit(hosted.loop()).add(i, wanted, hosted);
      }
    }
    if (request.maxWaitMs <= 0 || visits.isEmpty() && mustAnswer) {
      lastRound = true;
    }
    travel();
  }

  private FetchVisit visit(Loop loop) {
    for (FetchVisit visit : visits) {
      if (visit.loop() == loop) {
        return visit;
      }
    }
    FetchVisit visit = new FetchVisit(this, loop, request.isolationLevel == 1);
    visits.add(visit);
    return visit;
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
    goTo(0);
  }

  private void goTo(int number) {
    if (number < visits.size()) {
      FetchVisit visit = visits.get(number);
      visit.loop().run(() -> visit.read(!lastRound && !mustAnswer, () -> goTo(number + 1)));
    } else {
      home.run(this::comeHome);
    }
  }

  /// Notes what one partition gave. On the loop being visited.
  void took(int index, PartitionRead read) {
    reads[index] = read;
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

  /// Records became readable at one of the loops. On that loop.
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

  private void answer() {
    done = true;
    stopWaiting();
    reply.send(FetchAnswer.of(session, reads));
  }
}
