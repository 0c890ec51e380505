package io.tidepost.broker.api;

import io.tidepost.base.TopicPartition;
import io.tidepost.broker.coordinator.Gather;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.coordinator.transaction.AddPartitions;
import io.tidepost.coordinator.transaction.TransactionCommand;
import io.tidepost.coordinator.transaction.VerifyPartitions;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.ResourceType;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.AddPartitionsToTxnRequest;
import io.tidepost.wire.message.AddPartitionsToTxnRequest.AddPartitionsToTxnTopic;
import io.tidepost.wire.message.AddPartitionsToTxnRequest.AddPartitionsToTxnTransaction;
import io.tidepost.wire.message.AddPartitionsToTxnResponse;
import io.tidepost.wire.message.AddPartitionsToTxnResponse.AddPartitionsToTxnPartitionResult;
import io.tidepost.wire.message.AddPartitionsToTxnResponse.AddPartitionsToTxnResult;
import io.tidepost.wire.message.AddPartitionsToTxnResponse.AddPartitionsToTxnTopicResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// AddPartitionsToTxn (24), versions 0 to 5: partitions join a producer's transaction. Up to
/// version 3 a producer asks for its own transaction; later versions are for brokers, several
/// transactions at once, and may only verify.
final class AddPartitionsToTxnHandler
    implements ApiHandler<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse> {

  private static final short FIRST_BATCHED = 4;
  private static final short FIRST_WITH_ABORTABLE = 5;

  private final BrokerContext broker;

  AddPartitionsToTxnHandler(BrokerContext broker) {
    this.broker = broker;
  }

  @Override
  public AddPartitionsToTxnRequest read(WireReader in, short version) {
    return AddPartitionsToTxnRequest.read(in, version);
  }

  @Override
  public void handle(
      AddPartitionsToTxnRequest request,
      RequestContext caller,
      Reply<AddPartitionsToTxnResponse> reply) {
    short version = caller.apiVersion();
    if (version >= FIRST_BATCHED) {
      broker.authorizations().demandOnCluster(caller, AclOperation.CLUSTER_ACTION);
    }
    List<AddPartitionsToTxnTransaction> transactions = transactions(request, version);
    Gather<AddPartitionsToTxnResult> gather =
        new Gather<>(transactions.size(), results -> reply.send(response(results, version)));
    for (int i = 0; i < transactions.size(); i++) {
      int number = i;
      AddPartitionsToTxnTransaction transaction = transactions.get(i);
      Map<TopicPartition, ErrorCode> partitions = check(transaction, caller);
      if (partitions.values().stream().anyMatch(error -> error != ErrorCode.NONE)) {
        gather.arrived(number, result(transaction, partitions, version));
      } else {
        broker
            .transactions()
            .submit(
                command(
                    transaction,
                    partitions,
                    () -> gather.arrived(number, result(transaction, partitions, version))));
      }
    }
  }

  private static List<AddPartitionsToTxnTransaction> transactions(
      AddPartitionsToTxnRequest request, short version) {
    if (version >= FIRST_BATCHED) {
      return request.transactions;
    }
    var only = new AddPartitionsToTxnTransaction();
    only.transactionalId = request.v3AndBelowTransactionalId;
    only.producerId = request.v3AndBelowProducerId;
    only.producerEpoch = request.v3AndBelowProducerEpoch;
    only.topics = request.v3AndBelowTopics;
    return List.of(only);
  }

  /// All partitions, each with what keeps it out. One that is kept out keeps all of them out.
  private Map<TopicPartition, ErrorCode> check(
      AddPartitionsToTxnTransaction transaction, RequestContext caller) {
    Map<TopicPartition, ErrorCode> partitions = new LinkedHashMap<>();
    ErrorCode forAll = checkId(transaction, caller);
    boolean kept = false;
    for (AddPartitionsToTxnTopic topic : transaction.topics) {
      for (int partition : topic.partitions) {
        ErrorCode error = forAll == ErrorCode.NONE ? check(topic.name, partition, caller) : forAll;
        kept |= error != ErrorCode.NONE;
        partitions.put(new TopicPartition(topic.name, partition), error);
      }
    }
    if (kept) {
      partitions.replaceAll((partition, error) ->
          error == ErrorCode.NONE ? ErrorCode.OPERATION_NOT_ATTEMPTED : error);
    }
    return partitions;
  }

  private ErrorCode checkId(AddPartitionsToTxnTransaction transaction, RequestContext caller) {
    String id = transaction.transactionalId;
    if (caller.apiVersion() < FIRST_BATCHED
        && !broker
            .authorizations()
            .allow(caller, AclOperation.WRITE, ResourceType.TRANSACTIONAL_ID, id)) {
      return ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
    }
    return id.isEmpty() ? ErrorCode.INVALID_REQUEST : ErrorCode.NONE;
  }

  private ErrorCode check(String topic, int partition, RequestContext caller) {
    boolean client = caller.apiVersion() < FIRST_BATCHED;
    if (client && InternalTopics.isInternal(topic)
        || client
            && !broker
                .authorizations()
                .allow(caller, AclOperation.WRITE, ResourceType.TOPIC, topic)) {
      return ErrorCode.TOPIC_AUTHORIZATION_FAILED;
    }
    return broker.image().topics().partition(topic, partition) == null
        ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
        : ErrorCode.NONE;
  }

  private static TransactionCommand<?> command(
      AddPartitionsToTxnTransaction transaction,
      Map<TopicPartition, ErrorCode> partitions,
      Runnable done) {
    if (transaction.verifyOnly) {
      return new VerifyPartitions(
          transaction.transactionalId,
          transaction.producerId,
          transaction.producerEpoch,
          partitions.keySet(),
          new io.tidepost.coordinator.runtime.Reply<>(answers -> {
            partitions.putAll(answers);
            done.run();
          }));
    }
    return new AddPartitions(
        transaction.transactionalId,
        transaction.producerId,
        transaction.producerEpoch,
        partitions.keySet(),
        new io.tidepost.coordinator.runtime.Reply<>(error -> {
          partitions.replaceAll((partition, before) -> error);
          done.run();
        }));
  }

  private static AddPartitionsToTxnResult result(
      AddPartitionsToTxnTransaction transaction,
      Map<TopicPartition, ErrorCode> partitions,
      short version) {
    var result = new AddPartitionsToTxnResult();
    result.transactionalId = transaction.transactionalId;
    Map<String, AddPartitionsToTxnTopicResult> topics = new LinkedHashMap<>();
    partitions.forEach((partition, error) -> {
      var topic = topics.computeIfAbsent(partition.topic(), AddPartitionsToTxnHandler::topic);
      var answer = new AddPartitionsToTxnPartitionResult();
      answer.partitionIndex = partition.partition();
      answer.partitionErrorCode = known(error, version).code();
      topic.resultsByPartition.add(answer);
    });
    result.topicResults = new ArrayList<>(topics.values());
    return result;
  }

  private static ErrorCode known(ErrorCode error, short version) {
    return error == ErrorCode.TRANSACTION_ABORTABLE && version < FIRST_WITH_ABORTABLE
        ? ErrorCode.INVALID_TXN_STATE
        : TransactionErrors.known(error, version, TransactionErrors.FENCED_VERSION);
  }

  private static AddPartitionsToTxnTopicResult topic(String name) {
    var topic = new AddPartitionsToTxnTopicResult();
    topic.name = name;
    return topic;
  }

  private static AddPartitionsToTxnResponse response(
      List<AddPartitionsToTxnResult> results, short version) {
    var response = new AddPartitionsToTxnResponse();
    if (version >= FIRST_BATCHED) {
      response.resultsByTransaction = results;
    } else {
      response.resultsByTopicV3AndBelow = results.get(0).topicResults;
    }
    return response;
  }

  @Override
  public AddPartitionsToTxnResponse error(
      AddPartitionsToTxnRequest request, short version, ErrorCode error, @Nullable String message) {
    if (version >= FIRST_BATCHED) {
      var response = new AddPartitionsToTxnResponse();
      response.errorCode = error.code();
      return response;
    }
    List<AddPartitionsToTxnResult> results = new ArrayList<>();
    for (AddPartitionsToTxnTransaction transaction : transactions(request, version)) {
      Map<TopicPartition, ErrorCode> partitions = new LinkedHashMap<>();
      transaction.topics.forEach(topic ->
          topic.partitions.forEach(p -> partitions.put(new TopicPartition(topic.name, p), error)));
      results.add(result(transaction, partitions, version));
    }
    return response(results, version);
  }
}
