package io.tidepost.broker.api;

import io.tidepost.base.TopicPartition;
import io.tidepost.broker.contract.Contract;
import io.tidepost.broker.contract.ContractGate;
import io.tidepost.broker.contract.GuardedBatch;
import io.tidepost.broker.net.Loop;
import io.tidepost.broker.net.client.ClientSettings;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.broker.storage.Unpacking;
import io.tidepost.log.AppendOrigin;
import io.tidepost.log.AppendResult;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.ResourceType;
import io.tidepost.replica.AppendCallback;
import io.tidepost.replica.PartitionLeader;
import io.tidepost.wire.BufferRecords;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.ProduceRequest;
import io.tidepost.wire.message.ProduceRequest.PartitionProduceData;
import io.tidepost.wire.message.ProduceRequest.TopicProduceData;
import io.tidepost.wire.message.ProduceResponse;
import io.tidepost.wire.message.ProduceResponse.BatchIndexAndErrorMessage;
import io.tidepost.wire.message.ProduceResponse.PartitionProduceResponse;
import io.tidepost.wire.records.BatchHeader;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// One Produce request on its way through its partitions.
final class ProduceCall {

  private static final short FIRST_VERSION_WITH_TOPIC_IDS = 13;

  /// From this version on producing to a partition makes it a part of the transaction (KIP-890).
  private static final short FIRST_VERSION_THAT_JOINS = 12;

  private static final String ADMIN_CLIENT_ID = "__admin_client";

  private final BrokerContext context;
  private final ProduceChecks checks;
  private final ContractGate gate;
  private final Unpacking unpacking;
  private final ProduceOrder order;
  private final ProduceRequest request;
  private final RequestContext caller;
  private final Reply<ProduceResponse> reply;
  private final ProduceResponse response = new ProduceResponse();
  private final boolean byId;
  private long limitedBytes;

  private List<Part> transactional = List.of();

  /// Batches that are not checked yet because that takes long.
  private final ArrayDeque<UncheckedBatch> unchecked = new ArrayDeque<>(0);

  private boolean checked;

  /// The topic that the caller was noted for last.
  private @Nullable String noted;

  private volatile boolean abandoned;

  /// Parts that are not decided, and one for as long as parts are being started.
  private final AtomicInteger open = new AtomicInteger(1);

  ProduceCall(
      BrokerContext context,
      ProduceChecks checks,
      ContractGate gate,
      Unpacking unpacking,
      ProduceOrder order,
      ProduceRequest request,
      RequestContext caller,
      Reply<ProduceResponse> reply) {
    this.context = context;
    this.checks = checks;
    this.gate = gate;
    this.unpacking = unpacking;
    this.order = order;
    this.request = request;
    this.caller = caller;
    this.reply = reply;
    this.byId = caller.apiVersion() >= FIRST_VERSION_WITH_TOPIC_IDS;
  }

  RequestContext caller() {
    return caller;
  }

  /// Whether every batch is checked and on its way to its partition. On the connection's loop.
  boolean isChecked() {
    return checked;
  }

  /// Begins when it could not at once, because of those before it. On the connection's loop.
  void startLate() {
    try {
      start();
    } catch (RuntimeException e) {
      unchecked.clear();
      checked = true;
      reply.fail(e);
    }
  }

  /// On the connection's loop.
  void start() {
    long now = context.clock().wallMillis();
    if (request.transactionalId != null) {
      transactional = new ArrayList<>();
      context
          .authorizations()
          .demand(
              caller, AclOperation.WRITE, ResourceType.TRANSACTIONAL_ID, request.transactionalId);
    }
    if (context.quotas().limitsProduce()) {
      limitedBytes = bytes();
    }
    for (TopicProduceData topic : request.topicData) {
      boolean forbidden =
          DataErrors.isForbidden(
              context, caller, AclOperation.WRITE, byId, topic.name, topic.topicId);
      var topicResponse = ProduceHandler.topicResponse(topic);
      response.responses.add(topicResponse);
      for (PartitionProduceData data : topic.partitionData) {
        var answer = new PartitionProduceResponse();
        answer.index = data.index;
        answer.baseOffset = -1;
        topicResponse.partitionResponses.add(answer);
        if (forbidden) {
          answer.errorCode = ErrorCode.TOPIC_AUTHORIZATION_FAILED.code();
        } else {
          start(topic, data, answer, now);
        }
      }
    }
    if (unchecked.isEmpty()) {
      allChecked();
      return;
    }
    if (request.acks != PartitionLeader.ACKS_NONE) {
      reply.whenDisconnected(() -> abandoned = true);
    }
    checkNext();
  }

  private void allChecked() {
    checked = true;
    startTransactional();
    decided();
  }

  /// Has one batch after the other checked elsewhere. On the connection's loop.
  private void checkNext() {
    UncheckedBatch next = unchecked.poll();
    if (next == null) {
      allChecked();
      order.goOn(caller);
      return;
    }
    unpacking.elsewhere(() -> {
      ByteBuffer batch = abandoned ? null : next.check(checks, caller);
      caller
          .loop()
          .execute(() -> {
            if (batch != null) {
              admit(next.partition(), batch, next.answer(), next.nowMillis());
            }
            checkNext();
          });
    });
  }

  private void note(String topic, long now) {
    if (!topic.equals(noted)) {
      noted = topic;
      String clientId = caller.clientId();
      context
          .metrics()
          .writers()
          .note(
              caller.loop().index(),
              topic,
              clientId == null ? "" : clientId,
              caller.principal(),
              now);
    }
  }

  private void start(
      TopicProduceData topic,
      PartitionProduceData data,
      PartitionProduceResponse answer,
      long now) {
    HostedPartition partition =
        byId
            ? context.partitions().find(topic.topicId, data.index)
            : context.partitions().find(topic.name, data.index);
    if (partition == null) {
      answer.errorCode = whyMissing(topic, data.index).code();
      return;
    }
    note(partition.topicPartition().topic(), now);
    if (InternalTopics.isInternal(partition.topicPartition().topic())
        && !mayWriteInternal(partition.topicPartition().topic())) {
      answer.errorCode = ErrorCode.INVALID_TOPIC_EXCEPTION.code();
      answer.errorMessage = "Cannot append to internal topic " + partition.topicPartition().topic();
      return;
    }
    ProduceChecks.Outcome outcome = checks.check(data.records, partition, caller, now, answer);
    ByteBuffer batch = outcome.batch();
    if (batch != null) {
      admit(partition, batch, answer, now);
    } else if (outcome.undecided() && data.records instanceof BufferRecords(ByteBuffer received)) {
      unchecked.add(new UncheckedBatch(partition, received, answer, now));
    }
  }

  /// Kafka's admin client may; other brokers may where every broker has something to say. The ids
  /// keep clients from doing it by mistake; what they may do is decided by their permissions.
  private boolean mayWriteInternal(String topic) {
    String clientId = caller.clientId();
    return ADMIN_CLIENT_ID.equals(clientId)
        || clientId != null
            && clientId.startsWith(ClientSettings.NODE_CLIENT_ID)
            && InternalTopics.everyBrokerWrites(topic)
            && context.authorizations().allowOnCluster(caller, AclOperation.CLUSTER_ACTION);
  }

  private void admit(
      HostedPartition partition, ByteBuffer batch, PartitionProduceResponse answer, long now) {
    if (request.transactionalId == null && BatchHeader.isTransactional(batch, batch.position())) {
      // Nobody could say whether the caller may write in that transaction.
      answer.errorCode = ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED.code();
    } else {
      open.incrementAndGet();
      Part part = new Part(partition, batch, answer, now);
      if (request.transactionalId == null) {
        partition.loop().run(part);
      } else {
        transactional.add(part);
      }
    }
  }

  /// Parts of a transaction begin when all are known, so that their partitions join it together.
  private void startTransactional() {
    Set<TopicPartition> joining = new LinkedHashSet<>();
    if (caller.apiVersion() >= FIRST_VERSION_THAT_JOINS) {
      transactional.forEach(part -> joining.add(part.partition.topicPartition()));
    }
    for (Part part : transactional) {
      part.joining = joining;
      part.partition.loop().run(part);
    }
  }

  private ErrorCode whyMissing(TopicProduceData topic, int partition) {
    return DataErrors.whyMissing(context, byId, topic.name, topic.topicId, partition);
  }

  /// One part is decided. Any loop; the counter orders what the loops wrote into the response.
  private void decided() {
    if (open.decrementAndGet() == 0) {
      if (limitedBytes > 0) {
        pause();
      }
      countFailures();
      if (request.acks == PartitionLeader.ACKS_NONE) {
        answerNothing();
      } else {
        reply.send(response);
      }
    }
  }

  private void countFailures() {
    int failed = 0;
    for (var topic : response.responses) {
      for (var partition : topic.partitionResponses) {
        failed += partition.errorCode == 0 ? 0 : 1;
      }
    }
    if (failed > 0) {
      context.metrics().produceFailed(failed);
    }
  }

  private long bytes() {
    long bytes = 0;
    for (TopicProduceData topic : request.topicData) {
      for (PartitionProduceData data : topic.partitionData) {
        bytes += data.records == null ? 0 : data.records.sizeInBytes();
      }
    }
    return bytes;
  }

  private void pause() {
    int pause = context.quotas().produced(caller, limitedBytes);
    response.throttleTimeMs = pause;
    reply.pause(pause);
  }

  private void answerNothing() {
    for (var topic : response.responses) {
      for (var partition : topic.partitionResponses) {
        if (partition.errorCode != 0) {
          reply.close(
              "Produce with acks=0 failed for %s partition %d: %s"
                  .formatted(
                      byId ? topic.topicId : topic.name,
                      partition.index,
                      ErrorCode.of(partition.errorCode)));
          return;
        }
      }
    }
    reply.sendNothing();
  }

  /// What one partition gets, on its owner loop.
  private final class Part implements Runnable, AppendCallback {
    private final HostedPartition partition;
    private ByteBuffer batch;
    private final PartitionProduceResponse answer;
    private final long nowMillis;
    private final int bytes;
    private Set<TopicPartition> joining = Set.of();

    Part(
        HostedPartition partition,
        ByteBuffer batch,
        PartitionProduceResponse answer,
        long nowMillis) {
      this.partition = partition;
      this.batch = batch;
      this.answer = answer;
      this.nowMillis = nowMillis;
      this.bytes = batch.remaining();
    }

    @Override
    public void run() {
      Contract contract = partition.settings().contract();
      if (contract == null) {
        append();
      } else {
        gate.admit(new Guarded(this, contract));
      }
    }

    private void append() {
      if (BatchHeader.isTransactional(batch, batch.position())) {
        appendInTransaction();
        return;
      }
      partition
          .leader()
          .append(
              batch,
              AppendOrigin.CLIENT,
              request.acks,
              partition.deadlineIn(request.timeoutMs),
              nowMillis,
              this);
    }

    private void appendInTransaction() {
      String transactionalId = request.transactionalId;
      partition
          .leader()
          .transactions()
          .append(
              batch,
              request.acks,
              partition.deadlineIn(request.timeoutMs),
              nowMillis,
              transactionalId == null
                  ? (id, epoch, told) -> told.accept(ErrorCode.INVALID_TXN_STATE)
                  : TransactionErrors.toProducers(
                      context.transactions().question(transactionalId, partition, joining),
                      !joining.isEmpty()),
              this);
    }

    @Override
    public void complete(ErrorCode error, AppendResult result, @Nullable String message) {
      answer.errorCode = error.code();
      answer.errorMessage = message;
      answer.logStartOffset = partition.leader().log().logStartOffset();
      if (error == ErrorCode.NONE) {
        answer.baseOffset = result.baseOffset();
        answer.logAppendTimeMs = result.logAppendTimeMillis();
        if (result.status() == AppendResult.Status.APPENDED) {
          partition.counts().produced(result.lastOffset() - result.baseOffset() + 1, bytes);
        }
      }
      decided();
    }
  }

  /// What one partition with a contract gets.
  private final class Guarded implements GuardedBatch {
    private final Part part;
    private final Contract contract;
    private final long deadline;

    Guarded(Part part, Contract contract) {
      this.part = part;
      this.contract = contract;
      this.deadline = part.partition.deadlineIn(request.timeoutMs);
    }

    @Override
    public String topic() {
      return part.partition.topicPartition().topic();
    }

    @Override
    public int partition() {
      return part.partition.topicPartition().partition();
    }

    @Override
    public Contract contract() {
      return contract;
    }

    @Override
    public Loop loop() {
      return part.partition.loop();
    }

    @Override
    public Object stream() {
      return new Stream(part.partition, caller.connectionId());
    }

    @Override
    public ByteBuffer batch() {
      return part.batch;
    }

    @Override
    public int decompressedMax() {
      return part.partition.settings().rules(true).decompressedMax();
    }

    @Override
    public long millisLeft() {
      return deadline - part.partition.deadlineIn(0);
    }

    @Override
    public String sender() {
      return caller.clientId() == null
          ? caller.principal()
          : caller.principal() + " as " + caller.clientId();
    }

    @Override
    public void append(ByteBuffer kept) {
      part.batch = kept;
      part.append();
    }

    @Override
    public void refuse(ErrorCode error, String message, List<Refusal> refusals) {
      part.answer.errorCode = error.code();
      part.answer.errorMessage = message;
      for (Refusal refusal : refusals) {
        var named = new BatchIndexAndErrorMessage();
        named.batchIndex = refusal.index();
        named.batchIndexErrorMessage = refusal.message();
        part.answer.recordErrors.add(named);
      }
      decided();
    }
  }

  /// What one connection sends to one partition.
  private record Stream(HostedPartition partition, String connection) {}
}
