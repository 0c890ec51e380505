package io.tidepost.coordinator.transaction;

import io.tidepost.base.TopicPartition;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.DescribeTransactionsResponse.TopicData;
import io.tidepost.wire.message.DescribeTransactionsResponse.TransactionState;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a transactional id is doing (KIP-664). It looks at what is committed and waits for nothing.
public final class DescribeTransaction extends TransactionCommand<TransactionState> {

  public DescribeTransaction(String transactionalId, Reply<TransactionState> reply) {
    super(transactionalId, reply);
  }

  @Override
  public boolean waitsForEarlierWrites() {
    return false;
  }

  @Override
  protected TransactionState error(ErrorCode error) {
    return error(key(), error);
  }

  /// The answer that says no.
  public static TransactionState error(String transactionalId, ErrorCode error) {
    TransactionState answer = new TransactionState();
    answer.transactionalId = transactionalId;
    answer.errorCode = error.code();
    return answer;
  }

  @Override
  public void decide(TransactionCoordinatorShard shard, Turn<TransactionCoordinatorShard> turn) {
    TransactionMetadata metadata = shard.find(key());
    turn.reply(
        reply, metadata == null ? error(ErrorCode.TRANSACTIONAL_ID_NOT_FOUND) : describe(metadata));
  }

  private static TransactionState describe(TransactionMetadata metadata) {
    TransactionState answer = new TransactionState();
    answer.transactionalId = metadata.transactionalId();
    answer.transactionState = metadata.state().label();
    answer.transactionTimeoutMs = metadata.timeoutMillis();
    answer.transactionStartTimeMs = metadata.startMillis();
    answer.producerId = metadata.producerId();
    answer.producerEpoch = metadata.producerEpoch();
    Map<String, TopicData> topics = new LinkedHashMap<>();
    for (TopicPartition partition : metadata.partitions()) {
      TopicData topic = topics.computeIfAbsent(partition.topic(), DescribeTransaction::topic);
      topic.partitions.add(partition.partition());
    }
    answer.topics.addAll(topics.values());
    return answer;
  }

  private static TopicData topic(String name) {
    TopicData topic = new TopicData();
    topic.topic = name;
    return topic;
  }
}
