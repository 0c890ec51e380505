package io.tidepost.broker.api;

import io.tidepost.base.Timers.Timer;
import io.tidepost.broker.net.Loop;
import io.tidepost.broker.option.SocketOptions;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.share.HostedSharePartition;
import io.tidepost.broker.share.ShareRead;
import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.replica.share.AcquireMode;
import io.tidepost.replica.share.AcquireRequest;
import io.tidepost.replica.share.ShareMemberKey;
import io.tidepost.replica.share.SharedTopicPartition;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.ShareFetchRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The fetching half of a ShareFetch. It visits the owner loops of its partitions one after the
/// other with what is left of its records and bytes, and acquires what it finds; when it comes home
/// with nothing, it waits until one of them has something, or its time is up.
///
/// Its state belongs to whichever loop it is visiting; hand-overs go through the loops' queues.
final class ShareFetchCall {

  private final BrokerContext context;
  private final ShareFetchRequest request;
  private final ShareMemberKey member;
  private final Loop home;
  private final Runnable done;
  private final Map<SharedTopicPartition, ShareRead> reads = new LinkedHashMap<>();
  private final List<ShareFetchPart> parts = new ArrayList<>();
  private final int bytesMax;

  private int recordsLeft;
  private int bytesLeft;
  private long bytesSeen;
  private boolean mustAnswer;
  private boolean acquired;
  private boolean looking;
  private boolean travelling;
  private boolean again;
  private boolean lastRound;
  private boolean finished;
  private boolean abandoned;
  private @Nullable Timer timer;

  /// @param done runs on the caller's loop when there is an answer
  ShareFetchCall(
      BrokerContext context,
      ShareFetchRequest request,
      ShareMemberKey member,
      RequestContext caller,
      Runnable done) {
    this.context = context;
    this.request = request;
    this.member = member;
    this.home = caller.loop();
    this.done = done;
    this.bytesMax =
        Math.min(
            context.quotas().fetchable(caller),
            Math.min(
                Math.max(request.maxBytes, 0),
                context.options().get(SocketOptions.FETCH_MAX_BYTES)));
    this.recordsLeft = request.maxRecords;
    this.bytesLeft = bytesMax;
  }

  /// What each partition gave.
  Map<SharedTopicPartition, ShareRead> reads() {
    return reads;
  }

  /// Bytes of records that the answer carries.
  long bytes() {
    return reads.values().stream().mapToLong(ShareRead::sizeInBytes).sum();
  }

  void add(SharedTopicPartition id, HostedSharePartition hosted) {
    parts.add(new ShareFetchPart(this, id, hosted));
  }

  /// A partition that cannot be fetched from.
  void refuse(SharedTopicPartition id, ErrorCode error) {
    reads.put(id, ShareRead.failed(error, null));
    mustAnswer = true;
  }

  void start() {
    lastRound = request.maxWaitMs <= 0 || parts.isEmpty() && mustAnswer;
    travel();
  }

  private void travel() {
    travelling = true;
    again = false;
    looking = request.minBytes > 1 && !lastRound && !mustAnswer;
    bytesSeen = 0;
    goTo(0);
  }

  private void goTo(int number) {
    if (number < parts.size()) {
      parts.get(number).visit(looking, () -> goTo(number + 1));
    } else {
      home.run(this::comeHome);
    }
  }

  /// What may be acquired yet. On the loop being visited.
  AcquireRequest request() {
    AcquireMode mode =
        request.shareAcquireMode == 1 ? AcquireMode.RECORD_LIMIT : AcquireMode.BATCH_OPTIMIZED;
    int records = bytesLeft > 0 || !acquired ? recordsLeft : 0;
    return new AcquireRequest(member.memberId(), mode, records, Math.max(1, request.batchSize));
  }

  int bytesLeft() {
    return bytesLeft;
  }

  boolean mayWait() {
    return !lastRound && !mustAnswer && !acquired;
  }

  /// Notes what one partition gave. On the loop being visited.
  void took(SharedTopicPartition id, ShareRead read) {
    if (read.error() != ErrorCode.NONE) {
      mustAnswer = true;
      reads.put(id, read);
    } else if (looking) {
      bytesSeen += read.sizeInBytes();
    } else if (read.records() != null) {
      acquired = true;
      HostedPartition hosted = context.partitions().findReplica(id.topicId(), id.partition());
      if (hosted != null) {
        hosted.counts().fetched(read.sizeInBytes());
      }
      recordsLeft -= read.count();
      bytesLeft = Math.max(0, bytesLeft - read.sizeInBytes());
      reads.put(id, read);
    }
  }

  private void comeHome() {
    travelling = false;
    if (abandoned) {
      stopWaiting();
      if (acquired) {
        context.sharePartitions().release(member.groupId(), member.memberId());
      }
    } else if (looking && bytesSeen >= Math.min(request.minBytes, bytesMax)) {
      lastRound = true;
      travel();
    } else if (lastRound || mustAnswer && !looking || acquired) {
      finish();
    } else if (mustAnswer || again) {
      travel();
    } else if (timer == null) {
      timer = home.schedule(request.maxWaitMs, this::timeIsUp);
    }
  }

  private void timeIsUp() {
    if (!finished && !abandoned) {
      lastRound = true;
      if (!travelling) {
        travel();
      }
    }
  }

  /// One of the partitions has something. On its loop.
  void worthLooking() {
    home.run(() -> {
      again = true;
      if (!finished && !abandoned && !travelling) {
        travel();
      }
    });
  }

  /// The client is gone. On `home`.
  void abandon() {
    if (!finished) {
      abandoned = true;
      if (!travelling) {
        stopWaiting();
      }
    }
  }

  private void finish() {
    finished = true;
    stopWaiting();
    done.run();
  }

  private void stopWaiting() {
    Timer running = timer;
    if (running != null) {
      running.cancel();
    }
    parts.forEach(ShareFetchPart::stopWaiting);
  }
}
